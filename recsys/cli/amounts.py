"""Values that carry a number at their end: a tone and how much of it, a chart and how much it lifts."""

from __future__ import annotations

from collections.abc import Iterable

from recsys.errors import QueryError


def tone_amount(option: str, text: str) -> tuple[str, float]:
    """Return what ``tone`` or ``tone:amount`` says.

    Parameters
    ----------
    option : str
        The option that it was given to, for messages.
    text : str
        As typed.

    Returns
    -------
    tuple of str and float
        The tone and 1 where no amount is given.

    Raises
    ------
    QueryError
        If the amount is no number.
    """
    tone, sign, amount = text.partition(":")
    return tone.strip(), _number(option, text, amount, "slow-burn-romance:2") if sign else 1.0


def block_weight(text: str) -> tuple[str, float]:
    """Return what ``block=value`` says.

    Parameters
    ----------
    text : str
        As typed.

    Returns
    -------
    tuple of str and float
        A feature block and its weight.

    Raises
    ------
    QueryError
        If there is no number at the end.
    """
    block, _, value = text.partition("=")
    return block.strip(), _number("--weight", text, value, "cast=0.2")


def chart_amounts(texts: Iterable[str]) -> dict[str, float]:
    """Return what several ``rank:COUNTRY[:PLATFORM][=AMOUNT]`` say.

    Parameters
    ----------
    texts : iterable of str
        As typed.

    Returns
    -------
    dict of str to float
        Amount by chart; 1 where none is given.

    Raises
    ------
    QueryError
        If an amount is no number, or a chart is given twice.
    """
    amounts: dict[str, float] = {}
    for text in texts:
        chart, sign, amount = text.partition("=")
        name = chart.strip()
        if name in amounts:
            msg = f"--boost {name[:80]!r} is given twice: give each chart once"
            raise QueryError(msg)
        amounts[name] = _number("--boost", text, amount, "rank:JP=2") if sign else 1.0
    return amounts


def _number(option: str, text: str, value: str, example: str) -> float:
    try:
        return float(value)
    except ValueError:
        msg = f"{option} {text[:80]!r}: expected a number at its end, as in {example}"
        raise QueryError(msg) from None
