"""Golden queries: questions of viewers with judged answers, and what an answer does wrong by them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from recsys.answer import Answer, Result
from recsys.catalogue import Catalogue, tones_of
from recsys.errors import UnresolvedName
from recsys.query_document import query_from_json
from recsys.recommender import Recommender
from recsys.title import Title, ToneState

HERE = Path(__file__).parent
FROZEN = HERE / "frozen.jsonl"
"""Written before any weight was touched; what was changed since is told in docs/catalogue.md."""
OTHERS = HERE / "queries.jsonl"

Kind = Literal[
    "like", "like-but", "cross-form", "cross-country", "several-seeds", "free-text", "mission", "embarrassing"
]


class Every(BaseModel):
    """Facts that every result must have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    countries: tuple[str, ...] = ()
    countries_none: tuple[str, ...] = ()
    form: str | None = None
    medium: str | None = None
    genres: tuple[str, ...] = ()
    tones: tuple[str, ...] = ()
    cast: str | None = None

    def missed_by(self, title: Title) -> Iterator[str]:
        """Yield what a title lacks."""
        tones = {tone.id for tone in tones_of(title) if tone.state is ToneState.YES}
        cast = {credit.person for credit in title.credits if credit.role.is_cast}
        yield from (f"not from {code}" for code in self.countries if code not in title.countries)
        yield from (f"from {code}" for code in self.countries_none if code in title.countries)
        yield from (f"no {genre}" for genre in self.genres if genre not in title.genres)
        yield from (f"no {tone}" for tone in self.tones if tone not in tones)
        if self.form not in (None, title.form):
            yield f"no {self.form}"
        if self.medium not in (None, title.medium):
            yield f"not {self.medium}"
        if self.cast is not None and self.cast not in cast:
            yield f"without {self.cast}"


class Golden(BaseModel):
    """A question and its judgement: what must be among the first ten, what must not, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: Kind
    query: dict[str, Any]
    any: tuple[str, ...] = ()
    at_least: int = Field(1, ge=1)
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    every: Every = Every()
    asks_back: bool = False
    is_empty: bool = False
    why: str = Field(min_length=10)

    @property
    def named(self) -> tuple[str, ...]:
        """Ids of all titles that the judgement names."""
        return (*self.any, *self.all, *self.none)


def read_golden(path: Path) -> list[Golden]:
    """Return the golden queries of a file."""
    return [Golden.model_validate(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line]


def faults(golden: Golden, recommender: Recommender, catalogue: Catalogue) -> list[str]:
    """Return what is wrong with the first ten results of a question; nothing if it passes."""
    try:
        answer = recommender.recommend(query_from_json({**golden.query, "k": 10}))
    except UnresolvedName as error:
        return [] if golden.asks_back else [f"asks back: {error}"]
    if golden.asks_back:
        return ["does not ask back"]
    return list(_faults(golden, answer, catalogue))


def _faults(golden: Golden, answer: Answer, catalogue: Catalogue) -> Iterator[str]:
    shown = [result.id for result in answer.results]
    if not shown and not golden.is_empty:
        yield "nothing is shown"
    if golden.is_empty and shown:
        yield f"shows {', '.join(shown)}"
    found = [id for id in golden.any if id in shown]
    if golden.any and len(found) < golden.at_least:
        yield f"only {len(found)} of {golden.at_least} among {', '.join(golden.any)}"
    yield from (f"{id} is missing" for id in golden.all if id not in shown)
    yield from (f"{id} is shown" for id in golden.none if id in shown)
    yield from _unlike(golden.every, answer.results, catalogue)


def _unlike(every: Every, results: Sequence[Result], catalogue: Catalogue) -> Iterator[str]:
    # What a filter cannot know is kept by contract, at the end and marked so.
    for result in (each for each in results if not any(note.startswith("not known") for note in each.notes)):
        for missed in every.missed_by(catalogue.by_id[result.id]):
            yield f"{result.id}: {missed}"
