"""An answer as people read it: ranked titles with their reasons, and why there are no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from recsys.answer import Answer, Part, ReasonKind, Result
from recsys.catalogue import country_name
from recsys.cli.terminal import clean, write
from recsys.title import Medium

BAR = 10
_INDENT = 4
_LABEL = max(len(kind) for kind in ReasonKind) + 2


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
    _render_question(console, answer)
    first = answer.results[0].score if answer.results else 0.0
    for result in answer.results:
        write(console)
        render_result(console, result, first=first)
        if with_parts:
            _render_parts(console, result)
    shown = {result.id for result in answer.results}
    further = (related.text for related in answer.related if related.id not in shown)
    _render_list(console, "Of the same story world", further)
    _render_list(console, "Dropping one filter would give", _relaxations(answer))
    _render_list(console, "Please note", answer.notices)


def render_result(console: Console, result: Result, *, first: float) -> None:
    """Write one result: its facts, its reasons in their order, one line each, and its notes.

    Parameters
    ----------
    console : Console
        Where to.
    result : Result
        The result.
    first : float
        Score of the first result, which has the whole bar; a raw score means nothing by itself.
    """
    filled = "█" if console.encoding.startswith("utf") else "#"
    write(console, _headline(result, bar(result.score, first, filled)))
    for reason in result.reasons:
        write(console, _labelled(reason.kind, reason.text), indent=_INDENT)
    for note in result.notes:
        write(console, _labelled("note", note), indent=_INDENT)


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


def _headline(result: Result, drawn: str) -> Text:
    line = Text(f"{result.rank:>3} ").append(drawn, "cyan").append(" ")
    line.append(clean(result.title), "bold")
    if result.original_title and result.original_title != result.title:
        line.append(f"  {clean(result.original_title)}")
    facts = _facts(result)
    return line.append(f"  ({', '.join(facts)})", "dim") if facts else line


def _labelled(label: str, text: str) -> Text:
    return Text(f"{label:<{_LABEL}}", "dim").append(clean(text), "not dim")


def _render_question(console: Console, answer: Answer) -> None:
    query = answer.query
    for word, seeds in (
        ("Like", [seed for seed in query.seeds if seed.weight > 0]),
        ("Unlike", [seed for seed in query.seeds if seed.weight < 0]),
    ):
        for seed in seeds:
            found = "" if seed.matched_by in ("id", "title") else f" (found by {seed.matched_by})"
            write(console, f"{word} {seed.title} [{seed.id}]{found}", style="bold")
    if query.understood:
        write(console, f"Understood of the text: {', '.join(query.understood)}")


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


def _relaxations(answer: Answer) -> Iterable[str]:
    for relaxation in answer.relaxations:
        word = "result" if relaxation.results == 1 else "results"
        yield f"without {relaxation.drop}: {relaxation.results} {word}"


def _facts(result: Result) -> list[str]:
    form = result.form
    if form and result.medium == Medium.ANIMATION:
        form = f"animated {form}"
    countries = " + ".join(country_name(code) or code for code in result.countries)
    return [str(fact) for fact in (result.year, form, clean(countries)) if fact]
