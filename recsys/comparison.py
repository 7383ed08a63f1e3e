"""Two titles side by side: their score with its exact parts, and the tones that join or part them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from recsys.answer import Part, Reason
from recsys.catalogue.derived import tones_of
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.errors import QueryError
from recsys.features.tokens import doubtful_tokens, inferred_tokens
from recsys.model import Model
from recsys.query import Query, Seed
from recsys.question import Question, ask
from recsys.ranking import explain, reasons
from recsys.title import Title, Tone, ToneState


@dataclass(frozen=True, slots=True)
class ComparedTone:
    """What two titles say of one tone.

    Parameters
    ----------
    id : str
        Identifier in the tone vocabulary.
    a, b : Tone or None
        The tone of either title, present or known to be absent; None where nothing is known.
    """

    id: str
    a: Tone | None
    b: Tone | None

    @property
    def strength(self) -> float:
        """Sum of its value in both titles, 0 to 2."""
        return sum(tone.value for tone in (self.a, self.b) if tone is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How near one title is to another, and why.

    Parameters
    ----------
    a, b : str
        Ids of the two titles.
    score : float
        Score of ``b`` as an answer to ``a`` alone, by the model's own weights: the sum of the
        parts. The other way round the hub factor of the candidate differs, and what was learned.
    parts : tuple of Part
        Summands of the score, largest first.
    reasons : tuple of Reason
        The same in words, as an answer to ``a`` gives them for ``b``.
    shared : tuple of ComparedTone
        Tones of both, the strongest first; so are those that follow. No ending is among them.
    only_a, only_b : tuple of ComparedTone
        Tones of one title of which nothing is known in the other.
    contradicting : tuple of ComparedTone
        Tones of one title that are known to be absent in the other.
    """

    a: str
    b: str
    score: float
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    shared: tuple[ComparedTone, ...]
    only_a: tuple[ComparedTone, ...]
    only_b: tuple[ComparedTone, ...]
    contradicting: tuple[ComparedTone, ...]


def compare(model: Model, row_a: int, row_b: int) -> Comparison:
    """Return how near a title is to another.

    Parameters
    ----------
    model : Model
        The model.
    row_a, row_b : int
        Rows of two titles; the first is the seed.

    Returns
    -------
    Comparison
        Score, parts, reasons and tones.

    Raises
    ------
    QueryError
        If both are one title.
    """
    a, b = model.title(row_a), model.title(row_b)
    parts = _parts(model, _seeded(a, b, model), row_b)
    doubtful = doubtful_tokens(a) | doubtful_tokens(b)
    told = [part for part in parts if part.block != "tones" or part.feature not in doubtful]
    tones = _tones(a, b)
    return Comparison(
        a=a.id,
        b=b.id,
        score=math.fsum(part.value for part in parts),
        parts=parts,
        reasons=reasons(told, model.space, model.people, inferred=inferred_tokens(b)),
        shared=_strongest(tone for tone in tones if _has(tone.a) and _has(tone.b)),
        only_a=_strongest(tone for tone in tones if _has(tone.a) and tone.b is None),
        only_b=_strongest(tone for tone in tones if _has(tone.b) and tone.a is None),
        contradicting=_strongest(tone for tone in tones if _is_denied(tone.a, tone.b)),
    )


def rank_among_all(model: Model, row_a: int, row_b: int) -> int:
    """Return the place of a title among all others, by their score for another title alone.

    Nothing is left out of this order: neither sequels nor titles that share no trait.

    Parameters
    ----------
    model : Model
        The model.
    row_a, row_b : int
        Rows of two titles: the seed, and the one whose place is asked for.

    Returns
    -------
    int
        1 for the nearest, ``len(model) - 1`` for the farthest; ties are broken by row.

    Raises
    ------
    QueryError
        If both are one title.
    """
    question = _seeded(model.title(row_a), model.title(row_b), model)
    others = np.ones(len(model), dtype=np.bool_)
    others[row_a] = False
    (hits,) = model.index.top(question.vector, len(model), [others])
    return int(np.flatnonzero(hits.rows == row_b)[0]) + 1


def _seeded(a: Title, b: Title, model: Model) -> Question:
    """The question that asks for titles like the first one, and for nothing else."""
    if a.id == b.id:
        msg = f"{a.label} is given twice: a comparison needs two titles"
        raise QueryError(msg)
    return ask(model, Query(like=(Seed(a.id, is_id=True),)))


def _parts(model: Model, question: Question, row: int) -> tuple[Part, ...]:
    return explain(
        question.evidence,
        model.space,
        question.weights,
        model.vector(row),
        year=int(model.facets.year[row]),
        hub=float(model.hubs[row]),
    )


def _tones(a: Title, b: Title) -> list[ComparedTone]:
    """All tones that are known of either, but for endings."""
    vocabulary = tone_vocabulary()
    ours, theirs = ({tone.id: tone for tone in tones_of(title)} for title in (a, b))
    entries = {id: vocabulary.get(id) for id in ours.keys() | theirs.keys()}
    told = (id for id, entry in entries.items() if entry is None or not entry.spoiler)
    return [ComparedTone(id, ours.get(id), theirs.get(id)) for id in told]


def _has(tone: Tone | None) -> bool:
    return tone is not None and tone.state is ToneState.YES


def _is_denied(a: Tone | None, b: Tone | None) -> bool:
    return a is not None and b is not None and a.state is not b.state


def _strongest(tones: Iterable[ComparedTone]) -> tuple[ComparedTone, ...]:
    return tuple(sorted(tones, key=lambda tone: (-tone.strength, tone.id)))
