"""What is noted of a request while it is answered, wherever that happens.

It lies in a context variable, which follows the request into threads: who notes something needs neither
the request nor whoever counts.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from enum import StrEnum

from recsys.answer import Answer
from recsys.filters import Filters

OTHER = "other"
_PAST_THE_END = "offset"
_FILTERS = frozenset(each.name for each in fields(Filters))


class Refusal(StrEnum):
    """Why a request was refused before anything answered it."""

    BUSY = "busy"
    SLOW = "slow"
    NO_MODEL = "no_model"
    SLOW_BODY = "slow_body"
    LARGE_BODY = "large_body"
    LONG_ADDRESS = "long_address"
    TOKEN = "token"
    NOT_YET = "not_yet"


class Pin(StrEnum):
    """What became of a request that named the version of the model that is to answer it."""

    CURRENT = "current"
    KEPT = "kept"
    NOT_YET = "not_yet"
    GONE = "gone"
    MALFORMED = "malformed"


@dataclass(slots=True)
class Noted:
    """What is known of one request; whoever answers it adds to this.

    Parameters
    ----------
    request_id : str
        By which the lines of the log and the answer belong together.
    is_made : bool
        Whether the answer was made now; False is one from memory.
    refusal : Refusal or None
        Why it was refused, where the status alone does not say so.
    pin : Pin or None
        What became of the version that it names; None if it names none.
    empty : list of str
        A reason for each answer without a title; a batch may have many.
    """

    request_id: str
    is_made: bool = False
    refusal: Refusal | None = None
    pin: Pin | None = None
    empty: list[str] = field(default_factory=list)


_current: ContextVar[Noted | None] = ContextVar("noted", default=None)


def begin(request_id: str) -> Noted:
    """Return what will be noted of a request that begins here.

    It stays after the request's end, so that what the server logs of it bears its id; the next
    request on the same task has its own.

    Parameters
    ----------
    request_id : str
        Its id.

    Returns
    -------
    Noted
        Nothing noted yet.
    """
    noted = Noted(request_id)
    _current.set(noted)
    return noted


def current() -> Noted | None:
    """Return what is noted of the request that is being answered here, or None outside of requests."""
    return _current.get()


def note_refusal(reason: Refusal) -> None:
    """Note why the current request is refused.

    Parameters
    ----------
    reason : Refusal
        The reason.
    """
    if (noted := _current.get()) is not None:
        noted.refusal = reason


def note_pin(outcome: Pin) -> None:
    """Note what became of the version that the current request names.

    Parameters
    ----------
    outcome : Pin
        What became of it.
    """
    if (noted := _current.get()) is not None:
        noted.pin = outcome


def note_answer(answer: Answer) -> None:
    """Note of the current request that it was answered with no title, if so.

    Parameters
    ----------
    answer : Answer
        What a model answered.
    """
    if not answer.results and (noted := _current.get()) is not None:
        noted.empty.append(reason_of_emptiness(answer))


def reason_of_emptiness(answer: Answer) -> str:
    """Return why an answer has no title, as one of a few words.

    Parameters
    ----------
    answer : Answer
        An answer without results.

    Returns
    -------
    str
        The first filter whose removal would give titles, without its value; ``offset`` for a page
        behind the last one; else ``other``.
    """
    if answer.relaxations:
        name = answer.relaxations[0].drop.partition(":")[0].partition(".")[0]
        return name if name in _FILTERS else OTHER
    return _PAST_THE_END if answer.query.options.get("offset") else OTHER
