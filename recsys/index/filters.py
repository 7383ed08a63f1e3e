"""Filters as three-valued columns: a title passes, fails, or is unknown.

Each filter keeps its name, so that an empty answer can say which one to drop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from recsys.catalogue.countries import expand
from recsys.catalogue.vocabulary import WARNING_GROUP, genre_ids, tone_vocabulary
from recsys.errors import QueryError
from recsys.filters import Filters, Unknown
from recsys.index.facets import ABSENT, FORMS, INFERRED, MEDIA, UNKNOWN, Facets
from recsys.index.filters_of_facts import fact_verdicts
from recsys.index.protocol import Mask
from recsys.index.verdict import Verdict, having, is_empty, rows_of


@dataclass(frozen=True, slots=True)
class Screen:
    """All filters of a question together.

    Parameters
    ----------
    verdicts : tuple of Verdict
        One for each filter that was set.
    keep_unknown : bool
        Whether a title with an unknown value may be shown.
    n_titles : int
        Number of titles.
    keep_inferred : bool
        Whether a title that passes by an inferred fact alone may be shown.
    """

    verdicts: tuple[Verdict, ...]
    keep_unknown: bool
    n_titles: int
    keep_inferred: bool = True

    def allowed(self, *, without: str | None = None) -> Mask:
        """Return which titles no filter forbids.

        Parameters
        ----------
        without : str or None
            Name of a filter to leave out.

        Returns
        -------
        ndarray of bool, shape (n_titles,)
            True where the title may be shown.
        """
        mask = np.ones(self.n_titles, dtype=np.bool_)
        for verdict in self.verdicts:
            if verdict.name != without:
                mask &= self._admitted(verdict)
        return mask

    def _admitted(self, verdict: Verdict) -> Mask:
        passes = verdict.passes
        if verdict.inferred is not None and not self.keep_inferred:
            passes = passes & ~verdict.inferred
        return (passes | verdict.unknown) if self.keep_unknown else passes

    def tiers(self) -> list[Mask]:
        """Return the allowed titles in three groups: known or silent, by inference, with something unknown.

        Returns
        -------
        list of ndarray of bool
            Disjoint masks, in the order in which their titles are shown.
        """
        allowed = self.allowed()
        unknown, inferred = np.zeros_like(allowed), np.zeros_like(allowed)
        for verdict in self.verdicts:
            unknown |= verdict.unknown if verdict.silent is None else verdict.unknown & ~verdict.silent
            if verdict.inferred is not None:
                inferred |= verdict.inferred
        return [allowed & ~unknown & ~inferred, allowed & ~unknown & inferred, allowed & unknown]


def screen(filters: Filters, facets: Facets, *, added: Sequence[Verdict] = ()) -> Screen:
    """Return what the filters say of every title.

    Parameters
    ----------
    filters : Filters
        What a result must fulfil.
    facets : Facets
        The facts of all titles.
    added : sequence of Verdict
        What people, and names of titles, were resolved to.

    Returns
    -------
    Screen
        One verdict a filter, in a fixed order.

    Raises
    ------
    QueryError
        If a country, tone or genre is not known to the vocabularies.
    """
    verdicts = [
        *_country_verdicts(filters, facets),
        *_code_verdicts(filters, facets),
        *_year_verdicts(filters, facets),
        *_genre_verdicts(filters, facets),
        *_tone_verdicts(filters, facets),
        *fact_verdicts(filters, facets),
        *added,
    ]
    return Screen(
        tuple(verdicts),
        filters.unknown is Unknown.KEEP,
        len(facets.year),
        filters.inferred is Unknown.KEEP,
    )


def _country_verdicts(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    unknown = is_empty(facets.countries)
    for rule in ("all", "any", "none", "only"):
        groups = [expand(name) for name in getattr(filters.countries, rule)]
        if groups:
            passes = _country_rule(rule, groups, facets)
            yield Verdict(f"countries.{rule}", passes & ~unknown, unknown)


def _country_rule(rule: str, groups: Sequence[Sequence[str]], facets: Facets) -> Mask:
    made = np.array([having(facets, "countries", group) for group in groups])
    some: Mask = np.logical_or.reduce(made, axis=0)
    match rule:
        case "all":
            return np.asarray(np.logical_and.reduce(made, axis=0), dtype=np.bool_)
        case "any":
            return some
        case "none":
            return ~some
        case _:
            return some & ~having(facets, "countries", _others(facets, groups))


def _others(facets: Facets, groups: Sequence[Sequence[str]]) -> list[str]:
    named = {code for group in groups for code in group}
    return [code for code in facets.codes["countries"] if code not in named]


def _code_verdicts(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    if filters.form is not None:
        yield Verdict("form", facets.form == FORMS.index(filters.form), facets.form == UNKNOWN)
    if filters.medium is not None:
        yield Verdict("medium", facets.medium == MEDIA.index(filters.medium), facets.medium == UNKNOWN)


def _year_verdicts(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    if filters.year is not None and filters.year != (None, None):
        first, last = filters.year
        known = facets.year != 0
        within = (facets.year >= (first or 0)) & (facets.year <= (last or np.iinfo(np.int16).max))
        yield Verdict("year", within & known, ~known)


def _genre_verdicts(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    unknown = is_empty(facets.genres)
    for name in filters.genres:
        for genre in genre_ids(name) or (name,):
            if genre not in facets.codes["genres"]:
                known = ", ".join(sorted(facets.codes["genres"])[:40])
                msg = f"no title of this catalogue has the genre {name[:80]!r}; it has {known}"
                raise QueryError(msg)
            yield Verdict(f"genres: {genre}", having(facets, "genres", [genre]), unknown)


def _tone_verdicts(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    for condition in filters.tones:
        strength = _tone_strength(facets, tone_id(condition.id))
        inferred = strength > INFERRED
        passes = (strength > 0) & (strength % INFERRED >= condition.at_least)
        level = f">={condition.at_least}" if condition.at_least > 1 else ""
        yield Verdict(f"tones: {condition.id}{level}", passes, strength < 0, passes & inferred)
    for name in filters.avoid:
        strength = _tone_strength(facets, tone_id(name))
        # That nobody wrote a tone down does not say that it is absent; of a warning not even probably.
        silent = facets.described & (strength < 0) if not _is_warning(tone_id(name)) else None
        yield Verdict(f"avoid: {name}", strength == ABSENT, strength < 0, silent=silent)


def tone_id(name: str) -> str:
    """Return the tone that a name or synonym means.

    Parameters
    ----------
    name : str
        Id, name or synonym.

    Returns
    -------
    str
        Id in the tone vocabulary.

    Raises
    ------
    QueryError
        If the vocabulary has no such tone.
    """
    found = tone_vocabulary().by_name(name)
    if found is None:
        ids = [tone.id for tone in tone_vocabulary()]
        near = get_close_matches(name[:80].lower().replace(" ", "-"), ids, n=3)
        hint = f"; near it are {', '.join(near)}" if near else "; the vocabulary lists them all"
        msg = f"{name[:80]!r} is no tone{hint}"
        raise QueryError(msg)
    return found


def _is_warning(tone: str) -> bool:
    entry = tone_vocabulary().get(tone)
    return entry is not None and entry.group == WARNING_GROUP


def _tone_strength(facets: Facets, tone: str) -> np.ndarray:
    """Strength of one tone in every title: -1 unknown, 0 absent, 1-3, plus 10 where inferred."""
    strength = _told_strength(facets, tone)
    if _is_warning(tone):
        strength[(strength < 0) & facets.warned] = ABSENT
    entry = tone_vocabulary().get(tone)
    if entry is not None and entry.spoiler:
        # A story has one ending: who states another one has denied this one.
        for other in entry.opposites:
            stated = _told_strength(facets, other)
            strength[(strength < 0) & (stated > 0) & (stated < INFERRED)] = ABSENT
    return strength


def _told_strength(facets: Facets, tone: str) -> np.ndarray:
    strength = np.full(len(facets.year), -1, dtype=np.int8)
    code = facets.codes["tones"].get(tone)
    if code is not None:
        places = np.flatnonzero(facets.tones.indices == code)
        strength[rows_of(facets.tones, places)] = facets.tones.data[places]
    return strength
