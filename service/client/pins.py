"""Which version of the model a client asks for: every page of a list comes from that of the first page.

Behind a balancer several services take a new version over one after the other, and the second page of
one model's list is not the continuation of the first page of another's.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

_PLACE = frozenset({"offset", "k"})
"""What tells the pages of a list apart; all else is the question."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list.

    Parameters
    ----------
    question : str
        Of the whole list: the same for all of its pages.
    is_later : bool
        Whether another page comes before it.
    """

    question: str
    is_later: bool

    @classmethod
    def of(cls, address: str, *asked: Mapping[str, Any]) -> Page:
        """Return the page that a request asks for.

        Parameters
        ----------
        address : str
            Method and path.
        *asked : mapping of str to Any
            What stands in the query string and in the body, as JSON types.

        Returns
        -------
        Page
            The first one where no ``offset`` is named.
        """
        merged = {name: value for one in asked for name, value in one.items() if value is not None}
        question = {name: value for name, value in merged.items() if name not in _PLACE}
        written = json.dumps([address, question], sort_keys=True, default=str).encode()
        return cls(hashlib.blake2b(written, digest_size=16).hexdigest(), bool(merged.get("offset")))


class Pins:
    """The versions that answered the last lists.

    Parameters
    ----------
    all_questions : bool
        Whether other questions, too, are asked of the version that answered the one before.
    most : int
        How many lists are remembered; the one asked for longest ago is forgotten first.
    """

    def __init__(self, *, all_questions: bool, most: int = 256) -> None:
        self.all_questions = all_questions
        self.most = most
        self._last: str | None = None
        self._of_lists: OrderedDict[str, str] = OrderedDict()
        self._changing = Lock()  # one client may serve several threads

    def version_for(self, page: Page) -> str | None:
        """Return the version that is to answer.

        Parameters
        ----------
        page : Page
            What is asked for.

        Returns
        -------
        str or None
            None leaves it to the service.
        """
        with self._changing:
            begun = self._of_lists.get(page.question) if page.is_later else None
            return begun or (self._last if self.all_questions else None)

    def keep(self, page: Page, version: str) -> None:
        """Remember which version answered.

        Parameters
        ----------
        page : Page
            What was asked for.
        version : str
            The version.
        """
        with self._changing:
            self._of_lists[page.question] = version
            self._of_lists.move_to_end(page.question)
            if len(self._of_lists) > self.most:
                self._of_lists.popitem(last=False)
            if not page.is_later:
                self._last = version

    def give_up(self, version: str) -> None:
        """Ask no further questions of a version that is gone; lists that began with it cannot go on.

        Parameters
        ----------
        version : str
            The version.
        """
        with self._changing:
            if self._last == version:
                self._last = None
