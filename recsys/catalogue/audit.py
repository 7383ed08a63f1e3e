"""What looks wrong in a catalogue that could be read: for people to judge, never corrected here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from recsys.catalogue.audit_countries import agreement, in_words, other_countries
from recsys.catalogue.audit_doubles import doubles, shared_ids
from recsys.catalogue.audit_finding import Finding, FindingKind, Severity, finding
from recsys.catalogue.audit_people import name_twins, near_names, spellings
from recsys.catalogue.derived import COMPUTED_TONES
from recsys.catalogue.labels import meaning_of
from recsys.catalogue.problems import shown
from recsys.catalogue.vocabulary import genre_vocabulary, tone_vocabulary
from recsys.title import RelationKind, Title, ToneState

if TYPE_CHECKING:
    from recsys.catalogue.catalogue import Catalogue

__all__ = ["AuditReport", "Finding", "FindingKind", "Severity", "audit"]

EARLIEST_YEAR, LATEST_YEAR = 1874, 2100
_CHECKED_FIELDS = (
    "year form medium genres tones countries languages credits studios synopsis content_warnings".split()
)
_LINEAR = {RelationKind.SEQUEL, RelationKind.PREQUEL}, {RelationKind.REMAKE, RelationKind.ORIGINAL}
# expanded-short may be written, as few rows name a short film as their source.
_NEVER_WRITTEN = COMPUTED_TONES - {"expanded-short"}


@dataclass(frozen=True, slots=True)
class AuditReport:
    """All findings of a catalogue, errors first.

    Parameters
    ----------
    n_titles : int
        Size of the catalogue.
    findings : tuple of Finding
        Sorted by severity, kind, weight (the weightiest first), ids and text.
    missing : mapping of str to int
        For each field that matters to recommendations, how many titles do not have it.
    """

    n_titles: int
    findings: tuple[Finding, ...]
    missing: Mapping[str, int]

    def of(self, kind: FindingKind) -> tuple[Finding, ...]:
        """Return the findings of one kind.

        Parameters
        ----------
        kind : FindingKind
            What they are about.

        Returns
        -------
        tuple of Finding
            Possibly empty.
        """
        return tuple(found for found in self.findings if found.kind is kind)

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Number of findings by severity, zeros included."""
        found = Counter(one.severity for one in self.findings)
        return MappingProxyType({severity: found[severity] for severity in Severity})


def audit(catalogue: Catalogue) -> AuditReport:
    """Return what looks wrong in a catalogue.

    Parameters
    ----------
    catalogue : Catalogue
        Any catalogue.

    Returns
    -------
    AuditReport
        Findings and counts; the same catalogue gives the same report.
    """
    without = {field: _without(catalogue, field) for field in _CHECKED_FIELDS}
    missing = {field: len(ids) for field, ids in without.items()}
    findings = [
        *doubles(catalogue),
        *shared_ids(catalogue),
        *_relations(catalogue),
        *_missing(without, len(catalogue)),
        *_words(catalogue),
        *_people(catalogue),
    ]
    for title in catalogue:
        findings.extend(_title_findings(title))
    order = list(Severity)
    findings.sort(key=lambda f: (order.index(f.severity), f.kind, -f.weight, f.ids, f.text))
    return AuditReport(len(catalogue), tuple(findings), MappingProxyType(missing))


def _relations(catalogue: Catalogue) -> Iterator[Finding]:
    for title in catalogue:
        kinds: dict[str, set[RelationKind]] = defaultdict(set)
        for relation in title.relations:
            kinds[relation.id].add(relation.kind)
            if relation.id not in catalogue:
                text = f"{relation.kind} {shown(relation.id)} is not in the catalogue"
                yield finding(FindingKind.ORPHAN_RELATION, Severity.WARNING, [title.id], text)
        for other, told in kinds.items():
            if title.id < other and any(pair <= told for pair in _LINEAR):
                text = f"each is said to be both {' and '.join(sorted(told))} of the other"
                yield finding(FindingKind.CONTRADICTORY_RELATIONS, Severity.ERROR, [title.id, other], text)
    for added in catalogue.added_relations:
        text = f"{shown(added.id)} did not say that {shown(added.other)} is its {added.kind}; added"
        yield finding(FindingKind.ONE_WAY_RELATION, Severity.INFO, [added.id, added.other], text)


def _without(catalogue: Catalogue, field: str) -> list[str]:
    """Ids of the titles that do not know a field; "no warnings" was looked for and is known."""
    return [
        title.id
        for title in catalogue
        if (value := getattr(title, field)) in (None, "") or (value == () and field != "content_warnings")
    ]


def _missing(without: Mapping[str, list[str]], n_titles: int) -> Iterator[Finding]:
    for field, ids in without.items():
        if ids:
            text = f"{field} is unknown for {len(ids)} of {n_titles} titles"
            yield finding(FindingKind.MISSING_FIELD, Severity.INFO, ids, text, weight=len(ids))


def _words(catalogue: Catalogue) -> Iterator[Finding]:
    """Report tones and genres outside the vocabularies once each, and free tags in one sum."""
    vocabulary, genres = tone_vocabulary(), genre_vocabulary()
    tags: Counter[str] = Counter()
    strangers: dict[tuple[FindingKind, str], list[str]] = defaultdict(list)
    for title in catalogue:
        for genre in title.genres:
            if genre not in genres:
                strangers[FindingKind.UNKNOWN_GENRE, genre].append(title.id)
        tags.update(tag for tag in title.tags if vocabulary.by_name(tag) is None and meaning_of(tag) is None)
        for tone in title.tones:
            if tone.id not in vocabulary:
                strangers[FindingKind.UNKNOWN_TONE, tone.id].append(title.id)
    for (kind, word), ids in strangers.items():
        severity = Severity.WARNING if kind is FindingKind.UNKNOWN_TONE else Severity.INFO
        noun = "title" if len(ids) == 1 else "titles"
        text = f"{shown(word)} is not in the vocabulary ({len(ids)} {noun})"
        yield finding(kind, severity, ids, text, weight=len(ids))
    if tags:
        often = sorted(tags, key=lambda tag: (-tags[tag], tag))[:10]
        are = "tag is" if len(tags) == 1 else "tags are"
        text = f"{len(tags)} {are} known to no vocabulary, most often {', '.join(map(shown, often))}"
        yield finding(FindingKind.UNKNOWN_TAG, Severity.INFO, (), text, weight=len(tags))


def _people(catalogue: Catalogue) -> Iterator[Finding]:
    for names, ids in spellings(catalogue):
        text = f"one person is spelt {' and '.join(map(shown, names[:5]))}"
        yield finding(FindingKind.PERSON_SPELLINGS, Severity.INFO, ids, text)
    for names, ids in near_names(catalogue):
        text = f"{' and '.join(map(shown, names))} are nearly the same name"
        yield finding(FindingKind.NEAR_PERSONS, Severity.WARNING, ids, text)
    for name, natives, ids in name_twins(catalogue):
        text = (
            f"{shown(name)} is written {' and '.join(map(shown, natives[:5]))}: two people need a person_id"
        )
        yield finding(FindingKind.NAME_TWINS, Severity.WARNING, ids, text)


def _title_findings(title: Title) -> Iterator[Finding]:
    if title.year is not None and not EARLIEST_YEAR <= title.year <= LATEST_YEAR:
        text = f"year {title.year} is outside {EARLIEST_YEAR} to {LATEST_YEAR}"
        yield finding(FindingKind.YEAR, Severity.ERROR, [title.id], text)
    if hints := other_countries(title):
        text = f"says {title.countries[0]} alone, but {in_words(hints)}: is a country missing?"
        weight = agreement(hints)
        yield finding(FindingKind.ONE_COUNTRY_LABEL, Severity.INFO, [title.id], text, weight=weight)
    for tone in title.tones:
        if tone.id in _NEVER_WRITTEN and tone.state is ToneState.YES:
            text = f"{tone.id} follows from facts: write the facts instead"
            yield finding(FindingKind.COMPUTED_TONE_WRITTEN, Severity.WARNING, [title.id], text)
    yield from _opposites(title)


def _opposites(title: Title) -> Iterator[Finding]:
    """Two opposites may both be there to a degree; both as the heart of a title are a slip."""
    vocabulary = tone_vocabulary()
    strong = {tone.id for tone in title.tones if tone.state is ToneState.YES and tone.intensity == 3}
    for id in sorted(strong):
        entry = vocabulary.get(id)
        for other in sorted(strong.intersection(entry.opposites if entry else ())):
            if id < other:
                text = f"{id} and {other} are opposites and both have intensity 3"
                yield finding(FindingKind.CONTRADICTORY_TONES, Severity.WARNING, [title.id], text)
