"""Who says what of a title: claims of sources beside the value that the title itself holds.

Nothing is decided here. Where sources contradict each other, or the row, all of them are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType
from typing import Any

from recsys.catalogue.countries import country_code
from recsys.catalogue.languages import language_code
from recsys.catalogue.source_words import source_kind
from recsys.dates import PartialDate
from recsys.names.fold import fold_text, title_key
from recsys.title import Credit, Fact, Rank, Source, SourceKind, Title, Tone, ToneState

MOST_HELD = 20
"""Entries of a list of the title that are told beside the claims."""

# Fields of a row, by the other names that people write for them.
_WRITTEN = {
    "countries": "country origin production_country production_countries",
    "episodes": "episode_count",
    "filming_places": "filming_place filming_location filming_locations",
    "form": "format",
    "genres": "genre",
    "languages": "language",
    "minutes": "runtime",
    "original_title": "original_name",
    "ranks": "rank",
    "relations": "relation",
    "releases": "release release_date",
    "setting_period": "period",
    "setting_places": "setting setting_place",
    "sources": "source source_material based_on",
    "studios": "studio",
    "tags": "tag",
    "title": "name",
    "tones": "tone",
    "content_warnings": "warnings",
}
_OTHER_NAMES = {name: field for field, names in _WRITTEN.items() for name in names.split()}
_FIELDS = frozenset(part.name for part in fields(Title)) - {"id", "facts"}
# A manga and a webtoon are both comics, but neither is the other; the same with novels.
_FAMILIES = MappingProxyType(
    {
        SourceKind.COMIC: frozenset({SourceKind.MANGA, SourceKind.WEBTOON}),
        SourceKind.NOVEL: frozenset({SourceKind.LIGHT_NOVEL, SourceKind.WEB_NOVEL}),
    }
)
_BLANKS = re.compile(r"[\s\-]+")
_BETWEEN = re.compile(r"[,;+/]|\band\b")
_NUMBER = re.compile(r"\d+")


class Verdict(StrEnum):
    """How the claims about one field stand to each other and to the title."""

    AGREE = "agree"
    CONFLICT = "conflict"
    NOT_HELD = "not-held"
    NOT_COMPARED = "not-compared"


@dataclass(frozen=True, slots=True)
class FieldClaims:
    """All that sources say of one field of a title.

    Parameters
    ----------
    field : str
        Field of the row, by its own name.
    held : tuple of str
        What the title itself holds, in short words; empty if it does not know the field.
    claims : tuple of Fact
        Who says what, in the order of the row.
    verdict : Verdict
        ``conflict`` where sources contradict each other or the title, ``not-held`` where the title
        says nothing itself, ``not-compared`` where the claims are free words that nothing but a reader
        can hold against each other.
    """

    field: str
    held: tuple[str, ...]
    claims: tuple[Fact, ...]
    verdict: Verdict

    @property
    def is_conflict(self) -> bool:
        """Whether sources certainly contradict each other, or the title."""
        return self.verdict is Verdict.CONFLICT

    def to_dict(self) -> dict[str, Any]:
        """Return the claims as JSON types, the same for the command line and for HTTP."""
        said = [{"value": c.value, "source": c.source, "confidence": c.confidence} for c in self.claims]
        return {
            "field": self.field,
            "held": list(self.held),
            "claims": said,
            "verdict": str(self.verdict),
            "is_conflict": self.is_conflict,
        }


def claims_of(title: Title) -> tuple[FieldClaims, ...]:
    """Return who says what of a title, field by field.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    tuple of FieldClaims
        One a field, sorted by its name; empty where no source is named.
    """
    by_field: dict[str, list[Fact]] = {}
    for fact in title.facts:
        by_field.setdefault(field_name(fact.field), []).append(fact)
    return tuple(_of_field(title, field, by_field[field]) for field in sorted(by_field))


def field_name(written: str) -> str:
    """Return the field of a row that a fact means.

    Parameters
    ----------
    written : str
        ``source``, ``Source material``, ``sources``.

    Returns
    -------
    str
        ``sources``; a name that no row knows comes back in small letters.
    """
    name, dot, part = written.strip().partition(".")
    name = _BLANKS.sub("_", name.casefold())
    return f"{_OTHER_NAMES.get(name, name)}{dot}{part}"


def _of_field(title: Title, field: str, facts: Iterable[Fact]) -> FieldClaims:
    claims = tuple(facts)
    held = _held(title, field)
    return FieldClaims(field, held, claims, _verdict(title, field, held, claims))


def _verdict(title: Title, field: str, held: tuple[str, ...], claims: tuple[Fact, ...]) -> Verdict:
    read = _exact if "." in field else _READERS.get(field)
    if read is None:
        return _verdict_of_words(held, claims)
    said = [meant for fact in claims if (meant := read(fact.value))]
    own = _own(title, field, held, read)
    every = [*said, own] if own else said
    if any(_contradict(field, one, other) for one, other in combinations(every, 2)):
        return Verdict.CONFLICT
    if not held:
        return Verdict.NOT_HELD
    return Verdict.AGREE if len(said) == len(claims) else Verdict.NOT_COMPARED


def _verdict_of_words(held: tuple[str, ...], claims: tuple[Fact, ...]) -> Verdict:
    """Lists grow by what each source adds: claims agree where the title holds them all."""
    if not held:
        return Verdict.NOT_HELD
    known = {fold_text(entry) for entry in held}
    is_held = all(
        fold_text(fact.value) in known or known.issuperset(map(fold_text, fact.value.split(", ")))
        for fact in claims
    )
    return Verdict.AGREE if is_held else Verdict.NOT_COMPARED


def _contradict(field: str, one: frozenset[str], other: frozenset[str]) -> bool:
    """Most fields are told whole; sources of a story and tones may be told in part."""
    if field == "tones":
        return any(f"no {tone}" in other for tone in one) or any(f"no {tone}" in one for tone in other)
    if field != "sources":
        return one != other
    for wide, narrow in _FAMILIES.items():
        if wide in one | other:
            one, other = (frozenset(wide if k in narrow else k for k in kinds) for kinds in (one, other))
    return one.isdisjoint(other)


def _own(
    title: Title, field: str, held: tuple[str, ...], read: Callable[[str], frozenset[str]]
) -> frozenset[str]:
    """What the title itself says, in the values that claims are read as."""
    if field == "sources":
        return frozenset(str(source.kind) for source in title.sources)
    if field in ("countries", "languages", "tones"):
        return frozenset(held)
    return read(held[0]) if held else frozenset()


def _first_clause(text: str) -> str:
    """The value without what is said of it: "KR: first series of a Japanese director"."""
    return text.partition(":")[0]


def _exact(text: str) -> frozenset[str]:
    return frozenset({text})


def _list(text: str) -> frozenset[str]:
    return frozenset(text.split(", "))


def _codes(code_of: Callable[[str], str | None]) -> Callable[[str], frozenset[str]]:
    def read(text: str) -> frozenset[str]:
        clause = _first_clause(text)
        if (whole := code_of(clause)) is not None:
            return frozenset({whole})
        codes = [code_of(word) for word in _BETWEEN.split(clause) if word.strip()]
        return frozenset(code for code in codes if code) if all(codes) else frozenset()

    return read


def _number(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(_first_clause(text))[:1])


def _word(text: str) -> frozenset[str]:
    return frozenset({fold_text(_first_clause(text))} - {""})


def _name(text: str) -> frozenset[str]:
    return frozenset({title_key(text)} - {""})


def _kinds(text: str) -> frozenset[str]:
    """Kinds of sources named in a text, longer words before shorter ones: a light novel is no novel."""
    words, found = fold_text(text).split(), set[str]()
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            if all(words[start : start + length]):
                kind = source_kind(" ".join(words[start : start + length]))
                if kind not in (None, SourceKind.OTHER):
                    found.add(str(kind))
                    words[start : start + length] = [""] * length
    return frozenset(found)


# What a claim says in values that can be compared; empty where its words say none.
_READERS: Mapping[str, Callable[[str], frozenset[str]]] = MappingProxyType(
    {
        "countries": _codes(country_code),
        "episodes": _number,
        "form": _word,
        "languages": _codes(language_code),
        "medium": _word,
        "minutes": _number,
        "original_title": _name,
        "sources": _kinds,
        "status": _word,
        "title": _name,
        "tones": _list,
        "year": _number,
    }
)


def _held(title: Title, field: str) -> tuple[str, ...]:
    name, _, part = field.partition(".")
    value = getattr(title, name) if name in _FIELDS else None
    if isinstance(value, Mapping):
        value = value.get(part) if part else tuple(f"{key} {entry}" for key, entry in value.items())
    elif part:
        return ()
    if value in (None, "", ()):
        return ()
    entries = value if isinstance(value, tuple) else (value,)
    return tuple(dict.fromkeys(map(_told, entries[:MOST_HELD])))


def _told(value: Any) -> str:
    if isinstance(value, Credit):
        return value.person
    if isinstance(value, Tone):
        return value.id if value.state is ToneState.YES else f"no {value.id}"
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, Rank):
        place = f"No. {value.rank} on {value.platform}"
        return _joined(place, value.country, value.chart, value.week.text if value.week else None)
    if isinstance(value, Source):
        return _joined(str(value.kind), value.name, value.author and f"by {value.author}")
    if is_dataclass(value):
        parts = (getattr(value, part.name) for part in fields(value))
        return _joined(*(None if part is None else _told(part) for part in parts))
    return str(value)


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
