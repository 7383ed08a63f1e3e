"""An answer as the bytes of its JSON, without the dictionaries in between.

The bytes are those that ``json.dumps`` makes of :meth:`recsys.answer.Answer.to_dict`; a test compares
them. Parts are nine tenths of an answer: they are written one by one, and the rest by ``json``.
"""

from __future__ import annotations

from json import JSONEncoder
from json.encoder import encode_basestring as quoted
from typing import Any

from recsys.answer import Answer, Part, Reason, Result

_PLACES_OF_SCORES = 6
_PLACES = 9
_SMALLEST, _LARGEST = 1e-4, 1e5


def _fields(one: Any) -> dict[str, Any]:
    """What a dataclass holds, by name: what it holds in turn is asked for by the encoder."""
    return {name: getattr(one, name) for name in one.__slots__}


_json = JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_fields).encode


def encoded(answer: Answer) -> bytes:
    """Return an answer as JSON in UTF-8.

    Parameters
    ----------
    answer : Answer
        Ranked, explained titles.

    Returns
    -------
    bytes
        What ``json.dumps`` writes of ``answer.to_dict()``, without blanks and with all letters as
        they are.

    Raises
    ------
    ValueError
        If a number is not finite, which JSON cannot say.
    """
    related, relaxations = _json(answer.related), _json(answer.relaxations)
    results = ",".join([_result(one) for one in answer.results])
    return (
        f'{{"query":{_json(answer.query)},"model":{_json(answer.model)},"results":[{results}],'
        f'"related":{related},"relaxations":{relaxations},"notices":{_json(answer.notices)}}}'
    ).encode()


def _result(one: Result) -> str:
    year = "null" if one.year is None else str(one.year)
    reasons = ",".join([_reason(reason) for reason in one.reasons])
    parts = ",".join([_part(part) for part in one.parts])
    return (
        f'{{"rank":{one.rank},"id":{quoted(one.id)},"title":{quoted(one.title)},'
        f'"original_title":{_or_null(one.original_title)},"year":{year},"form":{_or_null(one.form)},'
        f'"medium":{_or_null(one.medium)},"countries":{_strings(one.countries)},'
        f'"score":{rounded(one.score, _PLACES_OF_SCORES)},'
        f'"reasons":[{reasons}],"parts":[{parts}],"notes":{_strings(one.notes)}}}'
    )


def _reason(one: Reason) -> str:
    return (
        f'{{"kind":{quoted(one.kind)},"text":{quoted(one.text)},"shared":{_strings(one.shared)},'
        f'"features":{_strings(one.features)},"value":{rounded(one.value, _PLACES)}}}'
    )


def _part(one: Part) -> str:
    return (
        f'{{"block":{quoted(one.block)},"feature":{quoted(one.feature)},"seed":{_or_null(one.seed)},'
        f'"value":{rounded(one.value, _PLACES)}}}'
    )


def _or_null(text: str | None) -> str:
    return "null" if text is None else quoted(text)


def _strings(texts: tuple[str, ...]) -> str:
    return f"[{','.join([quoted(text) for text in texts])}]"


def rounded(value: float, places: int) -> str:
    """Return a number as ``json`` writes it when it has been rounded.

    In the middle range the decimals themselves are what ``repr`` would find: they are at most 15
    significant digits, which no shorter text can stand for.

    Parameters
    ----------
    value : float
        Any number.
    places : int
        Decimals, at most 9.

    Returns
    -------
    str
        The same text as that of ``round(value, places)``.

    Raises
    ------
    ValueError
        If it is not finite.
    """
    if type(value) is float and _SMALLEST <= abs(value) < _LARGEST:
        text = f"{value:.{places}f}".rstrip("0")
        return f"{text}0" if text[-1] == "." else text
    return _json(round(value, places))
