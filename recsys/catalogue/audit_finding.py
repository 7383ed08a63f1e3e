"""What an audit can find, how much it matters, and what an editor does next about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

MOST_IDS = 20
"""Titles that one finding names at most."""


class FindingKind(StrEnum):
    """What a finding is about."""

    DUPLICATE = "duplicate"
    SHARED_ID = "shared-id"
    SAME_NAME = "same-name"
    ORPHAN_RELATION = "orphan-relation"
    ONE_WAY_RELATION = "one-way-relation"
    CONTRADICTORY_RELATIONS = "contradictory-relations"
    MISSING_FIELD = "missing-field"
    UNKNOWN_GENRE = "unknown-genre"
    UNKNOWN_TAG = "unknown-tag"
    UNKNOWN_TONE = "unknown-tone"
    COMPUTED_TONE_WRITTEN = "computed-tone-written"
    CONTRADICTORY_TONES = "contradictory-tones"
    PERSON_SPELLINGS = "person-spellings"
    NEAR_PERSONS = "near-persons"
    NAME_TWINS = "name-twins"
    ONE_COUNTRY_LABEL = "one-country-label"
    YEAR = "year"


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


ADVICE: Mapping[FindingKind, str] = MappingProxyType(
    {
        FindingKind.DUPLICATE: "keep one row and give it what the others know; two works of one name need "
        "another year, country or form, or a relation between them",
        FindingKind.SHARED_ID: "look the id up: either the titles are one, or one of them bears a wrong id",
        FindingKind.SAME_NAME: "nothing, if they are remakes; a relation would say so",
        FindingKind.ORPHAN_RELATION: "add the other title, mend the id, or take the relation out",
        FindingKind.ONE_WAY_RELATION: "nothing: the other side was added; a row may say it too",
        FindingKind.CONTRADICTORY_RELATIONS: "keep the one that is true",
        FindingKind.MISSING_FIELD: "fill it where it can be looked up; unknown stays unknown, never no",
        FindingKind.UNKNOWN_GENRE: "use a genre of the vocabulary, or leave it: it stays a genre of its own",
        FindingKind.UNKNOWN_TAG: "nothing; a tag that means a tone is better written as that tone",
        FindingKind.UNKNOWN_TONE: "use a tone of `recsys vocabulary`, or write it as a tag",
        FindingKind.COMPUTED_TONE_WRITTEN: "take the tone out, and write the fact that it follows from",
        FindingKind.CONTRADICTORY_TONES: "lower one of the two, or take it out",
        FindingKind.PERSON_SPELLINGS: "nothing: they are one person here; one spelling reads better",
        FindingKind.NEAR_PERSONS: "write one person in one way; two people need native names or a person_id",
        FindingKind.NAME_TWINS: "give each of the two a person_id; mend the native name if they are one",
        FindingKind.ONE_COUNTRY_LABEL: "look up who produced it: add the country, or leave it if one country "
        "alone paid",
        FindingKind.YEAR: "write the year of the first release",
    }
)
"""What to do next about a finding, by its kind."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person should look at.

    Parameters
    ----------
    kind : FindingKind
        What it is about.
    severity : Severity
        An error is surely wrong, a warning probably, an info is good to know.
    ids : tuple of str
        Titles concerned, sorted; at most 20.
    text : str
        The finding in words.
    weight : int
        How many titles or facts speak for it; within a kind the weightiest come first.
    """

    kind: FindingKind
    severity: Severity
    ids: tuple[str, ...]
    text: str
    weight: int = 1


def finding(
    kind: FindingKind, severity: Severity, ids: Iterable[str], text: str, *, weight: int = 1
) -> Finding:
    """Return a finding about titles in any order.

    Parameters
    ----------
    kind : FindingKind
        What it is about.
    severity : Severity
        How much it matters.
    ids : iterable of str
        Titles concerned; repetitions are folded, and the first 20 are kept.
    text : str
        The finding in words.
    weight : int
        How many titles or facts speak for it.

    Returns
    -------
    Finding
        The finding.
    """
    return Finding(kind, severity, tuple(sorted(set(ids)))[:MOST_IDS], text, weight)
