"""What is asked of the head of a request: the fast parser itself sets no limit, and counts no hosts."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

MOST_BYTES = 64 * 1024
"""Bytes of the request line and all headers, as many as uvicorn's other parser takes."""


class HeadLimit(HttpToolsProtocol):
    """HTTP as uvicorn speaks it with httptools; heads that do not end, or name two hosts, are refused (400).

    The parser keeps an unfinished header, and copies it with each piece that comes: 50 MB took 17 seconds.
    """

    _n_unfinished = 0
    _n_headers = 0
    _has_gone_on = False

    def data_received(self, data: bytes) -> None:
        """Read a piece of a request.

        Parameters
        ----------
        data : bytes
            As it came.
        """
        self._has_gone_on = False
        super().data_received(data)
        # A piece that ends something begins the next thing with what is left; the next piece tells.
        self._n_unfinished = 0 if self._has_gone_on else self._n_unfinished + len(data)
        if self._n_unfinished > MOST_BYTES and not self.transport.is_closing():
            self._refuse()

    def _refuse(self) -> None:
        msg = "The headers of the request are too long."
        self.logger.warning(msg)
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and cycle.response_started:
            self.transport.close()  # what never ends comes after a body, or instead of one
        else:
            self.send_400_response(msg)

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._n_headers = 0
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body, whose length is limited elsewhere.

        Parameters
        ----------
        body : bytes
            The piece.
        """
        self._has_gone_on = True
        super().on_body(body)

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
        """Begin to answer.

        Raises
        ------
        ValueError
            If it is not clear which host is asked (RFC 9112, section 3.2): a proxy may have
            taken another one.
        """
        self._has_gone_on = True
        n_hosts = sum(name == b"host" for name, _ in self.headers)
        if n_hosts > 1 or (n_hosts < 1 and self.parser.get_http_version() == "1.1"):
            msg = "a request names one host"
            raise ValueError(msg)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End the request; what comes next is the head of another."""
        self._has_gone_on = True
        super().on_message_complete()
