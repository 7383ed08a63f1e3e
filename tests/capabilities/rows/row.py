"""One promise of the engine: the question that tries it, for each of three doors, and what is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.capabilities.rows.setting import Setting

PAGE = 100
"""As many results as one may ask for at once."""


class Door(StrEnum):
    """How one can ask."""

    PYTHON = "python"
    COMMAND = "command"
    HTTP = "http"


class Outcome(StrEnum):
    """What came of a question, whichever door it came through."""

    ANSWERED = "answered"
    EMPTY = "empty"
    NOT_FOUND = "not found"
    AMBIGUOUS = "ambiguous"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Call:
    """One question as each door wants it.

    Parameters
    ----------
    query : mapping
        The JSON of the question, for Python.
    argv : str
        What follows ``recsys`` on the command line.
    url : str
        Path and parameters; blanks and native letters as one reads them.
    body : mapping or None
        JSON that is posted; None is a GET.
    pages : int
        How many pages of a hundred are read and laid together.
    before : bool
        Whether the model is asked that does not know Kidnap Game yet.
    """

    query: Mapping[str, Any]
    argv: str
    url: str
    body: Mapping[str, Any] | None = None
    pages: int = 1
    before: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one call, the same through all doors."""

    outcome: Outcome
    document: Mapping[str, Any]

    @property
    def results(self) -> list[dict[str, Any]]:
        """The results, best first."""
        return list(self.document["results"])

    @property
    def ids(self) -> list[str]:
        """Their ids."""
        return [result["id"] for result in self.results]

    @property
    def choices(self) -> list[str]:
        """Ids of the titles that a name may mean."""
        return [choice["id"] for choice in self.document["choices"]]

    def result(self, id: str) -> dict[str, Any]:
        """The result of one title, which must be among them."""
        assert id in self.ids, f"{id} is not among the results"
        return next(result for result in self.results if result["id"] == id)

    def reasons(self, id: str) -> list[str]:
        """Why a title is shown."""
        return [reason["text"] for reason in self.result(id)["reasons"]]

    def notes(self, id: str) -> list[str]:
        """What else one should know of it."""
        return list(self.result(id)["notes"])

    def shared(self, id: str) -> set[tuple[str, str]]:
        """Block and feature of all that speaks for a title."""
        return {(part["block"], part["feature"]) for part in self.result(id)["parts"] if part["value"] > 0}

    def stands_above(self, higher: str, lower: str) -> bool:
        """Whether one title comes before another, which may also have been left out."""
        ids = self.ids
        return higher in ids and (lower not in ids or ids.index(higher) < ids.index(lower))

    def stands_high(self, id: str) -> bool:
        """Whether it is among the first ten."""
        return id in self.ids[:10]


Check = Callable[[list[Told], Setting], None]
"""What is right, said of the answers to the calls of a row in their order."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The one call of a row that the page shows.

    Parameters
    ----------
    door : Door
        Through which door.
    source : str
        What is typed: the command without ``recsys``, the address, or lines of Python.
    body : mapping or None
        What is posted.
    kept : str
        For commands: a pattern of the lines to show; the rest is marked as left out.
    picked : object
        For HTTP: the fields to show, as :func:`tests.capabilities.rows.picking.picked` reads them.
    files : mapping of str to str
        Files that are there when it is asked, by name.
    """

    door: Door
    source: str
    body: Mapping[str, Any] | None = None
    kept: str = ""
    picked: Any = None
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One promise.

    Parameters
    ----------
    id : str
        Its number.
    promise : str
        What is promised, in a few words.
    shown : Shown
        What the page shows.
    calls : tuple of Call
        The row's own questions; empty where the row is no question.
    check : callable or None
        What is right about their answers.
    own : callable or None
        For a row that is no question: does and checks all of it through one door.
    """

    id: str
    promise: str
    shown: Shown
    calls: tuple[Call, ...] = ()
    check: Check | None = None
    own: Callable[[Door, Setting], None] | None = None
