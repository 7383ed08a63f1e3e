"""How MyDramaList writes lengths, tags, parts and notes, and what scrapes of it make of that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from recsys.catalogue.problems import RowReport, shown
from recsys.files import is_nothing
from recsys.importers.cleaning import clean_synopsis, clean_text, distinct
from recsys.importers.importer import Row
from recsys.kinds import Form, SourceKind

_FORMS = {
    "drama": Form.SERIES,
    "tv show": Form.SERIES,
    "movie": Form.FILM,
    "drama special": Form.SPECIAL,
    "special": Form.SPECIAL,
}
_LENGTH = re.compile(r"(?:(\d{1,2})\s*hr\.?)?\s*(?:(\d{1,4})\s*min\.?)?", re.IGNORECASE)
_PLAIN = re.compile(r"(\d{1,6})(?:\.0*)?")
_VOTE = re.compile(r"\(\s*vote(?:\s+or\s+add)?\s+tags\s*\)\s*$", re.IGNORECASE)
_EPISODES = re.compile(r"[\[(]\s*ep(?:s|isodes?)?\b[^\[\]()]{0,80}[\])]", re.IGNORECASE)
# Bytes of Windows-1252, written as UTF-8 and read as Korean cp949: the curly quote became 혪.
_HANGUL = re.compile("[\uac00-\ud7a3]")
_LATIN_BESIDE = re.compile("[A-Za-z0-9][\uac00-\ud7a3]|[\uac00-\ud7a3][A-Za-z0-9]")
_TWICE = re.compile("[\u00c2\u00c3][\u0080-\u00bf]")
_NOTE = re.compile(
    r"""(?:adapted\ from|based\ on|remake\ of)\s+(?:the\ |an?\ )?
        (?P<kind>[^"“”().,;]{2,80}?)
        (?:\ (?:of|by|with)\ the\ same\ (?:name|title))?
        \s*(?=["“”(.,;]|\bby\b|$)
        (?:["“](?P<name>[^"“”]{1,200})["”])?
        \s*(?:\([^()]{0,100}\))?
        (?:\s*(?:written\ )?by\ (?P<author>[^"“”().,:;\n]{2,80}))?""",
    re.IGNORECASE | re.VERBOSE,
)
_ABOUT_RELEASES = re.compile(r"release dates?\b|(?:two|three|\d+) versions available", re.IGNORECASE)
_KINDS = (
    ("light novel", SourceKind.LIGHT_NOVEL),
    ("web novel|web-novel|internet novel|online novel", SourceKind.WEB_NOVEL),
    ("webtoon|webcomic|web comic|web manga|manhwa|manhua", SourceKind.WEBTOON),
    ("manga", SourceKind.MANGA),
    ("novel|book", SourceKind.NOVEL),
    ("comic", SourceKind.COMIC),
    ("game", SourceKind.GAME),
    ("musical|stage play|play", SourceKind.PLAY),
    ("film|movie", SourceKind.FILM),
    ("series|drama", SourceKind.SERIES),
    ("true story", SourceKind.TRUE_STORY),
)  # fmt: skip
_KIND_WORDS = tuple((re.compile(rf"\b(?:{words})s?\b", re.IGNORECASE), kind) for words, kind in _KINDS)


def mended(text: str) -> str:
    """Return a text of which Latin signs were read as Korean syllables, with the signs that were meant.

    Parameters
    ----------
    text : str
        ``he혪s``, ``Caf챕``.

    Returns
    -------
    str
        ``he’s``, ``Café``; the text itself unless every syllable in it must have come about so.
    """
    found = set() if text.isascii() else set(_HANGUL.findall(text))
    if not found:
        return text
    signs = {syllable: _sign(syllable) for syllable in found}
    if not all(signs.values()):
        return text
    # A sign that no Korean writes, or a syllable within a Latin word: then it is no Korean.
    is_sure = any(sign and sign in _PUNCTUATION for sign in signs.values()) or _LATIN_BESIDE.search(text)
    if not is_sure:
        return text
    text = text.translate({ord(syllable): sign for syllable, sign in signs.items()})
    return _TWICE.sub(lambda pair: pair[0].encode("latin-1").decode(errors="replace"), text)


_PUNCTUATION = frozenset(bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA1)) - {""}


@lru_cache(maxsize=512)
def _sign(syllable: str) -> str | None:
    try:
        sign = syllable.encode("cp949").decode()
    except UnicodeError:
        return None
    if len(sign) != 1 or not "\x80" <= sign <= "\xff":
        return None
    return bytes([ord(sign)]).decode("cp1252", errors="ignore") or None


def form_of(text: str, report: RowReport) -> str | None:
    """Return the form that a type of the site means.

    Parameters
    ----------
    text : str
        ``Drama``, ``Movie``, ``Drama Special`` or ``TV Show``.
    report : RowReport
        Receives a type that is none of these.

    Returns
    -------
    str or None
        None for what says nothing.
    """
    form = _FORMS.get(text.strip().casefold())
    if form is None and not is_nothing(text):
        report.add("type", f"{shown(text)} is none of {', '.join(_FORMS)}")
    return form


def minutes_of(text: str, report: RowReport, *, in_seconds: bool = False) -> int | None:
    """Return how long an episode or a film is.

    Parameters
    ----------
    text : str
        ``1 hr. 10 min.``, ``75`` or ``4200``.
    report : RowReport
        Receives what is no length.
    in_seconds : bool, default False
        Whether a number alone counts seconds.

    Returns
    -------
    int or None
        Minutes, at least 1; None for what is unknown.
    """
    if is_nothing(text):
        return None
    if number := _PLAIN.fullmatch(text.strip()):
        minutes = round(int(number[1]) / 60) if in_seconds else int(number[1])
        return max(minutes, 1) if int(number[1]) else None
    found = _LENGTH.fullmatch(text.strip())
    if found is None or not (found[1] or found[2]):
        report.add("duration", f"{shown(text)} is no length such as '1 hr. 10 min.'")
        return None
    return 60 * int(found[1] or 0) + int(found[2] or 0) or None


def tags_of(texts: Iterable[str]) -> list[str]:
    """Return tags without the site's invitation to vote for them.

    Parameters
    ----------
    texts : iterable of str
        ``Time Travel ``, ``(Vote tags)``, ``Bromance (Vote or add tags)``.

    Returns
    -------
    list of str
        Each once.
    """
    return distinct(_VOTE.sub("", text) for text in texts)


def part_of(text: str) -> str | None:
    """Return whom somebody plays, without the numbers of episodes.

    Parameters
    ----------
    text : str
        ``Choi Min [a neighbour] (Ep. 3-4)``.

    Returns
    -------
    str or None
        ``Choi Min [a neighbour]``; None if nothing is said.
    """
    return " ".join(clean_text(_EPISODES.sub("", text)).split()) or None


def synopsis_and_sources(text: str) -> tuple[str, list[Row]]:
    """Return what a title is about, and what the notes below say that it was made from.

    Parameters
    ----------
    text : str
        A synopsis, perhaps with notes behind ``~~``.

    Returns
    -------
    tuple of str and list of dict
        The synopsis, with those notes that are neither sources nor about versions and dates of
        release; and the sources, as in a row.
    """
    about, *notes = text.split("~~")
    paragraphs = [clean_synopsis(about)]
    sources: list[Row] = []
    for note in (clean_synopsis(note) for note in notes):
        if source := _source(note):
            sources.append(source)
        elif note and not _ABOUT_RELEASES.match(note):
            paragraphs.append(note)
    return "\n".join(paragraph for paragraph in paragraphs if paragraph), sources


def _source(note: str) -> Row | None:
    found = _NOTE.match(note)
    kind = next((kind for words, kind in _KIND_WORDS if found and words.search(found["kind"])), None)
    if found is None or kind is None:
        return None
    said = {"name": found["name"], "author": found["author"]}
    return {"kind": str(kind)} | {
        key: value.strip() for key, value in said.items() if value and value.strip()
    }
