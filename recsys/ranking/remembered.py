"""What was found out about something that never changes, kept for as long as it lives."""

from __future__ import annotations

from typing import Any, Generic, TypeVar
from weakref import finalize

Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """A table of limited size for each owner, such as the names of features for each feature space.

    An owner is known by being the same object, so that it need not be hashable. Its table is dropped
    together with it: a model that was replaced leaves nothing behind.

    Parameters
    ----------
    most : int
        Entries of one table; a full one is begun anew, which costs less than to know which entry is
        the oldest.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._tables: dict[int, dict[Key, Value]] = {}

    def of(self, owner: Any) -> dict[Key, Value]:
        """Return what is remembered of an owner, to be read and written.

        Parameters
        ----------
        owner : object
            Anything that can be weakly referenced and never changes.

        Returns
        -------
        dict
            The owner's table, the same one at each call while it lives; emptied when it is full.
        """
        number = id(owner)
        table = self._tables.get(number)
        if table is None:
            # The number is free again only after the owner is gone, and its table with it.
            finalize(owner, self._tables.pop, number, None)
            table = self._tables.setdefault(number, {})
        elif len(table) >= self.most:
            table.clear()
        return table
