"""Filters as three-valued columns: a title passes, fails, or is unknown.

Each filter keeps its name, so that an empty answer can say which one to drop.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from recsys.catalogue.countries import expand
from recsys.catalogue.vocabulary import WARNING_GROUP, genre_ids, tone_vocabulary
from recsys.errors import QueryError
from recsys.filters import Filters, Unknown
from recsys.index.facets import ABSENT, FORMS, INFERRED, MEDIA, Facets
from recsys.index.filters_of_facts import fact_verdicts
from recsys.index.protocol import Mask
from recsys.index.verdict import Verdict, having, holders


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
        return self._all_of(self._admitted(verdict) for verdict in self.verdicts if verdict.name != without)

    def known(self) -> Mask:
        """Return which titles fulfil every filter by what is known; most questions need no more.

        Returns
        -------
        ndarray of bool, shape (n_titles,)
            Silence that rather means yes counts as known.
        """
        return self._all_of(self._sure(verdict) for verdict in self.verdicts)

    def doubtful(self) -> list[Mask]:
        """Return the other titles that may be shown, in the order in which they are.

        Returns
        -------
        list of ndarray of bool, shape (n_titles,)
            Those that fulfil a filter by inference, those of which something is unknown; only the
            groups that the filters can leave.
        """
        may_be_inferred = self.keep_inferred and any(v.inferred is not None for v in self.verdicts)
        if not (may_be_inferred or self.keep_unknown) or not self.verdicts:
            return []
        allowed, unknown = self.allowed(), np.zeros(self.n_titles, dtype=np.bool_)
        if self.keep_unknown:
            for verdict in self.verdicts:
                unknown |= verdict.unknown if verdict.silent is None else verdict.unknown & ~verdict.silent
        groups = [allowed & ~unknown & ~self.known()] if may_be_inferred else []
        return [*groups, allowed & unknown] if self.keep_unknown else groups

    def _all_of(self, masks: Iterable[Mask]) -> Mask:
        """Titles that are in every mask, as a mask of the caller's own."""
        whole: Mask | None = None
        for mask in masks:
            whole = mask.copy() if whole is None else np.logical_and(whole, mask, out=whole)
        return np.ones(self.n_titles, dtype=np.bool_) if whole is None else whole

    def _admitted(self, verdict: Verdict) -> Mask:
        passes = verdict.passes
        if verdict.inferred is not None and not self.keep_inferred:
            passes = passes & ~verdict.inferred
        return (passes | verdict.unknown) if self.keep_unknown else passes

    def _sure(self, verdict: Verdict) -> Mask:
        passes = verdict.passes if verdict.inferred is None else verdict.passes & ~verdict.inferred
        return passes | verdict.silent if verdict.silent is not None and self.keep_unknown else passes

    def tiers(self) -> list[Mask]:
        """Return the allowed titles in groups: known or silent, by inference, with something unknown.

        Returns
        -------
        list of ndarray of bool
            Disjoint masks, in the order in which their titles are shown.
        """
        return [self.known(), *self.doubtful()]


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
    for rule in ("all", "any", "none", "only"):
        groups = [expand(name) for name in getattr(filters.countries, rule)]
        if groups:
            yield Verdict(
                f"countries.{rule}", _country_rule(rule, groups, facets), facets.lacking("countries")
            )


def _country_rule(rule: str, groups: Sequence[Sequence[str]], facets: Facets) -> Mask:
    if rule == "all":
        made = [having(facets, "countries", group) for group in groups]
        return np.asarray(np.logical_and.reduce(made), dtype=np.bool_)
    named = [code for group in groups for code in group]
    match rule:
        case "any":
            return having(facets, "countries", named)
        case "none":
            return ~(having(facets, "countries", named) | facets.lacking("countries"))
        case _:
            return _of_nothing_else(facets, named)


def _of_nothing_else(facets: Facets, codes: Sequence[str]) -> Mask:
    """Titles all of whose countries are among these: as many are named as they have."""
    named = np.bincount(holders(facets, "countries", codes)[0], minlength=len(facets.year))
    return np.asarray((named == facets.countries.lengths) & (named > 0))


def _code_verdicts(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    if filters.form is not None:
        yield Verdict("form", facets.form == FORMS.index(filters.form), facets.lacking("form"))
    if filters.medium is not None:
        yield Verdict("medium", facets.medium == MEDIA.index(filters.medium), facets.lacking("medium"))


def _year_verdicts(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    if filters.year is not None and filters.year != (None, None):
        first, last = filters.year
        # From 1 on: year 0 is unknown, and no year.
        within = (facets.year >= max(first or 1, 1)) & (facets.year <= (last or np.iinfo(np.int16).max))
        yield Verdict("year", within, facets.lacking("year"))


def _genre_verdicts(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    for name in filters.genres:
        for genre in genre_ids(name) or (name,):
            if facets.code("genres", genre) is None:
                known = ", ".join(list(facets.terms["genres"])[:40])
                msg = f"no title of this catalogue has the genre {name[:80]!r}; it has {known}"
                raise QueryError(msg)
            yield Verdict(f"genres: {genre}", having(facets, "genres", [genre]), facets.lacking("genres"))


def _tone_verdicts(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    for condition in filters.tones:
        strength = _tone_strength(facets, tone_id(condition.id))
        is_stated = (strength >= max(condition.at_least, 1)) & (strength < INFERRED)
        is_inferred = strength >= INFERRED + max(condition.at_least, 1)
        level = f">={condition.at_least}" if condition.at_least > 1 else ""
        yield Verdict(
            f"tones: {condition.id}{level}",
            is_stated | is_inferred,
            strength < 0,
            is_inferred if is_inferred.any() else None,
        )
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


def _tone_strength(facets: Facets, tone: str) -> NDArray[np.int8]:
    """Strength of one tone in every title: -1 unknown, 0 absent, 1-3, plus 10 where inferred."""
    strength = _told_strength(facets, tone)
    if _is_warning(tone):
        strength = _at_least_absent(strength, facets.warned)
    entry = tone_vocabulary().get(tone)
    if entry is not None and entry.spoiler:
        # A story has one ending: who states another one has denied this one.
        for other in entry.opposites:
            told = _told_strength(facets, other)
            strength = _at_least_absent(strength, (told > 0) & (told < INFERRED))
    return strength


def _told_strength(facets: Facets, tone: str) -> NDArray[np.int8]:
    strength = np.full(len(facets.year), -1, dtype=np.int8)
    rows, told = holders(facets, "tones", [tone])
    strength[rows] = told
    return strength


def _at_least_absent(strength: NDArray[np.int8], titles: Mask) -> NDArray[np.int8]:
    """The same strengths, but absent (0) where it was unknown (-1) of some titles."""
    raised: NDArray[np.int8] = np.maximum(strength, titles.view(np.int8) - np.int8(1))
    return raised
