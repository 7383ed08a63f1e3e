"""What looks wrong in a catalogue that could be read: for people to judge, never corrected here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from recsys.catalogue.audit_people import name_twins, near_names, spellings
from recsys.catalogue.derived import COMPUTED_TONES, cast_nations
from recsys.catalogue.problems import shown
from recsys.catalogue.vocabulary import genre_vocabulary, tone_vocabulary
from recsys.names.fold import title_key
from recsys.title import RelationKind, Title, ToneState

if TYPE_CHECKING:
    from recsys.catalogue.catalogue import Catalogue

EARLIEST_YEAR, LATEST_YEAR = 1874, 2100
_CHECKED_FIELDS = (
    "year form medium genres tones countries languages credits studios synopsis content_warnings".split()
)
_MOST_IDS = 20
_LINEAR = {RelationKind.SEQUEL, RelationKind.PREQUEL}, {RelationKind.REMAKE, RelationKind.ORIGINAL}
# expanded-short may be written, as few rows name a short film as their source.
_NEVER_WRITTEN = COMPUTED_TONES - {"expanded-short"}


class FindingKind(StrEnum):
    """What a finding is about."""

    DUPLICATE = "duplicate"
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
    FOREIGN_CAST = "foreign-cast"
    YEAR = "year"


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


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
    """

    kind: FindingKind
    severity: Severity
    ids: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """All findings of a catalogue, errors first.

    Parameters
    ----------
    n_titles : int
        Size of the catalogue.
    findings : tuple of Finding
        Sorted by severity, kind, ids and text.
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
        return tuple(finding for finding in self.findings if finding.kind is kind)

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Number of findings by severity, zeros included."""
        found = Counter(finding.severity for finding in self.findings)
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
    missing = {
        field: sum(getattr(title, field) in (None, (), "") for title in catalogue)
        - (sum(title.content_warnings == () for title in catalogue) if field == "content_warnings" else 0)
        for field in _CHECKED_FIELDS
    }
    findings = [
        *_same_names(catalogue),
        *_relations(catalogue),
        *_missing(missing, len(catalogue)),
        *_words(catalogue),
        *_people(catalogue),
    ]
    for title in catalogue:
        findings.extend(_title_findings(title))
    order = list(Severity)
    findings.sort(key=lambda f: (order.index(f.severity), f.kind, f.ids, f.text))
    return AuditReport(len(catalogue), tuple(findings), MappingProxyType(missing))


def _finding(kind: FindingKind, severity: Severity, ids: Iterable[str], text: str) -> Finding:
    return Finding(kind, severity, tuple(sorted(set(ids)))[:_MOST_IDS], text)


def _same_names(catalogue: Catalogue) -> Iterator[Finding]:
    """Tell one work entered twice from different works of one name.

    The name alone is not enough: half a dozen films of one novel bear one name.
    """
    by_name: dict[str, list[Title]] = defaultdict(list)
    for title in catalogue:
        by_name[title_key(title.title)].append(title)
    for group in by_name.values():
        works: dict[tuple[object, ...], list[Title]] = defaultdict(list)
        for title in group:
            works[title.year, title.countries, title.form, title.medium].append(title)
        for same in works.values():
            ids = [title.id for title in same]
            if len(same) > 1 and not any(
                relation.id in ids for title in same for relation in title.relations
            ):
                text = f"{shown(same[0].title)} is there {len(same)} times with one year, form and countries"
                # Where the year is unknown, the two may be years apart.
                severity = Severity.INFO if same[0].year is None else Severity.WARNING
                yield _finding(FindingKind.DUPLICATE, severity, ids, text)
        if len(works) > 1:
            text = f"{len(works)} different works are called {shown(group[0].title)}"
            yield _finding(FindingKind.SAME_NAME, Severity.INFO, (title.id for title in group), text)


def _relations(catalogue: Catalogue) -> Iterator[Finding]:
    for title in catalogue:
        kinds: dict[str, set[RelationKind]] = defaultdict(set)
        for relation in title.relations:
            kinds[relation.id].add(relation.kind)
            if relation.id not in catalogue:
                text = f"{relation.kind} {shown(relation.id)} is not in the catalogue"
                yield _finding(FindingKind.ORPHAN_RELATION, Severity.WARNING, [title.id], text)
        for other, told in kinds.items():
            if title.id < other and any(pair <= told for pair in _LINEAR):
                text = f"each is said to be both {' and '.join(sorted(told))} of the other"
                yield _finding(FindingKind.CONTRADICTORY_RELATIONS, Severity.ERROR, [title.id, other], text)
    for added in catalogue.added_relations:
        text = f"{shown(added.id)} did not say that {shown(added.other)} is its {added.kind}; added"
        yield _finding(FindingKind.ONE_WAY_RELATION, Severity.INFO, [added.id, added.other], text)


def _missing(missing: Mapping[str, int], n_titles: int) -> Iterator[Finding]:
    for field, count in missing.items():
        if count:
            text = f"{field} is unknown for {count} of {n_titles} titles"
            yield _finding(FindingKind.MISSING_FIELD, Severity.INFO, (), text)


def _words(catalogue: Catalogue) -> Iterator[Finding]:
    """Report tones and genres outside the vocabularies once each, and free tags in one sum."""
    vocabulary, genres = tone_vocabulary(), genre_vocabulary()
    tags: Counter[str] = Counter()
    strangers: dict[tuple[FindingKind, str], list[str]] = defaultdict(list)
    for title in catalogue:
        for genre in title.genres:
            if genre not in genres:
                strangers[FindingKind.UNKNOWN_GENRE, genre].append(title.id)
        tags.update(tag for tag in title.tags if vocabulary.by_name(tag) is None)
        for tone in title.tones:
            if tone.id not in vocabulary:
                strangers[FindingKind.UNKNOWN_TONE, tone.id].append(title.id)
    for (kind, word), ids in strangers.items():
        severity = Severity.WARNING if kind is FindingKind.UNKNOWN_TONE else Severity.INFO
        text = f"{shown(word)} is not in the vocabulary ({len(ids)} titles)"
        yield _finding(kind, severity, ids, text)
    if tags:
        often = sorted(tags, key=lambda tag: (-tags[tag], tag))[:10]
        text = f"{len(tags)} tags mean no tone of the vocabulary, most often {', '.join(map(shown, often))}"
        yield _finding(FindingKind.UNKNOWN_TAG, Severity.INFO, (), text)


def _people(catalogue: Catalogue) -> Iterator[Finding]:
    for names, ids in spellings(catalogue):
        text = f"one person is spelt {' and '.join(map(shown, names[:5]))}"
        yield _finding(FindingKind.PERSON_SPELLINGS, Severity.INFO, ids, text)
    for names, ids in near_names(catalogue):
        text = f"{' and '.join(map(shown, names))} are nearly the same name"
        yield _finding(FindingKind.NEAR_PERSONS, Severity.WARNING, ids, text)
    for name, natives, ids in name_twins(catalogue):
        text = (
            f"{shown(name)} is written {' and '.join(map(shown, natives[:5]))}: two people need a person_id"
        )
        yield _finding(FindingKind.NAME_TWINS, Severity.WARNING, ids, text)


def _title_findings(title: Title) -> Iterator[Finding]:
    if title.year is not None and not EARLIEST_YEAR <= title.year <= LATEST_YEAR:
        text = f"year {title.year} is outside {EARLIEST_YEAR} to {LATEST_YEAR}"
        yield _finding(FindingKind.YEAR, Severity.ERROR, [title.id], text)
    nations = cast_nations(title)
    if len(title.countries) == 1 and nations > 1:
        text = (
            f"produced by {title.countries[0]} alone with a cast of {nations} nations: is a country missing?"
        )
        yield _finding(FindingKind.FOREIGN_CAST, Severity.INFO, [title.id], text)
    for tone in title.tones:
        if tone.id in _NEVER_WRITTEN and tone.state is ToneState.YES:
            text = f"{tone.id} follows from facts: write the facts instead"
            yield _finding(FindingKind.COMPUTED_TONE_WRITTEN, Severity.WARNING, [title.id], text)
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
                yield _finding(FindingKind.CONTRADICTORY_TONES, Severity.WARNING, [title.id], text)
