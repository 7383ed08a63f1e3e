"""A title as the pages show it: names, facts, figure, and, in an answer, the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recsys.answer import Answer, Part, Reason, ResolvedQuery, Result
from recsys.catalogue import country_name
from recsys.model import Model
from recsys.title import Form, Medium, Status, Title
from service.web.address import Address
from service.web.fingerprint import Fingerprint, fingerprint
from service.web.scripts import language_of, runs_down
from service.web.steering import Stepper, steppers
from service.web.told import block_name, kind, part_name

_BILLED = 3
_LAST = 10_000  # who has no place in the billing comes last


@dataclass(frozen=True, slots=True)
class TitleView:
    """What every page shows of a title.

    Parameters
    ----------
    id, name : str
        Identifier and name.
    native : str
        Name in its own script; empty if it is the same or not known.
    language : str
        Language of the native name; empty if not known.
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


def title_view(title: Title) -> TitleView:
    """Return what the pages show of a title.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    TitleView
        Names, facts and figure.
    """
    native = title.original_title if title.original_title not in (None, title.title) else ""
    countries = " and ".join(country_name(code) for code in title.countries)
    facts = (str(title.year or ""), _form(title), countries)
    billed = sorted(
        (each for each in title.credits if each.role.is_cast), key=lambda each: each.order or _LAST
    )
    return TitleView(
        id=title.id,
        name=title.title,
        native=native or "",
        language=language_of(native, title.languages, title.countries) if native else "",
        runs_down=runs_down(native or title.title),
        facts=tuple(fact for fact in facts if fact),
        length=_length(title),
        cast=tuple(dict.fromkeys(credit.person for credit in billed))[:_BILLED],
        synopsis=title.synopsis,
        figure=fingerprint(title),
    )


def _form(title: Title) -> str:
    """Form and medium in words, and whether it is still to come: "upcoming animated series"."""
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


def view_of(model: Model, row: int) -> TitleView:
    """Return what the pages show of a title of a model.

    Parameters
    ----------
    model : Model
        The model.
    row : int
        The title.

    Returns
    -------
    TitleView
        Names, facts and figure.
    """
    return title_view(model.title(row))


def cards(model: Model, answer: Answer, address: Address) -> Iterator[Card]:
    """Yield the cards of an answer.

    Parameters
    ----------
    model : Model
        The model that answered.
    answer : Answer
        Its answer.
    address : Address
        The question.

    Yields
    ------
    Card
        In the order of the results.
    """
    best = max((result.score for result in answer.results), default=0.0)
    for result in answer.results:
        yield Card(
            result=result,
            view=view_of(model, model.row(result.id)),
            share=max(result.score, 0.0) / best if best > 0 else 0.0,
            reasons=tuple(_reason(reason, model, address) for reason in result.reasons),
            parts=part_views(model, result.parts, answer.query),
            liked=address.minus("dislike", result.id).plus("like", result.id),
            disliked=address.minus("like", result.id).plus("dislike", result.id),
        )


def part_views(
    model: Model, parts: Sequence[Part], query: ResolvedQuery | None = None
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
            name=part_name(part, model.people),
            brought_by=names.get(part.seed or "", part.seed or ""),
            value=part.value,
        )
        for part in parts
    )


def _reason(reason: Reason, model: Model, address: Address) -> ReasonView:
    steps = tuple(steppers(reason, address, model.info.weights))
    names_tones = reason.kind == "tone" and [step.name for step in steps] == list(reason.shared[:4])
    return ReasonView(
        kind=kind(reason.kind),
        text=reason.text.partition(":")[0] if names_tones else reason.text,
        steppers=steps,
        names_tones=names_tones,
        is_against=reason.value < 0,
    )
