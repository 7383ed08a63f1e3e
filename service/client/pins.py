"""Which version of the model a client asks for: every page of a list comes from that of the first page.

Behind a balancer several services take a new version over one after the other, and the second page of
one model's list is not the continuation of the first page of another's. A list is that of the thread that
began it: another may ask the same question meanwhile, and be answered by another version.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock, get_ident
from typing import Any

_PLACE = frozenset({"offset", "k"})
"""What tells the pages of a list apart; all else is the question."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked for: a page of a list, or an answer that has no pages.

    Parameters
    ----------
    question : str or None
        Of the whole list: the same for all of its pages. None where there are none.
    is_later : bool
        Whether another page comes before it.
    """

    question: str | None
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


WHOLE = Page(question=None, is_later=False)


class Pins:
    """The versions that answered the last lists of each thread.

    Parameters
    ----------
    all_questions : bool
        Whether other questions, too, are asked of the version that answered the one before.
    most : int
        How many lists are remembered, those of all threads together; the one asked for longest ago is
        forgotten first, and its further pages are then asked like a first one.
    """

    def __init__(self, *, all_questions: bool, most: int = 256) -> None:
        self.all_questions = all_questions
        self.most = most
        self._last: str | None = None
        self._of_lists: OrderedDict[tuple[int, str], str] = OrderedDict()
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
            last = self._last if self.all_questions else None
            if page.question is None or not page.is_later:
                return last
            return self._of_lists.get((get_ident(), page.question), last)

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
            if not page.is_later:
                self._last = version
            if page.question is None:
                return
            own = get_ident(), page.question
            self._of_lists[own] = version
            self._of_lists.move_to_end(own)
            if len(self._of_lists) > self.most:
                self._of_lists.popitem(last=False)

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
