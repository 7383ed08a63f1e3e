"""A hit as people see it: facts, reasons, exact parts, and notes on what is not certain."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from recsys.answer import Result
from recsys.catalogue.derived import tones_of, warnings_of
from recsys.index import tone_id
from recsys.model import Model
from recsys.question import Question
from recsys.ranking import explain, reasons, sentence
from recsys.title import Status, Title, ToneBasis


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

    def result(self, row: int, score: float, *, rank: int, is_unsure: bool) -> Result:
        """Return one result.

        Parameters
        ----------
        row : int
            The title.
        score : float
            Its score.
        rank : int
            Its place, from 1.
        is_unsure : bool
            Whether a filter could not decide about it.

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
        )
        inferred = frozenset(tone.id for tone in tones_of(title) if tone.basis is ToneBasis.INFERRED)
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
            reasons=reasons(parts, self.model.space, self.model.people, inferred=inferred),
            parts=parts,
            notes=tuple(self._notes(title, row, is_unsure=is_unsure)),
        )

    def _notes(self, title: Title, row: int, *, is_unsure: bool) -> Iterator[str]:
        kinds = {other: kind.inverse for other, kind in self.model.relations.of(row)}
        for seed, seed_row in zip(self.question.seeds, self.question.rows, strict=True):
            if seed_row in kinds:
                yield sentence(kinds[seed_row], this=seed.title, other=title.title)
        if title.status is Status.UPCOMING and not self._is_out(title):
            yield "not yet released, by the catalogue's date"
        if is_unsure:
            yield f"not known: {', '.join(self._unknown(title))}"

    def _is_out(self, title: Title) -> bool:
        """Whether a title is certainly out on the day that was asked about."""
        day = self.question.query.filters.released_by
        return day is not None and any(release.date.last_day <= day.last_day for release in title.releases)

    def _unknown(self, title: Title) -> Iterator[str]:
        filters = self.question.query.filters
        known = {tone.id for tone in tones_of(title)} | set(warnings_of(title) or ())
        wanted = [condition.id for condition in filters.tones] + list(filters.avoid)
        yield from (name for name in wanted if tone_id(name) not in known)
        facts = {
            "countries": filters.countries != type(filters.countries)() and not title.countries,
            "form": filters.form is not None and title.form is None,
            "medium": filters.medium is not None and title.medium is None,
            "year": filters.year is not None and title.year is None,
            "genres": bool(filters.genres) and not title.genres,
            "release date": filters.released_by is not None,
        }
        yield from (name for name, is_missing in facts.items() if is_missing)
