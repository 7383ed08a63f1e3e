"""The findings of all titles put together: one verdict a title and field, and what is waived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.factcheck.comparing import FIELDS, Finding, Verdict, cast_found, compare
from benchmarks.factcheck.matching import Matching
from benchmarks.factcheck.reference_title import ReferenceTitle
from recsys.title import Title


@dataclass(frozen=True, slots=True)
class Waiver:
    """A disagreement that was looked into: the reference is wrong, or counts another way."""

    id: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class FieldCount:
    """How many titles agree, disagree, are held by no reference, and are waived in one field."""

    field: str
    agree: int
    disagree: int
    unverified: int
    waived: int

    @property
    def share(self) -> float:
        """Titles that agree, of those that a reference verifies; waived ones count as neither."""
        return self.agree / max(self.agree + self.disagree, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is printed.

    Parameters
    ----------
    n_titles : int
        Titles of our catalogue.
    unmatched : mapping of str to tuple of ReferenceTitle
        Titles that no reference knows, and what has their name some years earlier or later.
    counts : tuple of FieldCount
        One a field.
    cast_found, cast_named : int
        Our cast that is found in a reference, of all our cast that could be.
    disagreements : tuple of Finding
        Neither waived nor outvoted.
    contested : tuple of Finding
        A reference disagrees, and another one agrees with us.
    within_a_year : tuple of Finding
        Years that no reference agrees with exactly, and one within a year.
    others : tuple of (str, ReferenceTitle)
        Works that bear a name of ours, with the id of our title.
    idle_waivers : tuple of Waiver
        Waivers that meet no disagreement.
    """

    n_titles: int
    unmatched: Mapping[str, tuple[ReferenceTitle, ...]]
    counts: tuple[FieldCount, ...]
    cast_found: int
    cast_named: int
    disagreements: tuple[Finding, ...]
    contested: tuple[Finding, ...]
    within_a_year: tuple[Finding, ...]
    others: tuple[tuple[str, ReferenceTitle], ...]
    idle_waivers: tuple[Waiver, ...]


def report(titles: Sequence[Title], matching: Matching, waivers: Sequence[Waiver] = ()) -> Report:
    """Return what the references say of all titles.

    Parameters
    ----------
    titles : sequence of Title
        Our catalogue.
    matching : Matching
        References of the same works.
    waivers : sequence of Waiver, default ()
        Disagreements that count for nothing.

    Returns
    -------
    Report
        Titles in the order of their ids.
    """
    ordered = sorted(titles, key=lambda title: title.id)
    findings: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for title in ordered:
        for reference in matching.same.get(title.id, ()):
            for finding in compare(title, reference, matching.seasons.get(title.id, ())):
                findings[title.id, finding.field].append(finding)
    verdicts = {place: _verdict_of(found) for place, found in findings.items()}
    waived = {(waiver.id, waiver.field) for waiver in waivers}
    wrong = {place for place, verdict in verdicts.items() if verdict is Verdict.DISAGREES}
    against = [one for found in findings.values() for one in found if one.verdict is Verdict.DISAGREES]
    cast = [cast_found(title, matching.same.get(title.id, ())) for title in ordered]
    return Report(
        n_titles=len(ordered),
        unmatched={
            title.id: matching.years_apart.get(title.id, ())
            for title in ordered
            if title.id not in matching.same
        },
        counts=tuple(_count(field, verdicts, waived, len(ordered)) for field in FIELDS),
        cast_found=sum(found for found, _ in cast),
        cast_named=sum(named for _, named in cast),
        disagreements=tuple(one for one in against if (one.title_id, one.field) in wrong - waived),
        contested=tuple(one for one in against if (one.title_id, one.field) not in wrong),
        within_a_year=tuple(
            next(one for one in found if one.verdict is Verdict.NEARLY)
            for place, found in findings.items()
            if verdicts[place] is Verdict.NEARLY
        ),
        others=tuple((title.id, other) for title in ordered for other in matching.other.get(title.id, ())),
        idle_waivers=tuple(waiver for waiver in waivers if (waiver.id, waiver.field) not in wrong),
    )


def _verdict_of(findings: Sequence[Finding]) -> Verdict:
    """One verdict of several references.

    One that agrees is enough, as references make mistakes of their own; but a country that
    one reference lacks is not denied by it, so any surplus country counts.
    """
    verdicts = {finding.verdict for finding in findings}
    if findings[0].field == "countries" and Verdict.DISAGREES in verdicts:
        return Verdict.DISAGREES
    return next(verdict for verdict in Verdict if verdict in verdicts)


def _count(
    field: str, verdicts: Mapping[tuple[str, str], Verdict], waived: set[tuple[str, str]], n_titles: int
) -> FieldCount:
    mine = {place: verdict for place, verdict in verdicts.items() if place[1] == field}
    wrong = {place for place, verdict in mine.items() if verdict is Verdict.DISAGREES}
    return FieldCount(
        field=field,
        agree=len(mine) - len(wrong),
        disagree=len(wrong - waived),
        unverified=n_titles - len(mine),
        waived=len(wrong & waived),
    )
