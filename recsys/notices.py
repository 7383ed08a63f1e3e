"""What one should know of a whole answer: words that were dropped, filters that left nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recsys.model import Model
from recsys.question import Question
from recsys.ranking import POOL
from recsys.wording import Language

MOST_RELATED = 50
"""Related titles that an answer lists at most."""
_MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class Count:
    """What a question found, in numbers.

    Parameters
    ----------
    n_found : int
        Titles that the list has, on all its pages; of a page with results those up to its end,
        because then nothing is said of the others, and counting them takes longer than the search.
    n_related : int
        Titles of the seeds' story worlds.
    is_barren : bool
        Whether there was no title even before the filters.
    """

    n_found: int
    n_related: int
    is_barren: bool = False


def notices(model: Model, question: Question, count: Count, language: Language) -> Iterator[str]:
    """Yield what one should know of an answer.

    Parameters
    ----------
    model : Model
        The model that answered.
    question : Question
        What was asked.
    count : Count
        What was found.
    language : Language
        The language of the notices.

    Yields
    ------
    str
        What was not understood first, how the list ends last.
    """
    yield from _of_text(question, language)
    yield from _of_steering(model, question, language)
    if count.n_related > MOST_RELATED:
        yield language.say("{n} further related titles are not listed", n=count.n_related - MOST_RELATED)
    yield from _of_exclusion(question, language)
    yield from _of_length(question, count, language)


def _of_text(question: Question, language: Language) -> Iterator[str]:
    understood = question.understood
    if understood is not None and understood.is_empty:
        yield language.say("nothing in the text was understood")
    if understood is not None and understood.unsaid:
        words = ", ".join(understood.unsaid[:_MOST_WORDS])
        yield language.say("no condition on people says this, so it changes nothing: {words}", words=words)
    if understood is not None and understood.ignored:
        words = ", ".join(understood.ignored[:_MOST_WORDS])
        yield language.say("no title knows these words: {words}", words=words)


def _of_steering(model: Model, question: Question, language: Language) -> Iterator[str]:
    query = question.query
    if any(item.label in ("more", "less") and not len(item.vector.columns) for item in question.evidence):
        yield language.say(
            "no title of this catalogue carries one of the tones that more or less was asked of"
        )
    if (query.more or query.less) and not question.weights.get("tones"):
        yield language.say("tones weigh nothing in this question: more and less have no effect")
    if query.fame:
        yield language.say(
            "how famous a title is, is known of {n} of {all}; the others stay as they are",
            n=model.facets.n_of_known_fame,
            all=len(model),
        )
    for lift in question.lifts:
        if not lift.places:
            yield language.say("no title of this catalogue stood in the charts {name}", name=lift.name)
    if query.seed is not None:
        yield language.say(
            "about half of the best {pool} titles were drawn, by the number {seed}",
            pool=POOL,
            seed=query.seed,
        )


def _of_exclusion(question: Question, language: Language) -> Iterator[str]:
    n_left_out = len(question.excluded)
    if n_left_out and question.query.exclude_series:
        yield language.say_n(
            "{n} title left out as asked, the rest of story worlds included",
            "{n} titles left out as asked, the rest of story worlds included",
            n_left_out,
        )
    elif n_left_out:
        yield language.say_n("{n} title left out as asked", "{n} titles left out as asked", n_left_out)
    if question.n_unknown:
        yield language.say("{n} of the titles to be left out are not in this catalogue", n=question.n_unknown)


def _of_length(question: Question, count: Count, language: Language) -> Iterator[str]:
    offset, floor = question.query.offset, question.query.min_score
    if question.vector.is_empty and count.n_found:
        yield language.say("nothing to compare with was given: the titles stand in the order of their ids")
    if count.n_found:
        if offset >= count.n_found:
            yield language.say(
                "the list ends before {offset}: {n} titles answer the question",
                offset=offset,
                n=count.n_found,
            )
    elif count.is_barren:
        yield language.say("no title shares a trait with the question")
    elif floor is not None and question.screen.allowed().any():
        yield language.say("no title that the filters leave reaches the score {score}", score=f"{floor:g}")
    else:
        yield language.say("the filters leave nothing")
