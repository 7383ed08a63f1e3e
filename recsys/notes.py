"""What one should know of a result: relations to a seed, what is not known, what charts added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from recsys.answer import Part
from recsys.catalogue.vocabulary import WARNING_GROUP, tone_vocabulary
from recsys.filter_names import subject
from recsys.filters import Upcoming
from recsys.index import Verdict
from recsys.lifts import Lift
from recsys.model import Model
from recsys.query import Blend
from recsys.question import Question
from recsys.title import Status, Title
from recsys.wording import Language

_OF = ": "


def notes(
    model: Model,
    question: Question,
    row: int,
    parts: Sequence[Part],
    told: Mapping[str, str],
    language: Language,
) -> Iterator[str]:
    """Yield what one should know of a result.

    Parameters
    ----------
    model : Model
        The model that answered.
    question : Question
        What was asked.
    row : int
        The title.
    parts : sequence of Part
        Summands of its score.
    told : mapping of str to str
        What each related title is to it, as a sentence, by id.
    language : Language
        The language of the notes.

    Yields
    ------
    str
        Relations first, what is not known last.
    """
    title = model.sketch(row)
    yield from dict.fromkeys(told[seed.id] for seed in question.seeds if seed.id in told)
    yield from _nearest_like(question, parts, language)
    yield from _release(model, question, row, title, language)
    yield from (_lifted(lift, row, language) for lift in question.lifts if row in lift.places)
    yield from _undecided(question.screen.verdicts, row, language)


def _nearest_like(question: Question, parts: Sequence[Part], language: Language) -> Iterator[str]:
    """Which of many likes brought a title here."""
    titles = {seed.id: seed.title for seed in question.seeds if seed.weight > 0}
    if question.query.blend is Blend.NEAREST and len(titles) > 1:
        sums: dict[str, float] = defaultdict(float)
        for part in parts:
            if part.seed in titles:
                sums[part.seed] += part.value
        if sums:
            nearest = titles[max(sums, key=lambda id: (sums[id], id))]
            yield language.say("nearest to what you liked in {title}", title=nearest)


def _release(model: Model, question: Question, row: int, title: Title, language: Language) -> Iterator[str]:
    asked = question.query.filters
    day = asked.released_by
    if day is None:
        if title.status is Status.UPCOMING:
            yield language.say("not yet released, by the catalogue's date")
        return
    last = int(day.last_day.replace("-", ""))
    until, since = int(model.facets.released_until[row]), int(model.facets.released_from[row])
    if 0 < until <= last:
        return
    if since > last or title.status is Status.UPCOMING:
        yield language.say("not yet released on {day}, by the catalogue's date", day=day.text)
    elif asked.upcoming is Upcoming.KEEP:
        yield language.say("not known: {names}", names=language.say("release date"))


def _lifted(lift: Lift, row: int, language: Language) -> str:
    return language.say(
        "raised by {value} for its place {place} in the charts of {chart}",
        value=f"{lift.value_of(row):.3f}",
        place=lift.places[row],
        chart=language.country(lift.country) if lift.country else language.say("the world"),
    )


def _undecided(verdicts: Sequence[Verdict], row: int, language: Language) -> Iterator[str]:
    """Which filters could not decide about a title."""
    unwarned: list[str] = []
    silent: list[str] = []
    unknown: list[str] = []
    for verdict in verdicts:
        if verdict.unknown[row]:
            is_silent = verdict.silent is not None and bool(verdict.silent[row])
            (silent if is_silent else unwarned if _is_warning(verdict) else unknown).append(
                subject(verdict.name, language)
            )
    if unknown:
        yield language.say("not known: {names}", names=", ".join(dict.fromkeys(unknown)))
    if unwarned:
        yield language.say("no warning data: {names}", names=", ".join(dict.fromkeys(unwarned)))
    if silent:
        yield language.say("nothing is said of: {names}", names=", ".join(dict.fromkeys(silent)))


def _is_warning(verdict: Verdict) -> bool:
    kind, _, name = verdict.name.partition(_OF)
    entry = tone_vocabulary().get(tone_vocabulary().by_name(name) or "")
    return kind == "avoid" and entry is not None and entry.group == WARNING_GROUP
