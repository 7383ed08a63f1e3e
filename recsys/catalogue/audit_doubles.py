"""One work entered twice, told from different works that bear one name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from recsys.catalogue.audit_finding import Finding, FindingKind, Severity, finding
from recsys.catalogue.problems import shown
from recsys.names.fold import title_key
from recsys.title import Title


def doubles(titles: Iterable[Title]) -> Iterator[Finding]:
    """Yield works that are probably there twice, and names that several works bear.

    The name alone is not enough: half a dozen series of one novel bear one name. Those of one name,
    year and countries are probably one work; where these are unknown of one of them, perhaps.

    Parameters
    ----------
    titles : iterable of Title
        A catalogue.

    Yields
    ------
    Finding
        Of the kinds duplicate and same-name.
    """
    by_name: dict[str, list[Title]] = defaultdict(list)
    for title in titles:
        by_name[title_key(title.title)].append(title)
    for group in by_name.values():
        if len(group) > 1:
            yield from _of_one_name(group)


def shared_ids(titles: Iterable[Title]) -> Iterator[Finding]:
    """Yield titles that bear one id of another site.

    Parameters
    ----------
    titles : iterable of Title
        A catalogue.

    Yields
    ------
    Finding
        One for each such id.
    """
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for title in titles:
        for site, id in title.external_ids.items():
            owners[site, id].append(title.id)
    for (site, id), ids in owners.items():
        if len(ids) > 1:
            text = f"{len(ids)} titles bear the id {shown(id)} of {site}"
            yield finding(FindingKind.SHARED_ID, Severity.WARNING, ids, text, weight=len(ids))


def _of_one_name(group: Sequence[Title]) -> Iterator[Finding]:
    works: dict[tuple[object, ...], list[Title]] = defaultdict(list)
    for title in group:
        works[title.year, title.countries].append(title)
    name = shown(group[0].title)
    for same in works.values():
        if len(same) > 1 and not _are_related(same):
            severity, reason = _certainty(same)
            ids = [title.id for title in same]
            text = f"{name} is there {len(same)} times {reason}"
            yield finding(FindingKind.DUPLICATE, severity, ids, text, weight=len(same))
    yield from _half_known(name, list(works.values()))
    if len(works) > 1:
        text = f"{len(works)} different works are called {name}"
        ids = [title.id for title in group]
        yield finding(FindingKind.SAME_NAME, Severity.INFO, ids, text, weight=len(works))


def _certainty(same: Sequence[Title]) -> tuple[Severity, str]:
    """How sure it is that titles of one name, year and countries are one work, and why."""
    if same[0].year is None:
        return Severity.INFO, "without a year"
    facts = "with one year and countries" if same[0].countries else "with one year, countries unknown"
    kinds = {(title.form, title.medium) for title in same}
    if len(kinds) == len(same) and all(form for form, _ in kinds):
        forms = ", ".join(sorted({f"{medium or 'unknown medium'} {form}" for form, medium in kinds}))
        return Severity.INFO, f"{facts}, in different forms ({forms})"
    return Severity.WARNING, facts


def _half_known(name: str, works: Sequence[Sequence[Title]]) -> Iterator[Finding]:
    """Yield works of one year of which one names its countries and the other does not."""
    by_year: dict[int, list[Title]] = defaultdict(list)
    for same in works:
        if same[0].year is not None:
            by_year[same[0].year].append(same[0])
    for year, titles in by_year.items():
        silent = [title for title in titles if not title.countries]
        if silent and len(titles) > 1 and not _are_related(titles):
            text = f"{name} of {year} is there with and without countries"
            yield finding(FindingKind.DUPLICATE, Severity.INFO, [title.id for title in titles], text)


def _are_related(titles: Sequence[Title]) -> bool:
    ids = {title.id for title in titles}
    return any(relation.id in ids for title in titles for relation in title.relations)
