"""A client of the service: questions as methods, answers as the documents that the service describes.

Nothing that computes is loaded with it, and the documents only with the first answer.
"""

from service.client.client import Client
from service.client.errors import (
    Ambiguous,
    Busy,
    ClientError,
    InvalidRequest,
    ModelGone,
    NotFound,
    Refused,
    Unauthorized,
    Unreachable,
    UnreadableAnswer,
)

__all__ = [
    "Ambiguous",
    "Busy",
    "Client",
    "ClientError",
    "InvalidRequest",
    "ModelGone",
    "NotFound",
    "Refused",
    "Unauthorized",
    "Unreachable",
    "UnreadableAnswer",
]
