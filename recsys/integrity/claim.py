"""A claim about an array: what must be true of it, and whether finding out reads every number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from recsys.arrays import NamedArrays
from recsys.model import ModelInfo


@dataclass(frozen=True, slots=True)
class Claim:
    """What must be true of a part of a model.

    Parameters
    ----------
    name : str
        The array or field that a refusal names.
    holds : callable
        Returns whether it is true.
    reads_all : bool
        Whether it has to read every number of an array to know.
    """

    name: str
    holds: Callable[[], bool]
    reads_all: bool


Claims = Iterator[Claim]
"""What a part claims, in an order in which a claim may rely on the cheap ones before it."""


def at_once(name: str, holds: bool) -> Claim:
    """Return a claim about types, lengths, ends, or what the manifest says.

    Parameters
    ----------
    name : str
        The array or field.
    holds : bool
        Whether it is true.

    Returns
    -------
    Claim
        Examined whenever a model is opened.
    """
    return Claim(name, lambda: holds, reads_all=False)


def by_reading(name: str, check: Callable[..., bool], *what: Any) -> Claim:
    """Return a claim about every number of an array.

    Parameters
    ----------
    name : str
        The array.
    check : callable
        Reads it, best in blocks (:mod:`recsys.integrity.numbers`); claims are examined in threads.
    *what : object
        What ``check`` is given.

    Returns
    -------
    Claim
        Examined only when a model is verified in full.
    """
    return Claim(name, lambda: check(*what), reads_all=True)


@dataclass(frozen=True, slots=True)
class Described:
    """A model as it stands on disk: the manifest, and arrays that may not keep what it promises.

    Parameters
    ----------
    info : ModelInfo
        What the manifest says.
    arrays : mapping of str to ndarray
        Arrays by dotted name.
    """

    info: ModelInfo
    arrays: NamedArrays

    @property
    def n_titles(self) -> int:
        """Number of titles, as the manifest says."""
        return self.info.n_titles

    @property
    def n_features(self) -> int:
        """Number of features, as the weights of the blocks' tokens have them."""
        return sum(len(self.arrays[f"blocks.{entry['name']}.idf.codes"]) for entry in self.info.blocks)

    def n_strings(self, name: str) -> int:
        """Return the number of strings of a table.

        Parameters
        ----------
        name : str
            Name of the table.

        Returns
        -------
        int
            One less than its offsets.
        """
        return len(self.arrays[f"{name}.offsets"]) - 1


Part = Callable[[Described], Claims]
"""All claims about one part of a model."""
