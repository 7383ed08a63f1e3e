"""What the service can be asked: where, with what, and which document answers.

Documents are named, not imported: what they stand on takes longer to load than an answer to come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, reduce
from importlib import import_module
from operator import or_
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import quote

if TYPE_CHECKING:
    from pydantic import TypeAdapter

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Operation(Generic[D]):
    """One thing that the service can be asked.

    Parameters
    ----------
    method : str
        HTTP method.
    path : str
        As the description writes it, such as ``/v1/titles/{id}``.
    documents : tuple of str
        Modules and names of the documents that may answer, such as ``service.schemas.map:MapDocument``.
    body : str
        Name of the document that is sent; ``file`` for an upload, empty for none.
    has_pages : bool
        Whether the answer is a part of a list, by ``offset``.
    """

    method: str
    path: str
    documents: tuple[str, ...]
    body: str = ""
    has_pages: bool = False

    @property
    def needs_token(self) -> bool:
        """Whether only the operator may ask it."""
        return self.path.startswith("/admin/")

    def address(self, parts: Mapping[str, str]) -> str:
        """Return the path of one question.

        Parameters
        ----------
        parts : mapping of str to str
            What stands in the place of each ``{name}``.

        Returns
        -------
        str
            Percent-encoded; slashes of an id stay.

        Raises
        ------
        ValueError
            If a part would lead to another path.
        """
        for part in parts.values():
            if not part or not {".", ".."}.isdisjoint(part.split("/")):
                msg = f"{part[:80]!r} cannot stand in an address"
                raise ValueError(msg)
        return self.path.format(**{name: quote(part, safe="/") for name, part in parts.items()})

    def read(self, body: bytes) -> D:
        """Return an answer as its document.

        Parameters
        ----------
        body : bytes
            JSON. Keys that the document does not have are passed over: a newer release may add some.

        Returns
        -------
        document
            What the service answered.

        Raises
        ------
        pydantic.ValidationError
            If it is no such document.
        """
        answer: D = _adapter(self.documents).validate_json(body, extra="ignore")
        return answer


def document_class(name: str) -> Any:
    """Return the class of a document; it is loaded now.

    Parameters
    ----------
    name : str
        Its module and its name, such as ``service.schemas.map:MapDocument``.

    Returns
    -------
    type
        The class.
    """
    module, _, own = name.partition(":")
    return getattr(import_module(module), own)


@cache
def _adapter(documents: tuple[str, ...]) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(reduce(or_, map(document_class, documents)))
