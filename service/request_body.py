"""The body of a request: all of it, before anybody looks at any of it."""

from __future__ import annotations

from starlette.types import Message, Receive

OWN_BYTES = 2**16
"""What each body may take whatever others take: long ones that drip must not keep short ones out."""


class NoMemory(Exception):
    """All bodies together take as much as they may."""


class SharedMemory:
    """How much the bodies that are being read take together.

    Parameters
    ----------
    most : int
        Bytes that they may take.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.n_bytes = 0  # all on one event loop: no lock

    def take(self, n_bytes: int) -> None:
        """Take some of it.

        Parameters
        ----------
        n_bytes : int
            How much.

        Raises
        ------
        NoMemory
            If there is not so much left.
        """
        if self.n_bytes + n_bytes > self.most:
            raise NoMemory
        self.n_bytes += n_bytes


class RequestBody:
    """The body of one request: read whole first, then given on in one piece.

    Parameters
    ----------
    receive : Receive
        Where it comes from.
    shared : SharedMemory
        Where it stands, beside those of other requests.
    """

    def __init__(self, receive: Receive, shared: SharedMemory) -> None:
        self._receive = receive
        self._shared = shared
        self._taken = 0
        self._content = bytearray()
        self._is_given = False
        self.is_cut_off = False

    async def read(self, limit: int) -> bool:
        """Return whether all of it came within a limit; what exceeds it is not kept.

        Parameters
        ----------
        limit : int
            Bytes.

        Returns
        -------
        bool
            False as soon as more has come.

        Raises
        ------
        NoMemory
            If all bodies together take too much.
        """
        more = True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self.is_cut_off = True
                break
            piece = message.get("body", b"")
            if len(self._content) + len(piece) > limit:
                return False
            self._content += piece
            self._take(len(self._content) - OWN_BYTES - self._taken)
            more = message.get("more_body", False)
        return True

    def _take(self, n_bytes: int) -> None:
        if n_bytes > 0:
            self._shared.take(n_bytes)
            self._taken += n_bytes

    def forget(self) -> None:
        """Give back the memory that it took."""
        self._shared.n_bytes -= self._taken
        self._taken = 0

    async def receive(self) -> Message:
        """Return the body, and after it whatever the server says.

        Returns
        -------
        Message
            The first time the whole body.
        """
        if self._is_given:
            return await self._receive()
        self._is_given = True
        return {"type": "http.request", "body": bytes(self._content), "more_body": False}
