"""The options of a question that several commands share, and the question that they spell."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import Enum
from functools import wraps
from typing import Annotated, Any, get_type_hints

from recsys.cli.amounts import chart_amounts
from recsys.cli.origin_options import OriginOptions
from recsys.cli.panels import LIST, REPEAT, Names, option
from recsys.filters import Filters
from recsys.query import RelationPolicy

LANGUAGE_VARIABLE = "RECSYS_LANGUAGE"

_SETS = {"countries": ("all", "any", "none", "only"), "cities": ("all", "any")}
_SPANS = ("year", "period")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionOptions(OriginOptions):
    """Filters, and how the list is made; each default is that of a question's JSON."""

    escapism: Annotated[
        float, option(LIST, "--escapism", min=-1, max=1, help="Grounded (-1) to escapist (1).")
    ] = 0.0
    fame: Annotated[
        float, option(LIST, "--fame", min=-1, max=1, help="Little known (-1) to famous (1); 0 does not ask.")
    ] = 0.0
    boost: Annotated[
        Names,
        option(
            LIST,
            "--boost",
            metavar="rank:COUNTRY[:PLATFORM][=AMOUNT]",
            help="Titles of this chart rise, by how much (1 is a clear wish), as rank:JP, rank:JP:Netflix=2 "
            f"or rank:global; {REPEAT}.",
        ),
    ] = None
    min_score: Annotated[
        float | None,
        option(LIST, "--min-score", min=-1000, max=1000, help="Leave out titles below this score."),
    ] = None
    diversity: Annotated[
        float,
        option(LIST, "--diversity", min=0, max=1, help="By score alone (0) to as different as can be (1)."),
    ] = 0.0
    relations: Annotated[
        RelationPolicy,
        option(LIST, "--relations", help="What happens to sequels, spin-offs and other versions."),
    ] = RelationPolicy.ONE
    spoilers: Annotated[bool, option(LIST, "--spoilers", help="Reasons and parts name endings.")] = False
    language: Annotated[
        str | None,
        option(
            LIST,
            "--language",
            metavar="CODE",
            help="Language of names and reasons, such as ko or ja; without it what the environment variable "
            f"{LANGUAGE_VARIABLE} says, else English.",
        ),
    ] = None
    k: Annotated[int, option(LIST, "--k", "-k", min=1, max=100, help="How many results.")] = 10
    offset: Annotated[
        int, option(LIST, "--offset", min=0, max=10_000, help="How many results to skip before the first.")
    ] = 0
    seed: Annotated[
        int | None,
        option(
            LIST,
            "--seed",
            min=0,
            max=2**32 - 1,
            help="Number that draws variety; without it always one list.",
        ),
    ] = None

    def document(self) -> dict[str, Any]:
        """Return what differs from the defaults, as the JSON of a question.

        Returns
        -------
        dict
            Part of a document for :func:`recsys.query_document.query_from_json`.

        Raises
        ------
        QueryError
            If a chart has no number behind its sign, or is given twice.
        """
        given = {name: _plain(getattr(self, name)) for name in _DEFAULTS if self._is_given(name)}
        filters = _taken(given, {field.name: field.name for field in fields(Filters)})
        for name, rules in _SETS.items():
            if found := _taken(given, {rule: f"{name}_{rule}" for rule in rules}):
                filters[name] = found
        for name in _SPANS:
            span = given.pop(f"{name}_from", None), given.pop(f"{name}_to", None)
            if span != (None, None):
                filters[name] = span
        filters |= _taken(given, {"within": "within_title"})
        if "boost" in given:
            given["boost"] = chart_amounts(given["boost"])
        return {**given, **({"filters": filters} if filters else {})}

    def _is_given(self, name: str) -> bool:
        value = getattr(self, name)
        return value not in (None, []) and value != _DEFAULTS[name]


_DEFAULTS = {field.name: field.default for field in fields(QuestionOptions)}


def in_own_language(document: Any) -> Any:
    """Return the JSON of a question, in the language of the environment where it names none.

    Parameters
    ----------
    document : object
        What is asked; if it is no question, whoever reads it says so.

    Returns
    -------
    object
        The same with a language.
    """
    language = os.environ.get(LANGUAGE_VARIABLE)
    return {"language": language, **document} if language and isinstance(document, dict) else document


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


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def _taken(given: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Move values out of a flat dictionary, under their names in the document."""
    return {name: given.pop(flat) for name, flat in names.items() if flat in given}
