"""What is wrong with a catalogue file, told with file, line and field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

WIDTH = 80
MOST_IN_A_ROW = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a catalogue; reading goes on without the bad piece.

    Parameters
    ----------
    file : str
        Name of the file, without its folder.
    line : int or None
        Line in the file, from 1; None where the whole file is meant.
    field : str
        Path of the field, such as ``credits[2].role``; empty where the whole row is meant.
    reason : str
        The value given and what was expected.
    id : str or None
        The title, where it is known.
    """

    file: str
    line: int | None
    field: str
    reason: str
    id: str | None = None

    def __str__(self) -> str:
        """``catalogue.jsonl:12: year: 'abc' is not a whole number``."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.field, self.reason) if part)


@dataclass(slots=True)
class RowReport:
    """What was noticed while one row was read: problems, and keys that nobody knows.

    Parameters
    ----------
    file : str
        Name of the file that the row stands in.
    line : int or None
        Its line, from 1.
    id : str or None
        Id of the title, as soon as it is known.
    problems : list of Problem
        What is wrong, in the order of discovery; at most 20, then one that counts the rest.
    unknown_keys : list of str
        Keys without a meaning here: ``score`` (kept) or ``credits.salary`` (not kept).
    """

    file: str = "row"
    line: int | None = None
    id: str | None = None
    problems: list[Problem] = field(default_factory=list)
    unknown_keys: list[str] = field(default_factory=list)
    _unlisted: int = field(default=0, init=False)

    def add(self, field: str, reason: str) -> None:
        """Note a problem; a row that is all wrong is not allowed to drown the others.

        Parameters
        ----------
        field : str
            Path of the field.
        reason : str
            The value given and what was expected.
        """
        if len(self.problems) < MOST_IN_A_ROW:
            self.problems.append(Problem(self.file, self.line, field, reason, self.id))
            return
        self._unlisted += 1
        more = Problem(self.file, self.line, "", f"and {self._unlisted} more problems", self.id)
        self.problems[MOST_IN_A_ROW:] = [more]


def shown(value: Any) -> str:
    """Return a value as it stands in a message: its literal, cut at 80 characters.

    Parameters
    ----------
    value : object
        Anything that came out of a file.

    Returns
    -------
    str
        At most 80 characters.
    """
    text = repr(value[: WIDTH + 1] if isinstance(value, str | list) else value)
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"
