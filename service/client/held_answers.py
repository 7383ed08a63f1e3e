"""Answers that a client holds, to be shown again when the service says that they still hold."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    """An answer, and the tag that the service gave it.

    Parameters
    ----------
    tag : str
        ``ETag``.
    body : bytes
        Its JSON.
    """

    tag: str
    body: bytes


class HeldAnswers:
    """The last answers by their address; what was asked for longest ago goes first.

    Parameters
    ----------
    most : int
        How many.
    most_bytes : int
        How long they may be together; 0 holds none.
    """

    def __init__(self, most: int = 256, most_bytes: int = 8 * 2**20) -> None:
        self.most = most
        self.most_bytes = most_bytes
        self.n_bytes = 0
        self._answers: OrderedDict[str, HeldAnswer] = OrderedDict()
        self._changing = Lock()  # one client may serve several threads

    def __len__(self) -> int:
        """Return the number of answers."""
        return len(self._answers)

    def find(self, address: str) -> HeldAnswer | None:
        """Return the answer of an address.

        Parameters
        ----------
        address : str
            With its query string.

        Returns
        -------
        HeldAnswer or None
            None if there is none.
        """
        with self._changing:
            if address in self._answers:
                self._answers.move_to_end(address)
            return self._answers.get(address)

    def keep(self, address: str, answer: HeldAnswer) -> None:
        """Hold an answer in place of the one before, unless it alone is too long.

        Parameters
        ----------
        address : str
            With its query string.
        answer : HeldAnswer
            What the service sent.
        """
        with self._changing:
            self._forget(address)
            if len(answer.body) > self.most_bytes:
                return
            self._answers[address] = answer
            self.n_bytes += len(answer.body)
            while len(self._answers) > self.most or self.n_bytes > self.most_bytes:
                self._forget(next(iter(self._answers)))

    def _forget(self, address: str) -> None:
        known = self._answers.pop(address, None)
        self.n_bytes -= 0 if known is None else len(known.body)
