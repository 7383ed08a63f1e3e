"""A query resolved against one model: names to rows, words to features, all to one vector."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recsys.answer import ResolvedQuery, ResolvedSeed
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.errors import QueryError
from recsys.features.free_text import Understood, understand
from recsys.features.tokens import tone_tokens
from recsys.index import QueryVector, Screen, screen, tone_id
from recsys.index.protocol import Mask
from recsys.model import Model
from recsys.names import fold_text, resolve
from recsys.query import Query
from recsys.ranking import MUTED_IN_DISLIKES, Evidence, compose, normalise, without_blocks

ESCAPISM_STRENGTH = 0.5
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
    understood: Understood | None

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
            weights=self.weights,
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
    evidence = normalise(
        (*_seed_evidence(model, seeds, rows), *_steering(model, query, understood, people.values()))
    )
    weights = _weights(model, query, understood)
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
        understood=understood,
    )


def _seeds(model: Model, query: Query) -> tuple[tuple[ResolvedSeed, ...], tuple[int, ...]]:
    seeds: list[ResolvedSeed] = []
    rows: list[int] = []
    for seed in (*query.like, *query.dislike):
        found = resolve(model.names, seed.name, model.choice)
        title = model.title(found.row)
        if found.row in rows:
            msg = f"{title.label} is given twice: name each title once, liked or disliked"
            raise QueryError(msg)
        seeds.append(ResolvedSeed(title.id, title.title, seed.weight, found.matched_by))
        rows.append(found.row)
    return tuple(seeds), tuple(rows)


def _seed_evidence(model: Model, seeds: Sequence[ResolvedSeed], rows: Sequence[int]) -> Iterator[Evidence]:
    for seed, row in zip(seeds, rows, strict=True):
        vector = model.vector(row)
        if seed.weight < 0:
            vector = without_blocks(vector, model.space, MUTED_IN_DISLIKES)
        yield Evidence(seed.id, seed.weight, vector, int(model.facets.year[row]))


def _steering(
    model: Model, query: Query, understood: Understood | None, cast: Iterable[str]
) -> Iterator[Evidence]:
    if understood is not None:
        yield Evidence("text", _FULL, model.space.encode(understood.counts))
    for sign, label, wishes in ((1, "more", query.more), (-1, "less", query.less)):
        for name, amount in wishes.items():
            vector = model.space.encode({"tones": _carried(model, name)})
            yield Evidence(label, sign * amount, vector, is_seed=False)
    if not (query.like or understood or query.more):
        # Without a seed, what is filtered for is what is asked for.
        tones = {token: _FULL for wish in query.filters.tones for token in _carried(model, wish.id)}
        yield Evidence("tones", _FULL, model.space.encode({"tones": tones}), is_seed=False)
        yield Evidence("cast", _FULL, model.space.encode({"cast": dict.fromkeys(cast, _FULL)}), is_seed=False)


def _carried(model: Model, name: str) -> dict[str, float]:
    """Tokens of a tone and of the tags that mean it, or of a free tag of this catalogue."""
    column_of = model.space.by_name["tones"].column_of
    tone = tone_vocabulary().by_name(name)
    if tone is None and column_of(fold_text(name)) is not None:
        return {fold_text(name): _FULL}
    # Unknown tokens would be dropped all the same; without them an absent tone is seen as such.
    return {token: _FULL for token in tone_tokens(tone_id(name)) if column_of(token) is not None}


def _weights(model: Model, query: Query, understood: Understood | None) -> dict[str, float]:
    known: Mapping[str, float] = model.info.weights
    unknown = sorted(set(query.weights) - set(known))
    if unknown:
        msg = f"{unknown[0][:80]!r} is no feature block: the model has {', '.join(sorted(known))}"
        raise QueryError(msg)
    named = understood.counts if understood else {}
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
