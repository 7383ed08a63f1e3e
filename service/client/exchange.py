"""One request and its answer: sent again when the service is busy, shown again when it still holds."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from service.client.errors import Unreachable, UnreadableAnswer, refusal
from service.client.held_answers import HeldAnswer, HeldAnswers
from service.client.operations import Operation
from service.client.pins import WHOLE, Page, Pins

try:
    import httpx2
except ModuleNotFoundError as error:
    message = "the client needs a package that is not here: pip install 'recsys[client]'"
    raise ModuleNotFoundError(message, name="httpx2") from error

if TYPE_CHECKING:
    from service.schemas.problems import Problem

D = TypeVar("D")
_NOT_MODIFIED, _GONE = 304, 412
_MODEL = "recsys-model"
_LONGEST_DETAIL = 200


def connected(
    base_url: str, *, timeout: float, headers: Mapping[str, str], transport: httpx2.BaseTransport | None
) -> httpx2.Client:
    """Return connections to a service; none is made before the first request.

    Parameters
    ----------
    base_url : str
        Where it listens.
    timeout : float
        Seconds to connect, and seconds between two pieces of an answer.
    headers : mapping of str to str
        What every request bears.
    transport : httpx2.BaseTransport or None
        Another way than the network.

    Returns
    -------
    httpx2.Client
        To be closed.
    """
    return httpx2.Client(base_url=base_url, timeout=timeout, headers=dict(headers), transport=transport)


class Exchange:
    """Sends requests to one service.

    Parameters
    ----------
    http : httpx2.Client
        The connections.
    retries : int
        How often a request is sent again that the service had no place for.
    longest_wait : float
        Seconds; where the service asks for more patience than this, the request fails at once.
    token : str or None
        The operator's token; it is sent with the operator's requests only.
    pins : Pins
        Which versions are asked.
    """

    def __init__(
        self, http: httpx2.Client, *, retries: int, longest_wait: float, token: str | None, pins: Pins
    ) -> None:
        self.http = http
        self.retries = retries
        self.longest_wait = longest_wait
        self.held = HeldAnswers()
        self._token = token
        self._pins = pins

    def ask(
        self,
        operation: Operation[D],
        parts: Mapping[str, str] | None = None,
        *,
        options: Mapping[str, Any] | None = None,
        json: object = None,
        file: tuple[str, bytes] | None = None,
    ) -> D:
        """Return what the service answers.

        Parameters
        ----------
        operation : Operation
            What it is asked.
        parts : mapping of str to str or None
            Parts of the path.
        options : mapping of str to Any or None
            The query string; None as a value leaves the name out.
        json : object
            The body, as JSON types; None sends none.
        file : tuple of (str, bytes) or None
            Name and content of a file to be uploaded.

        Returns
        -------
        document
            The answer.

        Raises
        ------
        Refused
            If the service says no; each kind has an error of its own.
        Unreachable
            If there is no answer.
        UnreadableAnswer
            If the answer is not what the service describes.
        """
        request = self.http.build_request(
            operation.method,
            operation.address(parts or {}),
            params={name: value for name, value in (options or {}).items() if value is not None},
            json=json,
            files=None if file is None else {"file": file},
        )
        if operation.needs_token and self._token is not None:
            request.headers["authorization"] = f"Bearer {self._token}"
        page = WHOLE
        if operation.has_pages:
            in_body = json if isinstance(json, Mapping) else {}
            page = Page.of(f"{request.method} {request.url.path}", options or {}, in_body)
        body = self._answered(request, page)
        try:
            return operation.read(body)
        except ValueError as error:
            msg = f"the answer of {operation.path} is not what this release describes: {error}"
            raise UnreadableAnswer(msg[:500]) from error

    def _answered(self, request: httpx2.Request, page: Page) -> bytes:
        """The body of an answer, or of the one that is held if that is still right."""
        address = str(request.url)
        held = self.held.find(address) if request.method == "GET" else None
        if held is not None:
            request.headers["if-none-match"] = held.tag
        response = self._by_version(request, page)
        if held is not None and response.status_code == _NOT_MODIFIED:
            return held.body
        if not response.is_success:
            raise refusal(_problem(response), _retry_after(response))
        tag = response.headers.get("etag")
        if tag is not None and request.method == "GET":
            self.held.keep(address, HeldAnswer(tag, response.content))
        return response.content

    def _by_version(self, request: httpx2.Request, page: Page) -> httpx2.Response:
        """The answer of the version that is to give it; where that is gone, a list begins with another."""
        version = self._pins.version_for(page)
        if version is not None:
            request.headers[_MODEL] = version
        response = self._sent(request)
        if version is not None and response.status_code == _GONE:
            self._pins.give_up(version)
            if not page.is_later:
                del request.headers[_MODEL]
                response = self._sent(request)
        if _MODEL in response.headers and response.status_code < 400:
            self._pins.keep(page, response.headers[_MODEL])
        return response

    def _sent(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, after as much patience as was agreed on; every request may be sent twice."""
        for left in range(self.retries, -1, -1):
            try:
                response = self.http.send(request)
            except httpx2.TransportError as error:
                msg = f"{request.url.host} does not answer: {type(error).__name__} {error}".rstrip()
                raise Unreachable(msg[:300]) from error
            wait = _retry_after(response) if response.status_code == 503 else None
            if wait is None or wait > self.longest_wait or not left:
                break
            time.sleep(wait)
        return response


def _retry_after(response: httpx2.Response) -> int | None:
    text = response.headers.get("retry-after", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _problem(response: httpx2.Response) -> Problem:
    """What a service says is wrong, or the status alone where something on the way has answered."""
    from service.schemas.problems import Problem

    try:
        return Problem.model_validate_json(response.content, extra="ignore")
    except ValueError:
        detail = " ".join(response.text[: 4 * _LONGEST_DETAIL].split())[:_LONGEST_DETAIL]
        return Problem(
            type="about:blank",
            title=response.reason_phrase or "no problem document",
            status=response.status_code,
            detail=detail or "the answer says nothing",
        )
