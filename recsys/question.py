"""A query resolved against one model: names to rows, words to features, all to one vector."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recsys.answer import ResolvedQuery, ResolvedSeed
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.errors import QueryError
from recsys.features.free_text import Understood, understand
from recsys.features.space import TokenCounts
from recsys.features.tokens import INFERRED_TONES, tag_token, tone_tokens
from recsys.index import QueryVector, Screen, screen, tone_id
from recsys.index.protocol import Mask
from recsys.model import Model
from recsys.names import Resolved, resolve
from recsys.query import DISLIKE_WEIGHT, LIKE_WEIGHT, Blend, Query
from recsys.ranking import MUTED_IN_DISLIKES, NOTHING, Evidence, compose, normalise, without_blocks
from recsys.resolution import resolved_filters, resolved_options, resolved_tones

ESCAPISM_STRENGTH = 0.15
"""What a fully escapist title gains at ``escapism=1``, in units of the score."""

_FULL = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    """A query with every name resolved.

    Parameters
    ----------
    query : Query
        As it was asked.
    seeds : tuple of ResolvedSeed
        Liked, then disliked titles.
    rows : tuple of int
        Their rows.
    evidence : tuple of Evidence
        Summands of the score's left-hand side.
    weights : dict of str to float
        Block weights that are used.
    dial : float
        Weight of the escapism column.
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
    seeds: tuple[ResolvedSeed, ...]
    rows: tuple[int, ...]
    evidence: tuple[Evidence, ...]
    weights: dict[str, float]
    dial: float
    vector: QueryVector
    screen: Screen
    excluded: NDArray[np.int64]
    n_unknown: int
    understood: Understood | None

    @property
    def liked(self) -> list[int]:
        """Rows of the liked titles."""
        return [row for seed, row in zip(self.seeds, self.rows, strict=True) if seed.weight > 0]

    @property
    def disliked(self) -> list[int]:
        """Rows of the disliked titles, and of liked ones that weigh nothing."""
        return [row for seed, row in zip(self.seeds, self.rows, strict=True) if seed.weight <= 0]

    @property
    def asked(self) -> frozenset[str]:
        """Labels of the evidence that was asked for in words."""
        titles = {seed.id for seed in self.seeds}
        return frozenset(item.label for item in self.evidence if item.is_asked) - titles

    @property
    def is_directed(self) -> bool:
        """Whether anything is wanted that titles can share; else the filters alone decide."""
        wanted = (item for item in self.evidence if item.is_asked and item.weight > 0)
        return bool(self.query.like) or any(len(item.vector.columns) for item in wanted)

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


def ask(model: Model, query: Query) -> Question:
    """Return a query resolved against a model.

    Parameters
    ----------
    model : Model
        The model that will answer.
    query : Query
        The query.

    Returns
    -------
    Question
        Ready to be searched for.

    Raises
    ------
    NotFound, Ambiguous
        If a seed's name leads to no title, or to several.
    QueryError
        If a tone, country, genre, block or person is not known.
    """
    people = {name: _person(model, name) for name in query.filters.cast}
    understood = understand(query.text, model.space, model.people) if query.text.strip() else None
    seeds, rows = _seeds(model, query)
    wishes = (
        *_seed_evidence(model, query, seeds, rows),
        *_steering(model, query, understood, people.values()),
    )
    evidence = tuple(_blended(item, query.blend) for item in normalise(wishes))
    weights = _weights(model, query, understood)
    excluded = [model.names.row_of_id(id) for id in dict.fromkeys(query.exclude)]
    dial = query.escapism * ESCAPISM_STRENGTH
    return Question(
        query=query,
        seeds=seeds,
        rows=rows,
        evidence=evidence,
        weights=weights,
        dial=dial,
        vector=compose(evidence, model.space, weights, escapism=dial),
        screen=screen(
            query.filters,
            model.facets,
            cast=[(name, _credited(model, token)) for name, token in people.items()],
        ),
        excluded=_left_out(model, query, [row for row in excluded if row is not None]),
        n_unknown=excluded.count(None),
        understood=understood,
    )


def _left_out(model: Model, query: Query, rows: Sequence[int]) -> NDArray[np.int64]:
    """Rows that never come: those given and, if asked, their story worlds."""
    given = np.array(rows, dtype=np.int64)
    if not query.exclude_series or not len(given):
        return given
    franchise = model.relations.franchise
    return np.flatnonzero(np.isin(franchise, franchise[given])).astype(np.int64)


def _seeds(model: Model, query: Query) -> tuple[tuple[ResolvedSeed, ...], tuple[int, ...]]:
    seeds: list[ResolvedSeed] = []
    rows: list[int] = []
    asked = [(seed, LIKE_WEIGHT) for seed in query.like] + [(seed, -DISLIKE_WEIGHT) for seed in query.dislike]
    for seed, default in asked:
        found = (
            Resolved(model.row(seed.name), "id", seed.name)
            if seed.is_id
            else resolve(model.names, seed.name, model.choice)
        )
        title = model.title(found.row)
        if found.row in rows:
            msg = f"{title.label} is given twice: name each title once, liked or disliked"
            raise QueryError(msg)
        weight = default if seed.weight is None else math.copysign(seed.weight, default)
        seeds.append(ResolvedSeed(title.id, title.title, weight, found.matched_by))
        rows.append(found.row)
    return tuple(seeds), tuple(rows)


def _seed_evidence(
    model: Model, query: Query, seeds: Sequence[ResolvedSeed], rows: Sequence[int]
) -> Iterator[Evidence]:
    for seed, row in zip(seeds, rows, strict=True):
        vector = model.vector(row)
        if INFERRED_TONES not in query.weights:  # what is guessed of a seed is no wish
            vector = without_blocks(vector, model.space, (INFERRED_TONES,))
        if seed.weight < 0:
            vector = without_blocks(vector, model.space, MUTED_IN_DISLIKES)
        stage = model.learned if seed.weight > 0 else None  # of what is disliked nothing was learned
        welcome = NOTHING if stage is None else stage.coefficients(vector)
        yield Evidence(seed.id, seed.weight, vector, int(model.facets.year[row]), welcome=welcome)


def _blended(item: Evidence, blend: Blend) -> Evidence:
    is_like = item.is_seed and item.weight > 0
    return replace(item, stands_alone=True) if blend is Blend.NEAREST and is_like else item


def _steering(
    model: Model, query: Query, understood: Understood | None, cast: Iterable[str]
) -> Iterator[Evidence]:
    if understood is not None and understood.counts:
        yield Evidence("text", _FULL, model.space.encode(_with_guesses(understood.counts)), is_asked=True)
    if understood is not None and understood.against:
        vector = model.space.encode(_with_guesses(understood.against))
        yield Evidence("text", -_FULL, vector, is_seed=False, is_asked=True)
    wishes = [("more", 1, *wish) for wish in query.more.items()]
    wishes += [("less", -1, *wish) for wish in query.less.items()]
    carried = [(label, sign * amount, name, _carried(model, name)) for label, sign, name, amount in wishes]
    _refuse_repeated([(f"{label} {name}", tokens) for label, _, name, tokens in carried])
    for label, amount, _, tokens in carried:
        vector = model.space.encode(_with_guesses({"tones": tokens}))
        yield Evidence(label, amount, vector, is_seed=False, is_asked=True)
    if not (query.like or query.more or (understood is not None and understood.counts)):
        # Without a seed, what is filtered for is what is asked for.
        tones = {
            token: strength
            for wish in query.filters.tones
            for token, strength in _carried(model, wish.id).items()
        }
        people = dict.fromkeys(cast, _FULL)
        vector = model.space.encode(_with_guesses({"tones": tones}))
        yield Evidence("tones", _FULL, vector, is_seed=False, is_asked=True)
        yield Evidence("cast", _FULL, model.space.encode({"cast": people}), is_seed=False, is_asked=True)


def _carried(model: Model, name: str) -> dict[str, float]:
    """Tokens of a tone and of the tags that mean it, or of a free tag of this catalogue."""
    block = model.space.by_name.get("tones")
    tag = tag_token(name)
    if block is not None and block.column_of(tag) is not None and tone_vocabulary().by_name(name) is None:
        return tone_tokens(tag)
    return tone_tokens(tone_id(name))


def _with_guesses(counts: TokenCounts) -> TokenCounts:
    """The same wishes, also of titles of which their tones are only expected."""
    return {**counts, INFERRED_TONES: counts["tones"]} if counts.get("tones") else counts


def _refuse_repeated(wishes: Iterable[tuple[str, Mapping[str, float]]]) -> None:
    """One tone under two names would count twice, and more and less of it undo each other."""
    meant: dict[frozenset[str], str] = {}
    for wish, tokens in wishes:
        other = meant.setdefault(frozenset(tokens), wish)
        if other != wish:
            msg = f"{other[:80]!r} and {wish[:80]!r} are one tone: give it once"
            raise QueryError(msg)


def _weights(model: Model, query: Query, understood: Understood | None) -> dict[str, float]:
    known: Mapping[str, float] = model.info.weights
    unknown = sorted(set(query.weights) - set(known))
    if unknown:
        msg = f"{unknown[0][:80]!r} is no feature block: the model has {', '.join(sorted(known))}"
        raise QueryError(msg)
    named = {*understood.counts, *understood.against} if understood else set()
    if "tones" in named or query.more or query.less or query.filters.tones:
        named.add(INFERRED_TONES)
    requested = {block: weight for block, weight in model.info.on_request.items() if block in named}
    return {**known, **requested, **query.weights}


def _person(model: Model, name: str) -> str:
    token = model.people.find(name)
    if token is None:
        bearers = [model.people.display(bearer) for bearer in model.people.bearers(name)]
        why = (
            f"several people are called so: {', '.join(bearers[:5])}" if bearers else "nobody is credited so"
        )
        msg = f"cast {name[:80]!r}: {why}"
        raise QueryError(msg)
    return token


def _credited(model: Model, token: str) -> Mask:
    vector = model.space.encode({"cast": {token: _FULL}})
    none = np.empty(0)
    question = QueryVector(vector.columns, vector.values, none.astype(np.int64), none, 0.0, vector.columns)
    return model.index.sharing(question)
