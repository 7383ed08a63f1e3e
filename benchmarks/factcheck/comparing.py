"""What a reference says of the facts of a title: agrees, disagrees, or says nothing.

References print one country of a co-production, six of the cast and one season of several, so
their silence is no disagreement: what they do print must be among what we hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from benchmarks.factcheck.people import cast_of, directors_of, is_among
from benchmarks.factcheck.reference_title import ReferenceTitle
from recsys.title import Credit, Form, Medium, Title

_LEADS = 3  # so many of our cast, of whom one at least must be among
_FEWEST_CAST = 3  # … the cast of a reference, if it names so many


class Verdict(StrEnum):
    """What a reference says of a field of ours."""

    AGREES = "agrees"
    NEARLY = "within a year"
    DISAGREES = "disagrees"


@dataclass(frozen=True, slots=True)
class Finding:
    """One field of one title held against one reference."""

    title_id: str
    field: str
    verdict: Verdict
    ours: str
    theirs: str
    source: str


def compare(
    title: Title, reference: ReferenceTitle, seasons: Sequence[ReferenceTitle] = ()
) -> tuple[Finding, ...]:
    """Return what a reference of the same work says of each field that both of us hold.

    Parameters
    ----------
    title : Title
        Ours.
    reference : ReferenceTitle
        The same work.
    seasons : sequence of ReferenceTitle, default ()
        What carries the work on, of any source, the earliest first.

    Returns
    -------
    tuple of Finding
        At most one a field; none for what cannot be compared.
    """
    later = tuple(season for season in seasons if season.source == reference.source)
    judged = {
        **{field: judge(title, reference) for field, judge in _JUDGES.items()},
        "episodes": _episodes(title, reference, later, is_whole=not seasons),
    }
    return tuple(
        Finding(title.id, field, verdict, _ours(title, field), _theirs(reference, field), reference.source)
        for field, verdict in judged.items()
        if verdict is not None
    )


def cast_found(title: Title, references: Sequence[ReferenceTitle]) -> tuple[int, int]:
    """Return how many of our cast are found among the casts of all references, and how many we name.

    Parameters
    ----------
    title : Title
        Ours.
    references : sequence of ReferenceTitle
        All that are the same work.

    Returns
    -------
    tuple of int
        Two zeros where no reference names a cast, or only that of a dubbed version.
    """
    named = tuple(dict.fromkeys(name for reference in references for name in reference.cast))
    cast = cast_of(title)
    found = sum(is_among(credit, named) for credit in cast)
    is_comparable = bool(named) and (found > 0 or title.medium is not Medium.ANIMATION)
    return (found, len(cast)) if is_comparable else (0, 0)


def _year(title: Title, reference: ReferenceTitle) -> Verdict | None:
    if title.year is None or reference.year is None:
        return None
    gap = abs(title.year - reference.year)
    return Verdict.AGREES if gap == 0 else Verdict.NEARLY if gap == 1 else Verdict.DISAGREES


def _countries(title: Title, reference: ReferenceTitle) -> Verdict | None:
    if not (title.countries and reference.countries):
        return None
    return _verdict(set(reference.countries) <= set(title.countries))


def _director(title: Title, reference: ReferenceTitle) -> Verdict | None:
    directors = directors_of(title)
    if not (directors and reference.directors):
        return None
    return _verdict(any(is_among(credit, reference.directors) for credit in directors))


def _cast(title: Title, reference: ReferenceTitle) -> Verdict | None:
    cast = cast_of(title)
    if any(is_among(credit, reference.cast) for credit in cast[:_LEADS]):
        return Verdict.AGREES
    # Who speaks in a dubbed version is nobody of the original cast.
    is_dubbed = title.medium is Medium.ANIMATION and not any(is_among(one, reference.cast) for one in cast)
    is_comparable = bool(cast) and len(reference.cast) >= _FEWEST_CAST and not is_dubbed
    return Verdict.DISAGREES if is_comparable else None


def _episodes(
    title: Title, reference: ReferenceTitle, later: Sequence[ReferenceTitle], *, is_whole: bool
) -> Verdict | None:
    if title.episodes is None or reference.episodes is None or title.form is not Form.SERIES:
        return None
    # We may hold the first season, or it and some of those that followed.
    seasons = [reference.episodes, *(season.episodes or 0 for season in later)]
    if title.episodes in accumulate(seasons):
        return Verdict.AGREES
    return Verdict.DISAGREES if is_whole else None


_JUDGES: Mapping[str, Callable[[Title, ReferenceTitle], Verdict | None]] = {
    "year": _year,
    "countries": _countries,
    "director": _director,
    "cast": _cast,
}
FIELDS = (*_JUDGES, "episodes")


def _verdict(agrees: bool) -> Verdict:
    return Verdict.AGREES if agrees else Verdict.DISAGREES


def _ours(title: Title, field: str) -> str:
    people: Mapping[str, tuple[Credit, ...]] = {"director": directors_of(title), "cast": cast_of(title)}
    if field in people:
        return ", ".join(credit.person for credit in people[field])
    return ", ".join(title.countries) if field == "countries" else str(getattr(title, field))


def _theirs(reference: ReferenceTitle, field: str) -> str:
    values: Mapping[str, tuple[str, ...]] = {
        "countries": reference.countries,
        "director": reference.directors,
        "cast": reference.cast,
    }
    return ", ".join(values[field]) if field in values else str(getattr(reference, field))
