"""An answer as Markdown, to be sent to a friend or put on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from recsys.answer import Answer, Result
from recsys.answer_files.table import one_line
from recsys.title import Medium
from recsys.wording import ENGLISH, Language, language_of

_SIGNS = re.compile(r"([\\`*_\[\]<>|~#&])")
# What makes a list, a heading or a rule at the beginning of a line only.
_BEGINNING = re.compile(r"^(?:([-+=])|(\d+)([.)]))")


def answer_markdown(answer: Answer) -> str:
    """Return an answer as Markdown: a heading, a numbered list with reasons, and what else to know.

    Parameters
    ----------
    answer : Answer
        The answer.

    Returns
    -------
    str
        Ends with a line feed. Signs of Markdown and HTML in names and reasons are escaped.
    """
    language = language_of(answer.query.options.get("language", ENGLISH.code))
    lines = [f"# {_heading(answer)}", ""]
    for result in answer.results:
        lines += [f"{result.rank}. {_headline(result, language)}", *_details(result)]
    if not answer.results:
        lines.append("Nothing is left.")
    shown = {result.id for result in answer.results}
    others = [related for related in answer.related if related.id not in shown]
    versions = (related.text for related in others if related.is_version)
    world = (related.text for related in others if not related.is_version)
    lines += _section(language.say("Other versions of the same story"), versions)
    lines += _section(language.say("Of the same story world"), world)
    lines += _section(language.say("Dropping one filter would give"), _relaxations(answer))
    lines += _section(language.say("Please note"), answer.notices)
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        One line, its signs escaped by a backslash.
    """
    plain = _SIGNS.sub(r"\\\1", one_line(text))
    return _BEGINNING.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", plain)


def _heading(answer: Answer) -> str:
    query = answer.query
    liked = [escaped(seed.title) for seed in query.seeds if seed.weight > 0]
    unliked = [escaped(seed.title) for seed in query.seeds if seed.weight < 0]
    said = [f"Like {', '.join(liked)}"] if liked else []
    said += [f"{'unlike' if said else 'Unlike'} {', '.join(unliked)}"] if unliked else []
    said += [escaped(query.text)] if query.text.strip() else []
    return "; ".join(said) or "Recommended titles"


def _headline(result: Result, language: Language) -> str:
    form = result.form and language.form(result.form)
    if form and result.medium == Medium.ANIMATION:
        form = language.say("animated {form}", form=form)
    countries = " + ".join(map(language.country, result.countries))
    facts = ", ".join(str(fact) for fact in (result.year, form, countries) if fact)
    has_original = result.original_title and result.original_title != result.title
    original = f" {escaped(result.original_title or '')}" if has_original else ""
    return f"**{escaped(result.title)}**{original}" + (f" ({escaped(facts)})" if facts else "")


def _details(result: Result) -> Iterator[str]:
    indent = " " * (len(str(result.rank)) + 2)  # of the text of its item, so that it belongs to it
    for reason in result.reasons:
        yield f"{indent}- {reason.kind}: {escaped(reason.text)}"
    for note in result.notes:
        yield f"{indent}- note: {escaped(note)}"


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    found = [f"- {escaped(line)}" for line in lines]
    return ["", f"## {heading}", "", *found] if found else []


def _relaxations(answer: Answer) -> Iterator[str]:
    for relaxation in answer.relaxations:
        word = "result" if relaxation.results == 1 else "results"
        yield f"without {relaxation.drop}: {relaxation.results} {word}"
