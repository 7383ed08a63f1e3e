"""Writes docs/capabilities.md out of the rows: ``python -m tests.capabilities.page > docs/capabilities.md``.

Every call on the page is made, and what it shows is what came of it.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from typer.testing import CliRunner

from recsys import Recommender, load_builtin, query_from_json
from recsys.cli import app
from tests.capabilities.rows.all_rows import ROWS
from tests.capabilities.rows.doors import address, request
from tests.capabilities.rows.picking import LEFT_OUT, picked
from tests.capabilities.rows.row import Door, Row, Shown
from tests.capabilities.rows.setting import Setting, opened
from training.pipeline import train

COMMAND = "python -m tests.capabilities.page > docs/capabilities.md"
_FOLDER = Path(__file__).parent
_HOST = "http://127.0.0.1:8000"
_HEAD = f"""\
# What it can do

42 promises to viewers. Each is asked of the built-in catalogue from Python, on the command line and over HTTP
by [`test_rows.py`](../tests/capabilities/test_rows.py), and by the tests that are named with it.

This page is written by `{COMMAND}`:
all calls on it were made, and a test makes them again and compares. `{LEFT_OUT}` stands where lines or fields
of a JSON document were left out. The calls in Python follow on

```python
from recsys import Recommender, load_builtin, query_from_json
from training.pipeline import train

model = train(load_builtin())
recommender = Recommender(model)
```
"""


def page(setting: Setting) -> str:
    """Return the page."""
    folder = setting.scratch / "page"
    folder.mkdir()
    parts = [_HEAD, "\n".join(_contents()), *(_section(row, setting, folder) for row in ROWS)]
    return "\n".join(parts)


def named_tests(id: str) -> list[tuple[str, str]]:
    """Return file and name of all tests of a row, apart from those of all rows."""
    found = []
    for path in sorted(_FOLDER.glob("test_*.py")):
        names = re.findall(rf"^def (test_{id.lower()}_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        found += [(path.name, name) for name in names]
    return found


def _contents() -> Iterator[str]:
    yield "| | promise | tests |"
    yield "|--|--|--|"
    for row in ROWS:
        yield f"| [{row.id}](#{row.id.lower()}) | {row.promise} | {len(named_tests(row.id))} |"
    yield ""
    yield "The last column counts the tests of one promise besides those that ask it through each door."
    yield ""


def _section(row: Row, setting: Setting, folder: Path) -> str:
    files: dict[str, list[str]] = {}
    for file, name in named_tests(row.id):
        files.setdefault(file, []).append(f"`{name}`")
    lines = [f"## {row.id}", "", row.promise, ""]
    for name, text in row.shown.files.items():
        (folder / name).write_text(text, encoding="utf-8")
        if text.strip():
            lines += [f"With this as `{name}`:", "", "```text", text.rstrip(), "```", ""]
    lines += [*_shown(row.shown, setting, folder), ""]
    for file, names in files.items():
        lines += [f"[{file}](../tests/capabilities/{file}):", "", *(f"- {name}" for name in names), ""]
    return "\n".join(lines)


def _shown(shown: Shown, setting: Setting, folder: Path) -> list[str]:
    if shown.door is Door.PYTHON:
        written = _python(shown, setting, folder)
        return ["```python", *shown.source.rstrip().splitlines(), "```", "", "```text", *written, "```"]
    if shown.door is Door.HTTP:
        return ["```console", *_http(shown, setting), "```"]
    lines = ["```console"]
    for line in shown.source.strip().splitlines():
        lines += [f"$ recsys {line}", *_command(line, shown.kept, setting, folder)]
    return [*lines, "```"]


def _command(line: str, kept: str, setting: Setting, folder: Path) -> list[str]:
    """What a command writes on both streams, as in a terminal."""
    environment = {"RECSYS_MODEL": str(setting.folder), "COLUMNS": "110"}
    with chdir(folder):
        finished = CliRunner().invoke(app, shlex.split(line), env=environment)
    written = _masked(finished.output).rstrip().splitlines()
    if finished.exit_code:
        written.append(f"(ends with code {finished.exit_code})")
    return _kept(written, kept)


def _kept(lines: list[str], pattern: str) -> list[str]:
    """The lines that a pattern finds, and one mark for each run of others."""
    found: list[str] = []
    for line in lines:
        if not pattern or re.search(pattern, line) or line.startswith("(ends"):
            found.append(line)
        elif found[-1:] != [LEFT_OUT]:
            found.append(LEFT_OUT)
    return found


def _http(shown: Shown, setting: Setting) -> Iterator[str]:
    told = request(setting.client, shown.source, shown.body)
    if shown.body is None:
        yield f"$ curl '{_HOST}{address(shown.source)}'"
    else:
        yield f"$ curl '{_HOST}{address(shown.source)}' -H 'Content-Type: application/json' -d '"
        yield f"  {json.dumps(shown.body, ensure_ascii=False)}'"
    yield from picked(dict(told.document), shown.picked).splitlines()


def _python(shown: Shown, setting: Setting, folder: Path) -> list[str]:
    names: dict[str, Any] = {
        "model": setting.model,
        "recommender": Recommender(setting.model),
        **{"Recommender": Recommender, "load_builtin": load_builtin, "train": train},
        **{"query_from_json": query_from_json},
    }
    written = io.StringIO()
    with chdir(folder), redirect_stdout(written):
        exec(compile(shown.source, "docs/capabilities.md", "exec"), names)  # noqa: S102 - our own lines, above
    return _masked(written.getvalue()).rstrip().splitlines()


def _masked(text: str) -> str:
    """Versions and fingerprints differ with the libraries' versions: they are no part of the page."""
    return re.sub(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{16}\b", LEFT_OUT, text)


def main() -> None:
    """Write the page to standard output."""
    with TemporaryDirectory() as scratch:
        os.environ["RECSYS_HOME"] = str(Path(scratch) / "home")
        with redirect_stderr(sys.stderr), opened(train(load_builtin()), Path(scratch)) as setting:
            written = page(setting)
    sys.stdout.write(written)


if __name__ == "__main__":
    main()
