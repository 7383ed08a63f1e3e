"""Which languages there are: those of the package, and those that a folder of one's own adds."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from recsys.errors import QueryError
from recsys.wording.language import ENGLISH, Language
from recsys.wording.messages import read_messages

VARIABLE = "RECSYS_LOCALES"
OWN_FOLDER = Path(__file__).parent / "locale"
FILES = ("answers.po", "vocabulary.po")
_CODE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")


def message_files(folders: Iterable[Path]) -> dict[str, tuple[Path, ...]]:
    """Return the message files of each language that folders hold.

    Parameters
    ----------
    folders : iterable of Path
        Folders with ``<language>/LC_MESSAGES/answers.po`` and ``vocabulary.po``, or one of both;
        a folder that is not there holds none.

    Returns
    -------
    dict of str to tuple of Path
        Files by language (BCP 47, sorted), in the order of the folders: the last one wins.
    """
    found: dict[str, tuple[Path, ...]] = {}
    for folder in folders:
        for place in sorted(folder.iterdir()) if folder.is_dir() else ():
            files = tuple(path for name in FILES if (path := place / "LC_MESSAGES" / name).is_file())
            if files and _CODE.fullmatch(place.name):
                code = place.name.replace("_", "-")
                found[code] = (*found.get(code, ()), *files)
    return dict(sorted(found.items()))


def _added_folder() -> Path | None:
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


_ADDED = _added_folder()
_FILES: Mapping[str, tuple[Path, ...]] = message_files(
    [OWN_FOLDER, *([_ADDED] if _ADDED is not None else [])]
)

LANGUAGES: tuple[str, ...] = (ENGLISH.code, *(code for code in _FILES if code != ENGLISH.code))
"""Codes of the languages in which answers can be given, English first; read when first imported."""


def language_of(code: str) -> Language:
    """Return a language by its code.

    Parameters
    ----------
    code : str
        Such as ``ko``, ``ko-KR`` or ``ja_JP``; a country that has no messages of its own is left out.

    Returns
    -------
    Language
        The same object at each call.

    Raises
    ------
    QueryError
        If there are no messages in that language; the error names the languages that there are.
    BadData
        If its message files cannot be read.
    """
    known = {one.casefold(): one for one in LANGUAGES}
    wanted = code.strip().replace("_", "-").casefold() if _CODE.fullmatch(code.strip()) else ""
    while wanted:
        if wanted in known:
            return _language(known[wanted])
        wanted = wanted.rpartition("-")[0]
    is_missing = _ADDED is not None and not _ADDED.is_dir()
    hint = f" ({VARIABLE} names {str(_ADDED)!r}, which is no folder)" if is_missing else ""
    msg = f"there are no answers in {code[:80]!r}; there are some in {', '.join(LANGUAGES)}{hint}"
    raise QueryError(msg)


@cache
def _language(code: str) -> Language:
    return ENGLISH if code == ENGLISH.code else Language(code, read_messages(_FILES[code], code))
