"""Which titles of the references are the same work as one of ours.

A name and a year are not enough: films, series and remakes share names. What else is known
decides between them (likeness.py). A reference of our name and year that agrees in nothing else
is another work, and is told apart rather than counted as a mistake.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.factcheck.likeness import is_alike, is_other_work, shared_people
from benchmarks.factcheck.reference_title import ReferenceTitle
from benchmarks.factcheck.seasons import beginnings, first_season_of
from recsys.names import title_key
from recsys.title import Form, Title

_PEOPLE_INSTEAD_OF_YEAR = 2  # so many shared people make one work of two years far apart
_YEARS_OF_A_SLIP = 5  # further off is a remake rather than a mistake


@dataclass(frozen=True, slots=True)
class Matching:
    """References by id of our title.

    Parameters
    ----------
    same : mapping of str to tuple of ReferenceTitle
        The same work.
    other : mapping of str to tuple of ReferenceTitle
        Other works of its name and year.
    years_apart : mapping of str to tuple of ReferenceTitle
        Of its name and form, but of a year so far off that nothing more can be said.
    seasons : mapping of str to tuple of ReferenceTitle
        What carries the title on, the earliest first.
    """

    same: Mapping[str, tuple[ReferenceTitle, ...]]
    other: Mapping[str, tuple[ReferenceTitle, ...]]
    years_apart: Mapping[str, tuple[ReferenceTitle, ...]]
    seasons: Mapping[str, tuple[ReferenceTitle, ...]]


@dataclass(frozen=True, slots=True, order=True)
class _Fit:
    """How well a reference fits a title; the greater the better."""

    shared: int
    is_of_same_form: bool
    nearness: int


def match(titles: Sequence[Title], references: Iterable[ReferenceTitle]) -> Matching:
    """Return the references that tell of our titles.

    Parameters
    ----------
    titles : sequence of Title
        Our catalogue.
    references : iterable of ReferenceTitle
        Read once; only those that share a name with one of ours are kept.

    Returns
    -------
    Matching
        Of each source only the references that fit a title best.
    """
    bearers = _bearers(titles)
    same_name: list[tuple[ReferenceTitle, tuple[Title, ...]]] = []
    longer_name: list[tuple[ReferenceTitle, tuple[Title, ...]]] = []
    dated: dict[str, list[ReferenceTitle]] = defaultdict(list)
    for reference in references:
        keys = _keys(reference)
        if found := _unique(title for key in keys for title in bearers.get(key, ())):
            same_name.append((reference, found))
            for key in keys if reference.year is not None else ():
                dated[key].append(reference)
        starts = {key for name in reference.names for key in beginnings(name)} - set(keys)
        if found := _unique(title for key in starts for title in bearers.get(key, ())):
            longer_name.append((reference, found))
    same, other = _sorted_out(same_name, bearers, dated)
    seasons = _seasons([*same_name, *longer_name], same)
    return Matching(same, other, _years_apart(same_name), seasons)


def _bearers(titles: Sequence[Title]) -> dict[str, list[Title]]:
    bearers: dict[str, list[Title]] = defaultdict(list)
    for title in titles:
        for key in dict.fromkeys(map(title_key, title.names)):
            bearers[key].append(title)
    return bearers


def _keys(reference: ReferenceTitle) -> tuple[str, ...]:
    """Keys of the names; the first season of a series bears the name of the series too."""
    keys = [title_key(name) for name in reference.names]
    keys += [key for name in reference.names if (key := first_season_of(name))]
    return tuple(dict.fromkeys(key for key in keys if key))


def _sorted_out(
    same_name: Sequence[tuple[ReferenceTitle, tuple[Title, ...]]],
    bearers: Mapping[str, list[Title]],
    dated: Mapping[str, list[ReferenceTitle]],
) -> tuple[dict[str, tuple[ReferenceTitle, ...]], dict[str, tuple[ReferenceTitle, ...]]]:
    """The references of the same works, and those of other works, by id of our title."""
    fitting: dict[str, list[tuple[_Fit, ReferenceTitle]]] = defaultdict(list)
    other: dict[str, list[ReferenceTitle]] = defaultdict(list)
    for reference, titles in same_name:
        possible = [title for title in titles if _is_possible(title, reference, bearers, dated)]
        fits = {title.id: _fit(title, reference) for title in possible if not is_other_work(title, reference)}
        # What fits two of our titles equally well tells nothing of either.
        best = [id for id, fit in fits.items() if fit == max(fits.values())]
        if len(best) == 1:
            fitting[best[0]].append((fits[best[0]], reference))
        elif not fits:
            for title in possible:
                other[title.id].append(reference)
    same = {id: _best_of_each_source(found) for id, found in fitting.items()}
    return same, {id: tuple(found) for id, found in other.items()}


def _years_apart(
    same_name: Sequence[tuple[ReferenceTitle, tuple[Title, ...]]],
) -> dict[str, tuple[ReferenceTitle, ...]]:
    apart: dict[str, list[ReferenceTitle]] = defaultdict(list)
    for reference, titles in same_name:
        for title in titles:
            gap = abs((reference.year or 0) - (title.year or 0))
            if 1 < gap <= _YEARS_OF_A_SLIP and is_alike(reference, title.form, title.medium):
                apart[title.id].append(reference)
    return {id: tuple(found) for id, found in apart.items()}


def _seasons(
    candidates: Sequence[tuple[ReferenceTitle, tuple[Title, ...]]],
    same: Mapping[str, tuple[ReferenceTitle, ...]],
) -> dict[str, tuple[ReferenceTitle, ...]]:
    """What carries our titles on, the earliest first: their name, or a longer one, and their people."""
    seasons: dict[str, list[ReferenceTitle]] = defaultdict(list)
    for reference, titles in candidates:
        for title in titles:
            is_later = reference.year is None or title.year is None or reference.year >= title.year
            has_our_people = not reference.cast or shared_people(title, reference) > 0
            is_series = reference.kind is Form.SERIES and title.form is Form.SERIES
            is_drawn_alike = reference.medium in (None, title.medium)
            if is_series and is_later and is_drawn_alike and has_our_people:
                seasons[title.id].append(reference)
    return {
        id: tuple(
            sorted((one for one in found if one not in same.get(id, ())), key=lambda one: one.year or 0)
        )
        for id, found in seasons.items()
    }


def _is_possible(
    title: Title,
    reference: ReferenceTitle,
    bearers: Mapping[str, list[Title]],
    dated: Mapping[str, list[ReferenceTitle]],
) -> bool:
    """Whether the years, or people in their place, allow that both are one work."""
    shared = shared_people(title, reference)
    if reference.year is not None and title.year is not None:
        return abs(reference.year - title.year) <= 1 or shared >= _PEOPLE_INSTEAD_OF_YEAR
    keys = set(map(title_key, title.names)) & set(_keys(reference))
    return shared > 0 or any(
        _means_one_work(title, reference, bearers[key], dated.get(key, ())) for key in keys
    )


def _means_one_work(
    title: Title, reference: ReferenceTitle, bearers: Sequence[Title], dated: Sequence[ReferenceTitle]
) -> bool:
    """Whether a name alone tells that a reference without a year is our title."""
    years = {other.year or 0 for other in dated if is_alike(reference, other.kind, other.medium)}
    is_of_one_year = all(abs(year - (title.year or 0)) <= 1 for year in years)
    twins = (other for other in bearers if other is not title)
    return is_of_one_year and not any(is_alike(reference, twin.form, twin.medium) for twin in twins)


def _fit(title: Title, reference: ReferenceTitle) -> _Fit:
    both = None not in (title.year, reference.year)
    gap = abs((title.year or 0) - (reference.year or 0)) if both else 1
    return _Fit(shared_people(title, reference), title.form is reference.kind, -gap)


def _best_of_each_source(found: Sequence[tuple[_Fit, ReferenceTitle]]) -> tuple[ReferenceTitle, ...]:
    """Leave out the specials and sequels that bear the name of the work itself."""
    best: dict[str, _Fit] = {}
    for fit, reference in found:
        best[reference.source] = max(fit, best.get(reference.source, fit))
    return tuple(reference for fit, reference in found if fit == best[reference.source])


def _unique(titles: Iterable[Title]) -> tuple[Title, ...]:
    return tuple({title.id: title for title in titles}.values())
