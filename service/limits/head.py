"""What is asked of the head of a request: the fast parser itself sets no limit, and counts no hosts."""

from __future__ import annotations

import re

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

_HOST = re.compile(rb"[\w.~!$&'()*+;=%:\[\]-]*")
"""Letters of a host and its port (RFC 3986, section 3.2.2) but the comma, which would make a list of it."""
MOST_BYTES = 64 * 1024
"""Bytes of the request line and all headers, as many as uvicorn's other parser takes."""


class HeadLimit(HttpToolsProtocol):
    """HTTP as uvicorn speaks it with httptools; heads that do not end, or name two hosts, are refused (400).

    The parser keeps an unfinished header, and copies it with each piece that comes: 50 MB took 17 seconds.
    """

    _is_in_head = True
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
            msg = "The headers of the request are too long."
            self.logger.warning(msg)
            self.send_400_response(msg)

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read, unless that would be taken for an answer to something else.

        Parameters
        ----------
        msg : str
            What is wrong.
        """
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is None:
            is_awaited = False
        elif self._is_in_head:
            is_awaited = not cycle.response_complete  # the request before has no answer yet
        else:
            is_awaited = bool(self.pipeline) or cycle.response_started
        if is_awaited:
            self.transport.close()
        else:
            super().send_400_response(msg)

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._n_headers = 0
        self._is_in_head = True
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
        hosts = [value for name, value in self.headers if name == b"host"]
        is_enough = bool(hosts) or self.parser.get_http_version() != "1.1"
        if not is_enough or len(hosts) > 1 or not all(_HOST.fullmatch(host.rstrip(b" \t")) for host in hosts):
            msg = "a request names one host"
            raise ValueError(msg)
        super().on_headers_complete()
        self._is_in_head = False

    def on_message_complete(self) -> None:
        """End the request; what comes next is the head of another."""
        self._has_gone_on = True
        super().on_message_complete()
