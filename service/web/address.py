"""The address of a question: every state of the page is a query string that can be shared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from recsys.catalogue.countries import split_countries

# What a form sends although nobody chose it; an address without it asks the same.
_NEUTRAL = {
    "escapism": 0.0,
    "fame": 0.0,
    "diversity": 0.0,
    "k": 10.0,
    "offset": 0.0,
}
_NEUTRAL_WORDS = frozenset(
    {
        ("relations", "one"),
        ("unknown", "keep"),
        ("inferred", "keep"),
        ("upcoming", "drop"),
        ("blend", "mean"),
        ("spoilers", "false"),
    }
)
_LISTS = frozenset(
    "genres tones avoid cast creators more less weigh boost within".split()
    + "cities_all cities_any set_in filmed_in source status services".split()
)
NATIONS = frozenset({"cast_from", "directors_from", "writers_from"})
"""Names whose values are countries, beside those of production."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Address:
    """Names and values of a query string, one pair a value, in the order in which they came.

    Parameters
    ----------
    pairs : tuple of (str, str)
        Without blanks, repetitions and what is so anyway.
    """

    pairs: tuple[Pair, ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> Address:
        """Return the address that a query string spells.

        Parameters
        ----------
        pairs : iterable of (str, str)
            As the browser sent them; lists between commas are taken apart.

        Returns
        -------
        Address
            The plainest address of the same question.
        """
        pieces = ((name, piece) for name, value in pairs for piece in _pieces(name, value.strip()))
        return cls(tuple(dict.fromkeys(pair for pair in pieces if pair[1] and not _is_neutral(*pair))))

    def __str__(self) -> str:
        """Return the address relative to the service."""
        return f"/?{urlencode(self.pairs)}" if self.pairs else "/"

    def __bool__(self) -> bool:
        """Whether it says anything at all."""
        return bool(self.pairs)

    def values(self, name: str) -> list[str]:
        """Return the values of one name.

        Parameters
        ----------
        name : str
            Name in the query string.

        Returns
        -------
        list of str
            In their order.
        """
        return [value for key, value in self.pairs if key == name]

    def has(self, *names: str) -> bool:
        """Return whether any of some names has a value.

        Parameters
        ----------
        *names : str
            Names in the query string.

        Returns
        -------
        bool
            Whether one is set.
        """
        return any(name in names for name, _ in self.pairs)

    def plus(self, name: str, value: object) -> Address:
        """Return the address with one more value of a name.

        Parameters
        ----------
        name : str
            Name in the query string.
        value : object
            Its value; written as text.

        Returns
        -------
        Address
            Another address.
        """
        return Address.of((*self.pairs, (name, str(value))))

    def minus(self, name: str, value: str | None = None) -> Address:
        """Return the address without a value, or without all values of a name.

        Parameters
        ----------
        name : str
            Name in the query string.
        value : str or None
            The value; None takes all of them away.

        Returns
        -------
        Address
            Another address.
        """
        return Address(tuple(pair for pair in self.pairs if pair[0] != name or value not in (None, pair[1])))

    def replaced(self, name: str, value: object) -> Address:
        """Return the address with one value of a name in the place of all.

        Parameters
        ----------
        name : str
            Name in the query string.
        value : object
            Its value; written as text.

        Returns
        -------
        Address
            Another address.
        """
        return self.minus(name).plus(name, value)


def _pieces(name: str, value: str) -> Iterable[str]:
    if name.startswith("countries_") or name in NATIONS:
        return split_countries(value)
    if name in _LISTS:
        return (piece.strip() for piece in value.split(","))
    return (value,)


def _is_neutral(name: str, value: str) -> bool:
    if (name, value) in _NEUTRAL_WORDS:
        return True
    try:
        return name in _NEUTRAL and float(value) == _NEUTRAL[name]
    except ValueError:
        return False
