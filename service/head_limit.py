"""How much is read before the body of a request: the fast parser itself sets no limit."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_BYTES = 64 * 1024
"""Bytes of the request line and all headers, as many as uvicorn's other parser takes."""


class HeadLimit(HttpToolsProtocol):
    """HTTP as uvicorn speaks it with httptools; a request whose headers do not end is refused (400).

    The parser keeps an unfinished header, and copies it with each piece that comes: 50 MB took 17 seconds.
    """

    _n_unfinished = 0
    _n_headers = 0
    _is_in_head = True
    _has_ended_one = False

    def data_received(self, data: bytes) -> None:
        """Read a piece of a request.

        Parameters
        ----------
        data : bytes
            As it came.
        """
        self._has_ended_one = False
        super().data_received(data)
        # How much of a piece that ends one request begins the next is not known: the next piece tells.
        if not self._is_in_head or self._has_ended_one or self.transport.is_closing():
            return
        self._n_unfinished += len(data)
        if self._n_unfinished > MOST_BYTES:
            msg = "The headers of the request are too long."
            self.logger.warning(msg)
            self.send_400_response(msg)

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._n_unfinished = self._n_headers = 0
        self._is_in_head = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header, or one that comes after the body.

        Parameters
        ----------
        name, value : bytes
            The header.

        Raises
        ------
        ValueError
            If there are too many, which the parser tells as an error of HTTP.
        """
        self._n_headers += len(name) + len(value)
        if self._n_headers > MOST_BYTES:
            msg = "the headers are too long"
            raise ValueError(msg)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to answer."""
        self._is_in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End the request; what comes next is the head of another."""
        super().on_message_complete()
        self._n_unfinished = 0
        self._is_in_head = self._has_ended_one = True
