"""What can go wrong between a client and the service, as one small tree.

::

    ClientError
    ├── Refused                the service said no; carries the problem document
    │   ├── InvalidRequest     the request is not valid; carries the fields (400, 413, 414, 415, 422)
    │   ├── Unauthorized       the operator's token is missing or wrong (401, 403)
    │   ├── NotFound           no title is called so; carries the nearest names (404)
    │   ├── Ambiguous          several titles may be meant; carries them (409)
    │   ├── ModelGone          the list cannot go on: the version that it began with is gone (412)
    │   └── Busy               too many requests, too little time, or no model yet (408, 429, 502, 503, 504)
    ├── Unreachable            there was no answer
    └── UnreadableAnswer       there was one, and it is not what was promised
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recsys.errors import RecsysError

if TYPE_CHECKING:
    from service.schemas.problems import ChoiceDocument, FieldProblem, Problem


class ClientError(RecsysError):
    """A question that was not answered."""


class Unreachable(ClientError):
    """There was no answer: no connection, or none in time."""


class UnreadableAnswer(ClientError):
    """An answer that is not the document that the service describes: another service, or another release."""


class Refused(ClientError):
    """The service said no.

    Parameters
    ----------
    problem : Problem
        What it said.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.title}: {problem.detail}")
        self.problem = problem

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.problem.status


class InvalidRequest(Refused):
    """The request is not valid, or the question cannot be asked."""

    @property
    def fields(self) -> tuple[FieldProblem, ...]:
        """The fields that are not valid; empty where the question as a whole cannot be asked."""
        return tuple(self.problem.errors or ())


class Unauthorized(Refused):
    """The operator's token is missing or wrong."""


class NotFound(Refused):
    """No title bears the name or id."""

    @property
    def choices(self) -> tuple[ChoiceDocument, ...]:
        """The nearest names; may be empty."""
        return tuple(self.problem.choices or ())


class Ambiguous(Refused):
    """Several titles may be meant."""

    @property
    def choices(self) -> tuple[ChoiceDocument, ...]:
        """The titles that may be meant."""
        return tuple(self.problem.choices or ())


class ModelGone(Refused):
    """The version of the model that the first page came from does not answer any more: begin anew."""


class Busy(Refused):
    """The service cannot answer now.

    Parameters
    ----------
    problem : Problem
        What it said.
    retry_after : int or None
        Seconds after which to ask again; None where it did not say.
    """

    def __init__(self, problem: Problem, retry_after: int | None = None) -> None:
        super().__init__(problem)
        self.retry_after = retry_after


_KINDS: dict[int, type[Refused]] = {
    **dict.fromkeys((400, 413, 414, 415, 422), InvalidRequest),
    **dict.fromkeys((401, 403), Unauthorized),
    404: NotFound,
    409: Ambiguous,
    412: ModelGone,
}
_BUSY = frozenset({408, 429, 502, 503, 504})


def refusal(problem: Problem, retry_after: int | None) -> Refused:
    """Return the error that a problem document is.

    Parameters
    ----------
    problem : Problem
        What the service said.
    retry_after : int or None
        Seconds after which to ask again, where it said so.

    Returns
    -------
    Refused
        The error of its status.
    """
    if problem.status in _BUSY:
        return Busy(problem, retry_after)
    return _KINDS.get(problem.status, Refused)(problem)
