"""A hit as people see it: facts, reasons, exact parts, and notes on what is not certain."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from recsys.answer import Part, RelatedTitle, Result
from recsys.features.tokens import doubtful_tokens, inferred_tokens
from recsys.model import Model
from recsys.query import Blend
from recsys.question import Question
from recsys.ranking import SAME_FRANCHISE, explain, reasons, sentence
from recsys.title import RelationKind, Status, Title


class Presenter:
    """Turns rows and scores of one answer into results.

    Parameters
    ----------
    model : Model
        The model that answered.
    question : Question
        What was asked.
    """

    def __init__(self, model: Model, question: Question) -> None:
        self.model = model
        self.question = question

    def result(self, row: int, score: float, *, rank: int) -> Result:
        """Return one result.

        Parameters
        ----------
        row : int
            The title.
        score : float
            Its score.
        rank : int
            Its place, from 1.

        Returns
        -------
        Result
            With reasons and parts.
        """
        title = self.model.title(row)
        parts = explain(
            self.question.evidence,
            self.model.space,
            self.question.weights,
            self.model.vector(row),
            year=int(self.model.facets.year[row]),
            escapism=self.question.dial * float(np.nan_to_num(self.model.facets.escapism[row])),
            hub=float(self.model.hubs[row]),
        )
        told = [part for part in parts if not self._is_doubtful(part, title)]
        return Result(
            rank=rank,
            id=title.id,
            title=title.title,
            original_title=title.original_title,
            year=title.year,
            form=title.form,
            medium=title.medium,
            countries=title.countries,
            score=score,
            reasons=reasons(
                told,
                self.model.space,
                self.model.people,
                asked=self.question.asked,
                inferred=inferred_tokens(title) | self._guessed_of_seeds,
            ),
            parts=parts,
            notes=tuple(self._notes(title, row, parts)),
        )

    def _is_doubtful(self, part: Part, title: Title) -> bool:
        """Whether a part rests on a tag that is rather not expected of the title or of the seed."""
        if part.block != "tones":
            return False
        seed = self._seeds.get(part.seed or "")
        return any(part.feature in doubtful_tokens(one) for one in (title, seed) if one is not None)

    @cached_property
    def _seeds(self) -> dict[str, Title]:
        return {seed.id: self.model.title(self.model.row(seed.id)) for seed in self.question.seeds}

    @cached_property
    def _guessed_of_seeds(self) -> frozenset[str]:
        """Tones and tags that are only expected, of any liked title."""
        return frozenset(token for title in self._seeds.values() for token in inferred_tokens(title))

    def _notes(self, title: Title, row: int, parts: Sequence[Part]) -> Iterator[str]:
        told = {related.id: related.text for related in related_titles(self.model, row)}
        yield from (told[seed.id] for seed in self.question.seeds if seed.id in told)
        yield from self._nearest_like(parts)
        if title.status is Status.UPCOMING and not self._is_out(row):
            yield "not yet released, by the catalogue's date"
        yield from self._undecided(row)

    def _nearest_like(self, parts: Sequence[Part]) -> Iterator[str]:
        """Yield which of many likes brought a title here."""
        titles = {seed.id: seed.title for seed in self.question.seeds if seed.weight > 0}
        if self.question.query.blend is Blend.NEAREST and len(titles) > 1:
            sums: dict[str, float] = defaultdict(float)
            for part in parts:
                if part.seed in titles:
                    sums[part.seed] += part.value
            if sums:
                yield f"nearest to what you liked in {titles[max(sums, key=lambda id: (sums[id], id))]}"

    def _undecided(self, row: int) -> Iterator[str]:
        """Yield which filters could not decide about a title."""
        silent: list[str] = []
        unknown: list[str] = []
        for verdict in self.question.screen.verdicts:
            if verdict.unknown[row]:
                is_silent = verdict.silent is not None and verdict.silent[row]
                (silent if is_silent else unknown).append(verdict.name.split(": ")[-1])
        if unknown:
            yield f"not known: {', '.join(unknown)}"
        if silent:
            yield f"nothing is said of: {', '.join(silent)}"

    def _is_out(self, row: int) -> bool:
        """Whether a title is certainly out on the day that was asked about."""
        day = self.question.query.filters.released_by
        until = int(self.model.facets.released_until[row])
        return day is not None and 0 < until <= int(day.last_day.replace("-", ""))


def related_titles(model: Model, row: int) -> Iterator[RelatedTitle]:
    """Yield direct relations of a title, then the other titles of its story world.

    Parameters
    ----------
    model : Model
        The model.
    row : int
        The title.

    Yields
    ------
    RelatedTitle
        Each other title once.
    """
    kinds: dict[int, RelationKind | None] = dict(model.relations.of(row))
    for other in model.relations.franchise_of(row):
        kinds.setdefault(int(other), None)
    kinds.pop(row, None)
    titles = {number: model.title(number) for number in (row, *kinds)}
    names = Counter(title.title for title in titles.values())
    called = {n: t.title if names[t.title] == 1 else f"{t.title} ({t.year})" for n, t in titles.items()}
    for other, kind in kinds.items():
        title = titles[other]
        text = sentence(kind, this=called[row], other=called[other])
        yield RelatedTitle(title.id, title.title, title.year, kind or SAME_FRANCHISE, text)
