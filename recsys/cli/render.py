"""An answer as people read it: ranked titles with their reasons, and why there are no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from recsys.answer import Answer, Part, ReasonKind, Result
from recsys.cli.options_of_filter import options_of
from recsys.cli.render_question import render_question
from recsys.cli.terminal import clean, write
from recsys.filter_names import filter_in_words
from recsys.title import Medium
from recsys.wording import ENGLISH, Language, language_of, sayable

BAR = 10
_INDENT = 4
_KINDS = {
    ReasonKind.GENRE: sayable("genre"),
    ReasonKind.TONE: sayable("tone"),
    ReasonKind.WORDS: sayable("words"),
    ReasonKind.PEOPLE: sayable("people"),
    ReasonKind.ORIGIN: sayable("origin"),
    ReasonKind.STRUCTURE: sayable("structure"),
}
_NOTE = sayable("note")


def render_answer(console: Console, answer: Answer, *, with_parts: bool = False) -> None:
    """Write an answer for people.

    Parameters
    ----------
    console : Console
        Where to.
    answer : Answer
        The answer.
    with_parts : bool
        Whether to unfold the exact summands of each score.
    """
    language = language_of(answer.query.options.get("language", ENGLISH.code))
    render_question(console, answer, language)
    first = answer.results[0].score if answer.results else 0.0
    for result in answer.results:
        write(console)
        render_result(console, result, first=first, language=language)
        if with_parts:
            _render_parts(console, result)
    shown = {result.id for result in answer.results}
    others = [related for related in answer.related if related.id not in shown]
    for heading, lines in (
        (language.say("Other versions of the same story"), (one.text for one in others if one.is_version)),
        (language.say("Of the same story world"), (one.text for one in others if not one.is_version)),
        (language.say("Dropping one filter would give"), _relaxations(answer, language)),
        (language.say("Please note"), answer.notices),
    ):
        _render_list(console, heading, lines)


def render_result(console: Console, result: Result, *, first: float, language: Language = ENGLISH) -> None:
    """Write one result: its facts, its reasons in their order, one line each, and its notes.

    Parameters
    ----------
    console : Console
        Where to.
    result : Result
        The result.
    first : float
        Score of the first result, which has the whole bar; a raw score means nothing by itself.
    language : Language
        The language of labels and countries.
    """
    filled = "█" if console.encoding.startswith("utf") else "#"
    write(console, _headline(result, bar(result.score, first, filled), language))
    width = max(cell_len(language.say(label)) for label in (*_KINDS.values(), _NOTE)) + 2
    told = [(_KINDS[reason.kind], reason.text) for reason in result.reasons]
    for label, text in (*told, *((_NOTE, note) for note in result.notes)):
        write(console, _labelled(language.say(label), text, width), indent=_INDENT)


def bar(score: float, first: float, filled: str = "█") -> str:
    """Return a score as a bar relative to the first one.

    Parameters
    ----------
    score, first : float
        Raw scores.
    filled : str
        A full cell.

    Returns
    -------
    str
        Ten cells; empty at zero and below.
    """
    share = score / first if first > 0 else 0.0
    cells = round(BAR * min(max(share, 0.0), 1.0))
    return (filled * cells).ljust(BAR, "·" if filled == "█" else ".")


def _headline(result: Result, drawn: str, language: Language) -> Text:
    line = Text(f"{result.rank:>3} ").append(drawn, "cyan").append(" ")
    line.append(clean(result.title), "bold")
    if result.original_title and result.original_title != result.title:
        line.append(f"  {clean(result.original_title)}")
    facts = _facts(result, language)
    return line.append(f"  ({', '.join(facts)})", "dim") if facts else line


def _labelled(label: str, text: str, width: int) -> Text:
    return Text(label + " " * (width - cell_len(label)), "dim").append(clean(text), "not dim")


def _render_parts(console: Console, result: Result) -> None:
    write(console, f"score {result.score:.6f}, the sum of", indent=_INDENT)
    for part in _by_size(result.parts):
        source = f"  from {part.seed}" if part.seed else ""
        write(console, f"{part.value:+.6f}  {part.block}: {part.feature}{source}", indent=_INDENT + 2)


def _by_size(parts: Iterable[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: (-abs(part.value), part.block, part.feature, part.seed or ""))


def _render_list(console: Console, heading: str, lines: Iterable[str]) -> None:
    found: Sequence[str] = tuple(lines)
    if found:
        write(console)
        write(console, f"{heading}:", style="bold")
    for line in found:
        write(console, f"- {line}", indent=2)


def _relaxations(answer: Answer, language: Language) -> Iterable[str]:
    for relaxation in answer.relaxations:
        yield language.say_n(
            "without a condition on {filter} (leave out {options}): {n} result",
            "without a condition on {filter} (leave out {options}): {n} results",
            relaxation.results,
            filter=filter_in_words(relaxation.drop, language),
            options=language.listed(options_of(relaxation.drop, answer)),
        )


def _facts(result: Result, language: Language) -> list[str]:
    form = result.form and language.form(result.form)
    if form and result.medium == Medium.ANIMATION:
        form = language.say("animated {form}", form=form)
    countries = " + ".join(map(language.country, result.countries))
    return [str(fact) for fact in (result.year, form, clean(countries)) if fact]
