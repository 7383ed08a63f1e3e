"""The options of a question that several commands share, and the question that they spell."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import Enum
from functools import wraps
from typing import Annotated, Any, get_type_hints

import typer

from recsys.query import RelationPolicy, Unknown
from recsys.title import Form, Medium

FILTERS, LIST = "What a result must fulfil", "How the list is made"
_REPEAT = "may be repeated"

Countries = list[str] | None
Names = list[str] | None


def _filter(*names: str, help: str, metavar: str | None = None) -> Any:
    return typer.Option(*names, help=help, metavar=metavar, rich_help_panel=FILTERS)


def _list(*names: str, help: str, min: float | None = None, max: float | None = None) -> Any:
    return typer.Option(*names, help=help, min=min, max=max, rich_help_panel=LIST)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionOptions:
    """Filters, and how the list is made; each default is that of a question's JSON."""

    countries_all: Annotated[
        Countries,
        _filter(
            "--countries-all",
            metavar="COUNTRY",
            help=f"Every one of these made it: code, name, or a region such as region:sea; {_REPEAT}.",
        ),
    ] = None
    countries_any: Annotated[
        Countries,
        _filter("--countries-any", metavar="COUNTRY", help=f"At least one of these made it; {_REPEAT}."),
    ] = None
    countries_none: Annotated[
        Countries,
        _filter("--countries-none", metavar="COUNTRY", help=f"None of these made it; {_REPEAT}."),
    ] = None
    countries_only: Annotated[
        Countries,
        _filter("--countries-only", metavar="COUNTRY", help=f"No other one made it; {_REPEAT}."),
    ] = None
    form: Annotated[Form | None, _filter("--form", help="How it is told.")] = None
    medium: Annotated[Medium | None, _filter("--medium", help="What it is made of.")] = None
    year_from: Annotated[int | None, _filter("--year-from", metavar="YEAR", help="First year.")] = None
    year_to: Annotated[int | None, _filter("--year-to", metavar="YEAR", help="Last year.")] = None
    genres: Annotated[
        Names, _filter("--genres", metavar="GENRE", help=f"Every one of these genres; {_REPEAT}.")
    ] = None
    tones: Annotated[
        Names,
        _filter(
            "--tones",
            metavar="TONE",
            help=f"Every one of these tones, as slow-burn-romance or 'slow-burn-romance>=2'; {_REPEAT}.",
        ),
    ] = None
    avoid: Annotated[
        Names,
        _filter("--avoid", metavar="TONE", help=f"None of these tones or content warnings; {_REPEAT}."),
    ] = None
    cast: Annotated[
        Names,
        _filter("--cast", metavar="PERSON", help=f"Every one of these is seen or heard in it; {_REPEAT}."),
    ] = None
    released_by: Annotated[
        str | None,
        _filter("--released-by", metavar="DATE", help="Out on that day or before, as 2025-10-28 or 2025-10."),
    ] = None
    unknown: Annotated[
        Unknown, _filter("--unknown", help="What happens to a title whose value is not known.")
    ] = Unknown.KEEP
    escapism: Annotated[float, _list("--escapism", min=-1, max=1, help="Grounded (-1) to escapist (1).")] = (
        0.0
    )
    diversity: Annotated[
        float, _list("--diversity", min=0, max=1, help="By score alone (0) to as different as can be (1).")
    ] = 0.0
    relations: Annotated[
        RelationPolicy, _list("--relations", help="What happens to sequels, spin-offs and other versions.")
    ] = RelationPolicy.ONE
    k: Annotated[int, _list("--k", "-k", min=1, max=100, help="How many results.")] = 10
    offset: Annotated[
        int, _list("--offset", min=0, max=10_000, help="How many results to skip before the first.")
    ] = 0
    seed: Annotated[
        int | None,
        _list("--seed", min=0, max=2**32 - 1, help="Number that draws variety; without it always one list."),
    ] = None

    def document(self) -> dict[str, Any]:
        """Return what differs from the defaults, as the JSON of a question.

        Returns
        -------
        dict
            Part of a document for :func:`recsys.query_document.query_from_json`.
        """
        given = {field.name: self._value(field.name) for field in fields(self) if self._is_given(field.name)}
        countries = _taken(given, {name: f"countries_{name}" for name in ("all", "any", "none", "only")})
        names = ("form", "medium", "genres", "tones", "avoid", "cast", "released_by", "unknown")
        filters = _taken(given, {name: name for name in names})
        if countries:
            filters["countries"] = countries
        years = given.pop("year_from", None), given.pop("year_to", None)
        if years != (None, None):
            filters["year"] = years
        return {**given, **({"filters": filters} if filters else {})}

    def _is_given(self, name: str) -> bool:
        value = getattr(self, name)
        return value not in (None, []) and value != _DEFAULTS[name]

    def _value(self, name: str) -> Any:
        value = getattr(self, name)
        return value.value if isinstance(value, Enum) else value


_DEFAULTS = {field.name: field.default for field in fields(QuestionOptions)}


def takes_question_options(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command with one parameter an option, in place of its parameter ``options``.

    Parameters
    ----------
    command : callable
        Has a keyword ``options``, a :class:`QuestionOptions`.

    Returns
    -------
    callable
        What typer reads the options from.
    """

    @wraps(command)
    def unfolded(**values: Any) -> None:
        own = {name: values.pop(name) for name in _DEFAULTS}
        command(options=QuestionOptions(**own), **values)

    hints = get_type_hints(command, include_extras=True)
    kept = [
        parameter.replace(annotation=hints[name])
        for name, parameter in inspect.signature(command).parameters.items()
        if name != "options"
    ]
    types = get_type_hints(QuestionOptions, include_extras=True)
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=types[name])
        for name, default in _DEFAULTS.items()
    ]
    parameters = [*(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in kept), *added]
    unfolded.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    unfolded.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return unfolded


def _taken(given: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Move values out of a flat dictionary, under their names in the document."""
    return {name: given.pop(flat) for name, flat in names.items() if flat in given}
