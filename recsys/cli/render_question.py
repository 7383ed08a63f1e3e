"""A question as it was understood, for people: which titles were meant, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from recsys.answer import Answer, ResolvedSeed
from recsys.cli.terminal import write
from recsys.wording import Language, sayable

MOST_SEEDS = 10
"""Titles that are named of each viewer's likes and dislikes; of a history there may be a hundred."""

_INDENT = 2
_LIKE, _UNLIKE = sayable("Like {title}"), sayable("Unlike {title}")


def render_question(console: Console, answer: Answer, language: Language) -> None:
    """Write what a question was understood as; of several viewers one after the other.

    Parameters
    ----------
    console : Console
        Where to.
    answer : Answer
        The answer.
    language : Language
        The language of the words.
    """
    query = answer.query
    names: Sequence[str] = query.options.get("together", ())
    _render_seeds(console, [seed for seed in query.seeds if seed.viewer is None], language)
    for number, name in enumerate(names, 1):
        write(console, f"{name}:", style="bold")
        own = [seed for seed in query.seeds if seed.viewer == number]
        _render_seeds(console, own, language, indent=_INDENT)
    if query.understood:
        words = ", ".join(query.understood)
        write(console, language.say("Understood of the text: {words}", words=words))


def _render_seeds(
    console: Console, seeds: Sequence[ResolvedSeed], language: Language, *, indent: int = 0
) -> None:
    for message, some in (
        (_LIKE, [seed for seed in seeds if seed.weight > 0]),
        (_UNLIKE, [seed for seed in seeds if seed.weight < 0]),
    ):
        for seed in some[:MOST_SEEDS]:
            said = language.say(message, title=f"{seed.title} [{seed.id}]")
            found = "" if seed.matched_by in ("id", "title") else f" (found by {seed.matched_by})"
            write(console, said + found, indent=indent, style="bold")
        if len(some) > MOST_SEEDS:
            write(console, language.say("and {n} more", n=len(some) - MOST_SEEDS), indent=indent + _INDENT)
