"""A hit as people see it: facts, reasons, exact parts, and notes on what is not certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from recsys.answer import Part, Reason, ReasonKind, RelatedTitle, Result
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.features.tokens import doubtful_tokens, inferred_tokens
from recsys.filter_names import subject
from recsys.model import Model
from recsys.notes import notes
from recsys.question import Question
from recsys.ranking import SAME_FRANCHISE, Added, reasons, sentence, versions_of, viewer_sums
from recsys.ranking.explanation import NOTHING_ADDED, Explainer
from recsys.ranking.remembered import Remembered
from recsys.title import RelationKind
from recsys.wording import ENGLISH, Language

_PLACES = 2
_FELT = (ReasonKind.GENRE, ReasonKind.TONE)
_OF_PEOPLE = frozenset({"cast", "creators"})


class _Guesses(NamedTuple):
    """Tokens of the block of tones that nobody stated of a title, and those of them not to be told."""

    inferred: frozenset[str]
    doubtful: frozenset[str]


_GUESSES: Remembered[int, _Guesses] = Remembered(65_536)
"""What was found out of single titles, by row, for each model."""
_NAMED: Remembered[tuple[str, str], tuple[Language, Mapping[str, str]]] = Remembered(4_096)
"""Names of people in languages other than English, by title and language, for each model."""


def _guesses(model: Model, row: int) -> _Guesses:
    table = _GUESSES.of(model)
    found = table.get(row)
    if found is None:
        sketch = model.sketch(row)
        inferred = inferred_tokens(sketch, lambda: model.title(row))
        found = table[row] = _Guesses(inferred, doubtful_tokens(sketch))
    return found


class Presenter:
    """Turns rows and scores of one answer into results.

    Parameters
    ----------
    model : Model
        The model that answered.
    question : Question
        What was asked.
    language : Language
        The language of names, reasons and notes.
    """

    def __init__(self, model: Model, question: Question, language: Language = ENGLISH) -> None:
        self.model = model
        self.question = question
        self.language = language

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
        title = self.model.sketch(row)
        parts = self._explainer.parts(
            self.model.vector(row),
            year=int(self.model.facets.year[row]),
            added=self._added(row),
            hub=float(self.model.hubs[row]),
        )
        guesses = _guesses(self.model, row)
        found = reasons(
            self._without_doubtful(parts, guesses),
            self.model.space,
            self.model.people,
            asked=self._asked,
            inferred=guesses.inferred | self._guessed_of_seeds,
            language=self.language,
            named=self._named(row, title.id, parts),
        )
        n_felt = sum([one.kind in _FELT and one.value > 0 for one in found])
        return Result(
            rank=rank,
            id=title.id,
            title=self.language.title(title),
            original_title=title.original_title,
            year=title.year,
            form=title.form,
            medium=title.medium,
            countries=title.countries,
            score=score,
            reasons=(*found[:n_felt], *self._ending(row), *found[n_felt:], *self._as_asked(row)),
            parts=parts,
            notes=(
                *notes(self.model, self.question, row, parts, self._related(row), self.language),
                *self._viewers(row),
            ),
        )

    @cached_property
    def _explainer(self) -> Explainer:
        question = self.question
        spoilers = question.query.spoilers
        return Explainer(question.evidence, self.model.space, question.weights, spoilers=spoilers)

    @cached_property
    def _asked(self) -> frozenset[str]:
        return self.question.asked

    def _named(self, row: int, id: str, parts: Sequence[Part]) -> Mapping[str, str]:
        """People of a title who have a name of their own in the language of the answer, by token."""
        if self.language.code == ENGLISH.code or not any(part.block in _OF_PEOPLE for part in parts):
            return {}
        table, key = _NAMED.of(self.model), (id, self.language.code)
        known = table.get(key)
        if known is None or known[0] is not self.language:
            own = [(credit, self.language.person(credit)) for credit in self.model.title(row).credits]
            canonical = self.model.people.canonical
            names = {canonical(credit): name for credit, name in own if name is not None}
            known = table[key] = self.language, names
        return known[1]

    def _related(self, row: int) -> dict[str, str]:
        """What each related title is to one, as a sentence by id; only seeds are asked for."""
        graph = self.model.relations
        if not graph.edges.lengths[row]:
            return {}
        rows, worlds = self._seed_rows
        if int(graph.franchise[row]) not in worlds and rows.isdisjoint(graph.edges.row(row).columns.tolist()):
            return {}
        return {one.id: one.text for one in related_titles(self.model, row, self.language)}

    def _added(self, row: int) -> Added:
        facets, question = self.model.facets, self.question
        lifted = [lift for lift in question.lifts if row in lift.places]
        if not (lifted or question.escapism or question.fame):
            return NOTHING_ADDED
        return Added(
            escapism=question.escapism * float(np.nan_to_num(facets.escapism[row])),
            fame=question.fame * float(np.nan_to_num(facets.fame[row])),
            lift=sum(lift.value_of(row) for lift in lifted),
            lift_name="; ".join(
                f"{lift.name.removeprefix('rank:')}, place {lift.places[row]}" for lift in lifted
            ),
        )

    def _without_doubtful(self, parts: Sequence[Part], guesses: _Guesses) -> Sequence[Part]:
        """The parts but for those that rest on a tag rather not expected, of the title or of the seed."""
        of_seeds = self._doubtful_of_seeds
        if not (guesses.doubtful or of_seeds):
            return parts
        own = guesses.doubtful
        both = {id: own | of_seed for id, of_seed in of_seeds.items()}
        return [p for p in parts if p.block != "tones" or p.feature not in both.get(p.seed or "", own)]

    @cached_property
    def _seeds(self) -> Mapping[str, int]:
        return dict(zip((seed.id for seed in self.question.seeds), self.question.found.rows, strict=True))

    @cached_property
    def _seed_rows(self) -> tuple[frozenset[int], frozenset[int]]:
        """The seeds, and the numbers of their story worlds."""
        rows = self.question.found.rows
        return frozenset(rows), frozenset(self.model.relations.franchise[list(rows)].tolist())

    @cached_property
    def _doubtful_of_seeds(self) -> Mapping[str, frozenset[str]]:
        """Tags that are rather not expected, by the seed that has any."""
        own = {id: _guesses(self.model, row).doubtful for id, row in self._seeds.items()}
        return {id: doubtful for id, doubtful in own.items() if doubtful}

    @cached_property
    def _guessed_of_seeds(self) -> frozenset[str]:
        """Tones and tags that are only expected, of any seed."""
        every = (_guesses(self.model, row).inferred for row in self._seeds.values())
        return frozenset[str]().union(*every)

    def _ending(self, row: int) -> Iterator[Reason]:
        """The reason of a title that was filtered by its ending, which is not named."""
        known = [verdict for verdict in self.question.screen.verdicts if verdict.passes[row]]
        if any(_is_of_ending(verdict.name) for verdict in known):
            said = self.language.say("matches your ending preference")
            yield Reason(ReasonKind.TONE, said, (), (), 0.0)

    def _as_asked(self, row: int) -> Iterator[Reason]:
        """The reason of a title where nothing but filters was asked."""
        if self.question.is_directed:
            return
        passed = (verdict.name for verdict in self.question.screen.verdicts if verdict.passes[row])
        subjects = tuple(dict.fromkeys(subject(name, self.language) for name in passed))
        if subjects:
            said = self.language.say("as you asked: {names}", names=self.language.listed(subjects))
            yield Reason(ReasonKind.STRUCTURE, said, subjects, (), 0.0)

    def _viewers(self, row: int) -> Iterator[str]:
        """How well a title suits each of several viewers."""
        tastes = self.question.query.together
        if not tastes:
            return
        sums = viewer_sums(
            self.question.evidence,
            self.model.space,
            self.question.weights,
            self.model.vector(row),
            year=int(self.model.facets.year[row]),
        )
        hub = float(self.model.hubs[row])
        for number, (taste, summed) in enumerate(zip(tastes, sums, strict=True), 1):
            yield self.language.say(
                "for {viewer}: {share} of the best there is",
                viewer=taste.name or self.language.say("viewer {n}", n=number),
                share=f"{summed * hub / self.question.level:.{_PLACES}f}",
            )


def _is_of_ending(filter_name: str) -> bool:
    kind, _, name = filter_name.partition(": ")
    vocabulary = tone_vocabulary()
    entry = vocabulary.get(vocabulary.by_name(name.partition(">=")[0]) or "")
    return kind in ("avoid", "tones") and entry is not None and entry.spoiler


def related_titles(model: Model, row: int, language: Language = ENGLISH) -> Iterator[RelatedTitle]:
    """Yield direct relations of a title, then the other titles of its story world.

    Parameters
    ----------
    model : Model
        The model.
    row : int
        The title.
    language : Language
        The language of names and sentences.

    Yields
    ------
    RelatedTitle
        Each other title once.
    """
    kinds: dict[int, RelationKind | None] = dict(model.relations.of(row))
    for other in model.relations.franchise_of(row):
        kinds.setdefault(int(other), None)
    kinds.pop(row, None)
    titles = {number: model.sketch(number) for number in (row, *kinds)}
    plain = {number: language.title(title) for number, title in titles.items()}
    names = Counter(plain.values())
    versions = versions_of(model.relations, [row])
    called = {n: name if names[name] == 1 else f"{name} ({titles[n].year})" for n, name in plain.items()}
    for other, kind in kinds.items():
        title = titles[other]
        text = sentence(kind, this=called[row], other=called[other], language=language)
        yield RelatedTitle(
            title.id, plain[other], title.year, kind or SAME_FRANCHISE, text, is_version=other in versions
        )
