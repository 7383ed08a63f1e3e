"""Answers that were given before, sent again without asking: the short way for plain questions.

A question with the same bytes has the same answer as long as the model is the same one, so the
answer's bytes are kept. Nothing else is: no error, no upload, nothing that was not a whole 200.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from recsys.model import Model
from service.models.current import ModelStore
from service.revalidation import MODEL_HEADER
from service.watching.noted import Pin, note_pin

Key = tuple[str, bytes, bytes | None]
"""Path, query string, and the languages that the reader accepts: all that an answer depends on."""

_BY_NAME = "/v1/similar"
_BY_ID, _ENDING = "/v1/titles/", "/similar"
_PIN = MODEL_HEADER.encode()
_ASKED_OTHERWISE = frozenset({b"content-length", b"transfer-encoding", b"if-none-match"})
"""Headers that come with a body, or of a client that may hold the answer already."""
_OVERHEAD = 1024
"""What an answer takes besides its body and its key, in bytes: headers, tuples, its place in the table."""
_LARGEST_SHARE = 8
"""One answer takes at most this part of the memory: a few long ones must not drive out all others."""


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """A whole answer as it was sent.

    Parameters
    ----------
    headers : list of tuple of (bytes, bytes)
        All its headers.
    body : bytes
        Its JSON.
    """

    headers: list[tuple[bytes, bytes]]
    body: bytes


class AnswerMemory:
    """Whole answers of one model, the last asked for last; the first ones go when it is full.

    Parameters
    ----------
    most : int
        Bytes that it may take; 0 keeps nothing.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.n_bytes = 0
        self._model: Model | None = None
        self._answers: OrderedDict[Key, SentAnswer] = OrderedDict()

    def __len__(self) -> int:
        """Return the number of answers."""
        return len(self._answers)

    def belong_to(self, model: Model | None) -> None:
        """Forget all answers if another model is served than before, and let the old one go.

        Parameters
        ----------
        model : Model or None
            The model that is served now.
        """
        if model is not self._model:
            self._answers.clear()
            self.n_bytes = 0
            self._model = model

    def find(self, model: Model, key: Key) -> SentAnswer | None:
        """Return the answer that a model gave to a question.

        Parameters
        ----------
        model : Model
            The model that is served now.
        key : Key
            The question.

        Returns
        -------
        SentAnswer or None
            None if this model was not asked, or so long ago that it is forgotten.
        """
        self.belong_to(model)
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def keep(self, model: Model, key: Key, answer: SentAnswer) -> None:
        """Keep an answer, unless it is not of the model whose answers are kept, or too long.

        Parameters
        ----------
        model : Model
            The model that gave it.
        key : Key
            The question.
        answer : SentAnswer
            What was sent.
        """
        size = _size(key, answer)
        if model is not self._model or size * _LARGEST_SHARE > self.most or key in self._answers:
            return
        self._answers[key] = answer
        self.n_bytes += size
        while self.n_bytes > self.most:
            self.n_bytes -= _size(*self._answers.popitem(last=False))


class HotPath:
    """Sends an answer again if it was given before, and else lets the application answer.

    It stands before everything else, as a dozen layers take longer than the answer. What they are for
    is done: the answer bears their headers, its address was not too long, and nothing is computed that
    a limit on requests would have to hold back. A request with a body goes the long way, and so does one
    that asks whether an answer still holds.

    An answer is kept only if the same model was served before and after it was made. A model that
    was replaced never comes back as the same object, so the answer can be of no other one; and
    what is kept is forgotten as soon as another model is served.

    Parameters
    ----------
    app : ASGI application
        What answers.
    store : ModelStore
        The pointer to the model.
    most : int
        Bytes of the answers that are kept; 0 keeps none.
    """

    def __init__(self, app: ASGIApp, *, store: ModelStore, most: int) -> None:
        self.app = app
        self.store = store
        self.memory = AnswerMemory(most)  # all on one event loop: no lock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, from memory if possible."""
        model = self.store.model
        self.memory.belong_to(model)
        key = _key(scope, model) if model is not None and self.memory.most else None
        if model is None or key is None:
            await self.app(scope, receive, send)
        elif (known := self.memory.find(model, key)) is not None:
            await send({"type": "http.response.start", "status": 200, "headers": known.headers})
            await send({"type": "http.response.body", "body": known.body})
        else:
            overheard = _Overheard(send)
            await self.app(scope, receive, overheard.send)
            if (answer := overheard.whole()) is not None and self.store.model is model:
                self.memory.keep(model, key, answer)


class _Overheard:
    """What the application sends, passed on at once."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._messages: list[Message] = []

    async def send(self, message: Message) -> None:
        self._messages.append({**message})  # whoever stands outside may change the message itself
        await self._send(message)

    def whole(self) -> SentAnswer | None:
        """The answer, if it is a 200 in one piece."""
        match self._messages:
            case [
                {"type": "http.response.start", "status": 200, "headers": headers},
                {"type": "http.response.body", "body": bytes(body), **rest},
            ] if not rest.get("more_body"):
                return SentAnswer([*headers], body)
        return None


def _key(scope: Scope, model: Model) -> Key | None:
    """The key of a question to a model whose answer may be kept, else None."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    path: str = scope["path"]
    if b"%" in scope.get("raw_path", b""):
        return None  # written longer than it is: its length is looked at elsewhere
    if path != _BY_NAME and not (path.startswith(_BY_ID) and path.endswith(_ENDING)):
        return None
    accepted: bytes | None = None
    is_pinned = False
    for name, value in scope["headers"]:
        if name == b"accept-language":
            accepted = value if accepted is None else b"%b\n%b" % (accepted, value)
        elif name in _ASKED_OTHERWISE:
            return None
        elif name == _PIN:
            if is_pinned or value != model.info.version.encode():
                return None
            is_pinned = True
    if is_pinned:
        note_pin(Pin.CURRENT)
    return path, scope["query_string"], accepted


def _size(key: Key, answer: SentAnswer) -> int:
    return len(key[0]) * 4 + len(key[1]) + len(key[2] or b"") + len(answer.body) + _OVERHEAD
