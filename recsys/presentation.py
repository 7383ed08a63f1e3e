"""A hit as people see it: facts, reasons, exact parts, and notes on what is not certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from recsys.answer import Part, Reason, ReasonKind, RelatedTitle, Result
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.features.tokens import doubtful_tokens, inferred_tokens
from recsys.filter_names import subject
from recsys.model import Model
from recsys.notes import notes
from recsys.question import Question
from recsys.ranking import SAME_FRANCHISE, Added, explain, reasons, sentence, versions_of, viewer_sums
from recsys.title import RelationKind, Title
from recsys.wording import ENGLISH, Language

_PLACES = 2


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
        title = self.model.title(row)
        parts = explain(
            self.question.evidence,
            self.model.space,
            self.question.weights,
            self.model.vector(row),
            year=int(self.model.facets.year[row]),
            added=self._added(row),
            hub=float(self.model.hubs[row]),
            spoilers=self.question.query.spoilers,
        )
        told = [part for part in parts if not self._is_doubtful(part, title)]
        found = reasons(
            told,
            self.model.space,
            self.model.people,
            asked=self.question.asked,
            inferred=inferred_tokens(title) | self._guessed_of_seeds,
            language=self.language,
            named=self._named(title),
        )
        n_felt = sum(one.kind in (ReasonKind.GENRE, ReasonKind.TONE) and one.value > 0 for one in found)
        related = {one.id: one.text for one in related_titles(self.model, row, self.language)}
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
                *notes(self.model, self.question, row, parts, related, self.language),
                *self._viewers(row),
            ),
        )

    def _named(self, title: Title) -> dict[str, str]:
        """People of a title who have a name of their own in the language of the answer, by token."""
        people = self.model.people
        names = ((people.canonical(credit), self.language.person(credit)) for credit in title.credits)
        return {token: name for token, name in names if name is not None}

    def _added(self, row: int) -> Added:
        facets, question = self.model.facets, self.question
        lifted = [lift for lift in question.lifts if row in lift.places]
        return Added(
            escapism=question.escapism * float(np.nan_to_num(facets.escapism[row])),
            fame=question.fame * float(np.nan_to_num(facets.fame[row])),
            lift=sum(lift.value_of(row) for lift in lifted),
            lift_name="; ".join(
                f"{lift.name.removeprefix('rank:')}, place {lift.places[row]}" for lift in lifted
            ),
        )

    def _is_doubtful(self, part: Part, title: Title) -> bool:
        """Whether a part rests on a tag that is rather not expected of the title or of the seed."""
        if part.block != "tones":
            return False
        seed = self._seeds.get(part.seed or "")
        return any(part.feature in doubtful_tokens(one) for one in (title, seed) if one is not None)

    @cached_property
    def _seeds(self) -> Mapping[str, Title]:
        return {seed.id: self.model.title(self.model.row(seed.id)) for seed in self.question.seeds}

    @cached_property
    def _guessed_of_seeds(self) -> frozenset[str]:
        """Tones and tags that are only expected, of any liked title."""
        return frozenset(token for title in self._seeds.values() for token in inferred_tokens(title))

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
    titles = {number: model.title(number) for number in (row, *kinds)}
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
