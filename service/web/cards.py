"""A title as the pages show it: names, facts, figure, and, in an answer, the reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recsys.answer import Answer, Part, Reason, ResolvedQuery, Result
from recsys.model import Model
from recsys.title import Form, Medium, Status, Title
from recsys.wording import ENGLISH, Language
from service.web.address import Address
from service.web.fingerprint import Fingerprint, fingerprint
from service.web.scripts import language_of, runs_down
from service.web.steering import Stepper, steppers
from service.web.told import block_name, kind, part_name

_BILLED = 3
_COLON = re.compile("[:：]")  # what stands before the names of tones ends with one, in any language
_LAST = 10_000  # who has no place in the billing comes last


@dataclass(frozen=True, slots=True)
class TitleView:
    """What every page shows of a title.

    Parameters
    ----------
    id, name : str
        Identifier and name.
    native : str
        Name in its own script, or the English one beside that; empty if it is the same or not known.
    language : str
        Language of the native name; empty if not known.
    cover, cover_language : str
        The name on its cover, as the title itself writes it, and its language; that may be empty.
    runs_down : bool
        Whether the name on its cover is set from top to bottom.
    facts : tuple of str
        Year, form and countries, as far as known.
    length : str
        Episodes of a series, minutes of all else; empty if not known.
    cast : tuple of str
        Who is billed first, at most 3.
    synopsis : str
        What it is about; empty if not known.
    figure : Fingerprint
        Its tones.
    """

    id: str
    name: str
    native: str
    language: str
    cover: str
    cover_language: str
    runs_down: bool
    facts: tuple[str, ...]
    length: str
    cast: tuple[str, ...]
    synopsis: str
    figure: Fingerprint


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One reason with what can be steered about it.

    Parameters
    ----------
    kind : str
        What it speaks of.
    text : str
        The whole reason; for tones only what stands before their names.
    steppers : tuple of Stepper
        Each named tone, or the block.
    names_tones : bool
        Whether the names of the steppers are part of the sentence.
    is_against : bool
        Whether it lowers the score.
    """

    kind: str
    text: str
    steppers: tuple[Stepper, ...]
    names_tones: bool
    is_against: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """One summand of a score, in words.

    Parameters
    ----------
    block, name : str
        What it belongs to and what it is called.
    brought_by : str
        The title or wish that brought it; empty for a dial.
    value : float
        What it adds.
    """

    block: str
    name: str
    brought_by: str
    value: float


@dataclass(frozen=True, slots=True)
class Card:
    """One result of an answer.

    Parameters
    ----------
    result : Result
        As it was answered.
    view : TitleView
        The title.
    share : float
        Score relative to the first result, 0 to 1.
    reasons : tuple of ReasonView
        Why it is shown.
    parts : tuple of PartView
        Summands of its score.
    liked, disliked : Address
        The same question with this title as one more seed.
    """

    result: Result
    view: TitleView
    share: float
    reasons: tuple[ReasonView, ...]
    parts: tuple[PartView, ...]
    liked: Address
    disliked: Address


def title_view(title: Title, language: Language = ENGLISH) -> TitleView:
    """Return what the pages show of a title.

    Parameters
    ----------
    title : Title
        Any title.
    language : Language
        The language of its names.

    Returns
    -------
    TitleView
        Names, facts and figure.
    """
    name = language.title(title)
    cover = title.original_title or title.title
    tag = "" if cover == title.title else language_of(cover, title.languages, title.countries)
    # Beside a name in another language stands the original one; beside that, the English one.
    native = next((each for each in (title.original_title, title.title) if each and each != name), "")
    countries = language.listed([language.country(code) for code in title.countries])
    facts = (str(title.year or ""), _form(title, language), countries)
    billed = sorted(
        (each for each in title.credits if each.role.is_cast), key=lambda each: each.order or _LAST
    )
    return TitleView(
        id=title.id,
        name=name,
        native=native,
        language="" if not native else tag if native == cover else ENGLISH.code,
        cover=cover,
        cover_language=tag,
        runs_down=runs_down(cover),
        facts=tuple(fact for fact in facts if fact),
        length=_length(title),
        cast=tuple(dict.fromkeys(credit.person for credit in billed))[:_BILLED],
        synopsis=title.synopsis,
        figure=fingerprint(title, language),
    )


def _form(title: Title, language: Language) -> str:
    """Form and medium in words, and whether it is still to come: "upcoming animated series"."""
    if language != ENGLISH:
        told = [language.form(str(word)) for word in (title.medium, title.form) if word]
        return " · ".join(told) if title.form else ""
    words = (
        "upcoming" if title.status is Status.UPCOMING else "",
        "animated" if title.medium is Medium.ANIMATION else "",
        str(title.form or ""),
    )
    return " ".join(word for word in words if word) if title.form else ""


def _length(title: Title) -> str:
    if title.form is Form.SERIES:
        return f"{title.episodes} episode{'s' if title.episodes > 1 else ''}" if title.episodes else ""
    return f"{title.minutes} minute{'s' if title.minutes > 1 else ''}" if title.minutes else ""


def view_of(model: Model, row: int, language: Language = ENGLISH) -> TitleView:
    """Return what the pages show of a title of a model.

    Parameters
    ----------
    model : Model
        The model.
    row : int
        The title.
    language : Language
        The language of its names.

    Returns
    -------
    TitleView
        Names, facts and figure.
    """
    return title_view(model.title(row), language)


def cards(model: Model, answer: Answer, address: Address, language: Language = ENGLISH) -> Iterator[Card]:
    """Yield the cards of an answer.

    Parameters
    ----------
    model : Model
        The model that answered.
    answer : Answer
        Its answer.
    address : Address
        The question.
    language : Language
        The language of its names.

    Yields
    ------
    Card
        In the order of the results.
    """
    best = max((result.score for result in answer.results), default=0.0)
    for result in answer.results:
        yield Card(
            result=result,
            view=view_of(model, model.row(result.id), language),
            share=max(result.score, 0.0) / best if best > 0 else 0.0,
            reasons=tuple(_reason(reason, model, address) for reason in result.reasons),
            parts=part_views(model, result.parts, answer.query, language),
            liked=address.minus("dislike", result.id).plus("like", result.id),
            disliked=address.minus("like", result.id).plus("dislike", result.id),
        )


def part_views(
    model: Model,
    parts: Sequence[Part],
    query: ResolvedQuery | None = None,
    language: Language = ENGLISH,
) -> tuple[PartView, ...]:
    """Return the parts of a score in words.

    Parameters
    ----------
    model : Model
        The model that answered.
    parts : sequence of Part
        Largest first.
    query : ResolvedQuery or None
        The question, which knows its titles by name.
    language : Language
        The language of tones, genres and countries.

    Returns
    -------
    tuple of PartView
        In the same order.
    """
    names = {seed.id: seed.title for seed in query.seeds} if query else {}
    names |= {"text": "your words", "more": "more, as asked", "less": "less, as asked"}
    return tuple(
        PartView(
            block=block_name(part.block),
            name=part_name(part, model.people, language),
            brought_by=names.get(part.seed or "", part.seed or ""),
            value=part.value,
        )
        for part in parts
    )


def _reason(reason: Reason, model: Model, address: Address) -> ReasonView:
    steps = tuple(steppers(reason, address, model.info.weights))
    is_listed = reason.kind == "tone" and _COLON.search(reason.text) is not None
    names_tones = is_listed and [step.name for step in steps] == list(reason.shared[:4])
    return ReasonView(
        kind=kind(reason.kind),
        text=_COLON.split(reason.text, maxsplit=1)[0] if names_tones else reason.text,
        steppers=steps,
        names_tones=names_tones,
        is_against=reason.value < 0,
    )
