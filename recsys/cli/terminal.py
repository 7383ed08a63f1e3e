"""What is written to a terminal, a pipe or a file, and how foreign text is made harmless for it."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import Any, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

_LONGEST_LINE = 10_000
_BLANKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# C0, DEL and C1 steer a terminal; marks of direction reorder what stands around them; a half
# character cannot be written.
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_HARMFUL_IN_JSON = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str) -> str:
    """Return a text that cannot steer a terminal.

    Parameters
    ----------
    text : str
        Anything out of a catalogue or a command line.

    Returns
    -------
    str
        Line breaks and tabs become spaces, other control characters the replacement character.
    """
    return _HARMFUL.sub("\ufffd", _BLANKS.sub(" ", text))


def stdout() -> Console:
    """Return a console for what was asked for."""
    return _console(sys.stdout)


def stderr() -> Console:
    """Return a console for messages, so that they never mix with what was asked for."""
    return _console(sys.stderr)


def write(console: Console, text: str | Text = "", *, indent: int = 0, style: str = "") -> None:
    """Write one line; a terminal wraps it under its own beginning, a pipe gets it whole.

    Parameters
    ----------
    console : Console
        Where to.
    text : str or Text
        The line; a plain text is cleaned.
    indent : int
        Spaces before it.
    style : str
        How a plain text looks on a terminal.
    """
    line = Text(clean(text), style) if isinstance(text, str) else text
    if console.is_terminal:
        console.print(Padding(line, (0, 0, 0, indent), expand=False))
    else:
        console.print(Text(" " * indent).append_text(line), soft_wrap=True)


def say(message: str) -> None:
    """Write a message that is no part of the answer.

    Parameters
    ----------
    message : str
        One line.
    """
    write(stderr(), message)


def write_json(document: Any) -> None:
    """Write a document as JSON, alone on standard output.

    Parameters
    ----------
    document : object
        JSON types.
    """
    is_unicode = (sys.stdout.encoding or "ascii").lower().startswith("utf")
    text = json.dumps(document, ensure_ascii=not is_unicode, indent=2)
    # JSON may hold these as they are, but a terminal would obey them.
    safe = _HARMFUL_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    sys.stdout.write(f"{safe}\n")


def _console(stream: TextIO) -> Console:
    """A console without markup, so that a title such as "[bold]" is only a title."""
    is_plain = not stream.isatty() or bool(os.environ.get("NO_COLOR"))
    return Console(
        file=stream,
        color_system=None if is_plain else "auto",
        force_terminal=stream.isatty(),
        width=None if stream.isatty() else _LONGEST_LINE,
        markup=False,
        emoji=False,
        highlight=False,
    )
