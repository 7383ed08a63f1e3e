"""A query resolved against one model: names to rows, words to features, all to one vector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recsys.answer import ResolvedQuery, ResolvedSeed
from recsys.errors import QueryError
from recsys.features.free_text import Understood, understand
from recsys.features.tokens import INFERRED_TONES
from recsys.filters import Filters
from recsys.index import QueryVector, Screen, screen
from recsys.lifts import Lift, lifts, sum_of
from recsys.model import Model
from recsys.named_filters import NAMED, named_verdicts, people_of
from recsys.query import Query, RelationPolicy
from recsys.ranking import Evidence, compose
from recsys.relaxing import without as without_filter
from recsys.resolution import resolved_filters, resolved_options, resolved_tones
from recsys.title import Form
from recsys.wishes import Seeds, find_seeds, wishes

ESCAPISM_STRENGTH = 0.15
"""What a fully escapist title gains at ``escapism=1``, in units of the score."""
FAME_STRENGTH = 0.15
"""What the most famous title gains at ``fame=1``."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query with every name resolved.

    Parameters
    ----------
    query : Query
        As it was asked, and with what its text says of people.
    found : Seeds
        Liked and disliked titles.
    evidence : tuple of Evidence
        Summands of the score's left-hand side.
    level : float
        Where several viewers ask together, the best score of each of them alone; else 1.
    weights : dict of str to float
        Block weights that are used.
    escapism, fame : float
        Weights of the two dials.
    lifts : tuple of Lift
        What charts add.
    vector : QueryVector
        All of it as numbers.
    screen : Screen
        What the filters say of every title.
    excluded : ndarray of int64
        Rows that never come, apart from the seeds.
    n_unknown : int
        Ids to be left out that no title has.
    understood : Understood or None
        What the text was read as.
    """

    query: Query
    found: Seeds
    evidence: tuple[Evidence, ...]
    level: float
    weights: dict[str, float]
    escapism: float
    fame: float
    lifts: tuple[Lift, ...]
    vector: QueryVector
    screen: Screen
    excluded: NDArray[np.int64]
    n_unknown: int
    understood: Understood | None

    @property
    def seeds(self) -> tuple[ResolvedSeed, ...]:
        """The titles to start from."""
        return self.found.titles

    @property
    def liked(self) -> list[int]:
        """Rows of the liked titles."""
        return [row for seed, row in zip(self.found.titles, self.found.rows, strict=True) if seed.weight > 0]

    @property
    def disliked(self) -> list[int]:
        """Rows of the disliked titles, and of liked ones that weigh nothing."""
        return [row for seed, row in zip(self.found.titles, self.found.rows, strict=True) if seed.weight <= 0]

    @property
    def asked(self) -> frozenset[str]:
        """Labels of the evidence that was asked for in words."""
        titles = {seed.id for seed in self.seeds}
        return frozenset(item.label for item in self.evidence if item.is_asked) - titles

    @property
    def is_directed(self) -> bool:
        """Whether anything is wanted that titles can share; else the filters alone decide."""
        return bool(self.liked) or bool(len(self.vector.traits))

    @property
    def is_one_a_world(self) -> bool:
        """Whether the list has one title a story world; all that pass mere filters are listed."""
        is_listing = not (self.query.seeds or self.query.text.strip() or self.query.more)
        return self.query.relations is RelationPolicy.ONE and not is_listing

    def resolved(self) -> ResolvedQuery:
        """Return the question as an answer repeats it.

        Returns
        -------
        ResolvedQuery
            Seeds by id, the text's meaning, the weights.
        """
        return ResolvedQuery(
            seeds=self.seeds,
            text=self.query.text,
            understood=self.understood.known if self.understood else (),
            ignored=self.understood.ignored if self.understood else (),
            more=resolved_tones(self.query.more),
            less=resolved_tones(self.query.less),
            weights=self.weights,
            filters=resolved_filters(self.query.filters),
            options=resolved_options(self.query),
        )


def ask(model: Model, query: Query, *, without: str | None = None) -> Question:
    """Return a query resolved against a model.

    Parameters
    ----------
    model : Model
        The model that will answer.
    query : Query
        The query.
    without : str or None
        Name of a filter to drop, whether it was set or its text said it.

    Returns
    -------
    Question
        Ready to be searched for.

    Raises
    ------
    NotFound, Ambiguous
        If a seed's name leads to no title, or to several.
    QueryError
        If a tone, country, genre, block, person, place, service or chart is not known.
    """
    understood = understand(query.text, model.space, model.people) if query.text.strip() else None
    if understood is not None and understood.people:
        query = replace(query, filters=_with_people(query.filters, understood))
    if without is not None:
        query = replace(query, filters=without_filter(query.filters, without))
    people = people_of(model, query.filters)
    seeds = find_seeds(model, query)
    weights = _weights(model, query, understood)
    tokens = {block: found.values() for block, found in people.items()}
    evidence, level = wishes(model, query, seeds, understood, tokens, weights)
    excluded = model.names.ids.first_of_each(list(dict.fromkeys(query.exclude)))
    escapism, fame = query.escapism * ESCAPISM_STRENGTH, query.fame * FAME_STRENGTH
    lifted = lifts(model.facets, query.boost)
    return Question(
        query=query,
        found=seeds,
        evidence=evidence,
        level=level,
        weights=weights,
        escapism=escapism,
        fame=fame,
        lifts=lifted,
        vector=compose(evidence, model.space, weights, escapism=escapism, fame=fame, lifts=sum_of(lifted)),
        screen=screen(query.filters, model.facets, added=list(named_verdicts(model, query.filters, people))),
        excluded=_left_out(model, query, excluded[excluded >= 0]),
        n_unknown=int((excluded < 0).sum()),
        understood=understood,
    )


def relax(model: Model, query: Query, question: Question, name: str) -> Question:
    """Return a question without one of its filters.

    Parameters
    ----------
    model : Model
        The model that answers.
    query : Query
        The question as it was asked.
    question : Question
        The same resolved.
    name : str
        Name of the filter.

    Returns
    -------
    Question
        Asked again where the filter is also what is wished for; with other filters only, where
        titles or a text say that.

    Raises
    ------
    QueryError
        If nothing is left to ask.
    """
    if not (question.liked or (question.understood is not None and question.understood.counts)):
        return ask(model, query, without=name)
    left = without_filter(question.query.filters, name)
    own = (v for v in question.screen.verdicts if v.name.partition(": ")[0] in NAMED)
    named = (verdict for verdict in own if verdict.name != name)
    return replace(question, screen=screen(left, model.facets, added=list(named)))


def _with_people(filters: Filters, understood: Understood) -> Filters:
    """The filters, and what a text says of people's nationality, and of the form that they made."""
    said = {name: list(getattr(filters, name)) for name in ("cast_from", "directors_from", "writers_from")}
    for phrase in understood.people:
        said[phrase.field] += (code for code in phrase.countries if code not in said[phrase.field])
    return replace(
        filters,
        cast_from=tuple(said["cast_from"]),
        directors_from=tuple(said["directors_from"]),
        writers_from=tuple(said["writers_from"]),
        form=filters.form or _form(understood),
    )


def _form(understood: Understood) -> Form | None:
    """The one form that a text names: a series by somebody is no film by them."""
    forms = [Form(word) for word in understood.counts.get("form", {}) if word in set(Form)]
    return forms[0] if len(forms) == 1 else None


def _left_out(model: Model, query: Query, given: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows that never come: those given and, if asked, their story worlds."""
    return model.relations.franchises_of(given) if query.exclude_series else given


def _weights(model: Model, query: Query, understood: Understood | None) -> dict[str, float]:
    known: Mapping[str, float] = model.info.weights
    unknown = sorted(set(query.weights) - set(known))
    if unknown:
        msg = f"{unknown[0][:80]!r} is no feature block: the model has {', '.join(sorted(known))}"
        raise QueryError(msg)
    named = {*understood.counts, *understood.against} if understood else set()
    if _asks_for_places(query):
        named.add("places")
    if "tones" in named or query.more or query.less or query.filters.tones:
        named.add(INFERRED_TONES)
    requested = {block: weight for block, weight in model.info.on_request.items() if block in named}
    return {**known, **requested, **query.weights}


def _asks_for_places(query: Query) -> bool:
    """Whether places are all that is wished for; beside anything else they only filter."""
    filters = query.filters
    places = (*filters.set_in, *filters.filmed_in, *filters.cities.all, *filters.cities.any)
    return bool(places) and not (query.seeds or query.text.strip() or query.more)
