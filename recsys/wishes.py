"""What a question wishes for, as evidence: its seeds, its text, and the tones and people it names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from recsys.answer import ResolvedSeed
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.errors import QueryError
from recsys.features.free_text import Understood
from recsys.features.space import TokenCounts
from recsys.features.tokens import INFERRED_TONES, tag_token, tone_tokens
from recsys.filters import Filters
from recsys.index import tone_id
from recsys.model import Model
from recsys.names import Resolved, fold_text, resolve
from recsys.query import DISLIKE_WEIGHT, LIKE_WEIGHT, Blend, Query, Seed
from recsys.ranking import (
    EVERYBODY,
    MUTED_IN_DISLIKES,
    NOTHING,
    Evidence,
    compose,
    normalise,
    without_blocks,
)
from recsys.wording import language_of

_FULL = 1.0


@dataclass(frozen=True, slots=True)
class Seeds:
    """The titles of a question, found.

    Parameters
    ----------
    titles : tuple of ResolvedSeed
        Liked, then disliked ones; of several viewers one after the other.
    rows : tuple of int
        Their rows.
    """

    titles: tuple[ResolvedSeed, ...]
    rows: tuple[int, ...]


def find_seeds(model: Model, query: Query) -> Seeds:
    """Return the titles that a question starts from.

    Parameters
    ----------
    model : Model
        The model that will answer.
    query : Query
        The question.

    Returns
    -------
    Seeds
        Found by id or by name.

    Raises
    ------
    NotFound, Ambiguous
        If a name leads to no title, or to several.
    QueryError
        If one viewer names a title twice.
    """
    lists = [(EVERYBODY, query.like, query.dislike)]
    lists += [(number, taste.like, taste.dislike) for number, taste in enumerate(query.together)]
    language = language_of(query.language)
    titles: list[ResolvedSeed] = []
    rows: list[int] = []
    for viewer, like, dislike in lists:
        own: set[int] = set()
        asked = [(seed, LIKE_WEIGHT) for seed in like] + [(seed, -DISLIKE_WEIGHT) for seed in dislike]
        for seed, default in asked:
            found = _found(model, seed)
            title = model.sketch(found.row)
            if found.row in own:
                msg = f"{title.label} is given twice: name each title once, liked or disliked"
                raise QueryError(msg)
            weight = default if seed.weight is None else math.copysign(seed.weight, default)
            whose = None if viewer == EVERYBODY else viewer + 1
            titles.append(ResolvedSeed(title.id, language.title(title), weight, found.matched_by, whose))
            rows.append(found.row)
            own.add(found.row)
    return Seeds(tuple(titles), tuple(rows))


def wishes(
    model: Model,
    query: Query,
    seeds: Seeds,
    understood: Understood | None,
    people: Mapping[str, Iterable[str]],
    weights: Mapping[str, float],
) -> tuple[tuple[Evidence, ...], float]:
    """Return all evidence of a question, weighed, and the best score of each of several viewers.

    Parameters
    ----------
    model : Model
        The model that will answer.
    query : Query
        The question.
    seeds : Seeds
        Its titles.
    understood : Understood or None
        What its text was read as.
    people : mapping of str to iterable of str
        People who are filtered for, by block.
    weights : mapping of str to float
        Block weights that are used.

    Returns
    -------
    tuple of tuple of Evidence and float
        Of several viewers each one's for itself, all with the same best score; that score, 1
        where nobody is together.

    Raises
    ------
    QueryError
        If a tone is not known.
    """
    own = list(_seed_evidence(model, query, seeds))
    shared = [e for e in own if e.viewer == EVERYBODY]
    common = normalise((*shared, *_steering(model, query, understood, people)))
    found = [_blended(item, query.blend) for item in common]
    groups = [
        [_blended(e, taste.blend) for e in normalise(e for e in own if e.viewer == number)]
        for number, taste in enumerate(query.together)
    ]
    levelled, level = _levelled(model, groups, seeds, weights)
    return (*found, *levelled), level


def _levelled(
    model: Model, groups: Sequence[Sequence[Evidence]], seeds: Seeds, weights: Mapping[str, float]
) -> tuple[list[Evidence], float]:
    """Each viewer's wishes with the same best score: who likes much has lower scores, not less of a say."""
    if not groups:
        return [], 1.0
    others = np.ones(len(model), dtype=np.bool_)
    others[list(seeds.rows)] = False
    best = []
    for group in groups:
        alone = compose([replace(e, viewer=EVERYBODY) for e in group], model.space, weights)
        (hits,) = model.index.top(alone, 1, [others])
        best.append(float(hits.scores[0]) if len(hits.scores) else 0.0)
    level = sum(best) / len(best) or 1.0
    factors = [level / highest if highest > 0 else 1.0 for highest in best]
    pairs = zip(groups, factors, strict=True)
    return [replace(e, weight=e.weight * factor) for group, factor in pairs for e in group], level


def _found(model: Model, seed: Seed) -> Resolved:
    if seed.is_id:
        return Resolved(model.row(seed.name), "id", seed.name)
    return resolve(model.names, seed.name, model.choice)


def _seed_evidence(model: Model, query: Query, seeds: Seeds) -> Iterator[Evidence]:
    for seed, row in zip(seeds.titles, seeds.rows, strict=True):
        vector = model.vector(row)
        if INFERRED_TONES not in query.weights:  # what is guessed of a seed is no wish
            vector = without_blocks(vector, model.space, (INFERRED_TONES,))
        if seed.weight < 0:
            vector = without_blocks(vector, model.space, MUTED_IN_DISLIKES)
        stage = model.learned if seed.weight > 0 else None  # of what is disliked nothing was learned
        welcome = NOTHING if stage is None else stage.coefficients(vector)
        yield Evidence(
            seed.id,
            seed.weight,
            vector,
            int(model.facets.year[row]),
            welcome=welcome,
            viewer=EVERYBODY if seed.viewer is None else seed.viewer - 1,
        )


def _blended(item: Evidence, blend: Blend) -> Evidence:
    is_like = item.is_seed and item.weight > 0
    return replace(item, stands_alone=True) if blend is Blend.NEAREST and is_like else item


def _steering(
    model: Model, query: Query, understood: Understood | None, people: Mapping[str, Iterable[str]]
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
    if not (query.like or query.together or query.more or (understood is not None and understood.counts)):
        # Without a seed, what is filtered for is what is asked for.
        tones = {
            token: strength
            for wish in query.filters.tones
            for token, strength in _carried(model, wish.id).items()
        }
        asked: dict[str, TokenCounts] = {
            "tones": _with_guesses({"tones": tones}),
            "places": {"places": dict.fromkeys(_places(query.filters), _FULL)},
            **{block: {block: dict.fromkeys(found, _FULL)} for block, found in people.items()},
        }
        for label, counts in asked.items():
            vector = model.space.encode(counts) if any(counts.values()) else NOTHING
            yield Evidence(label, _FULL, vector, is_seed=False, is_asked=True)


def _places(filters: Filters) -> Iterator[str]:
    cities = filters.cities
    return (fold_text(place) for place in (*cities.all, *cities.any, *filters.set_in, *filters.filmed_in))


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
