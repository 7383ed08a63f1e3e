"""Everything that this library raises on purpose, as one small tree.

::

    RecsysError
    ├── QueryError             a question that cannot be asked (exit code 2, HTTP 422)
    ├── UnresolvedName         a typed name that names no single title or person
    │   ├── NotFound           nothing bears it; carries the nearest names (3, 404)
    │   └── Ambiguous          several bear it; carries the choices (4, 409)
    ├── BadData                a catalogue with rows that cannot be used (6, 422)
    │   └── DamagedFile        bytes that end too early or cannot be unpacked
    └── ArtifactError          a trained model that must not be served (6, 503)
        ├── ArtifactMissing    there is none at that place
        ├── ArtifactDamaged    its bytes are not those that were published
        ├── ArtifactBusy       somebody else is publishing there
        ├── ArtifactUnreachable  the store that it lies in cannot be read or written
        ├── ArtifactFormat     it was written by another format version
        ├── IndexMissing       its vector engine does not hold it
        └── IndexUnreachable   its vector engine does not answer

Each message says what was given, what was expected and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One title that a typed name may have meant.

    Parameters
    ----------
    id : str
        Identifier of the title in its catalogue.
    label : str
        The title as people tell it apart: name, year and form.
    """

    id: str
    label: str


class RecsysError(Exception):
    """Base of every error that this library raises on purpose."""


class QueryError(RecsysError):
    """A question that cannot be asked: an unknown tone, a negative k, no seed at all."""


class UnresolvedName(RecsysError):
    """A typed name that does not lead to exactly one title or person.

    Parameters
    ----------
    message : str
        What was typed and what to do next.
    choices : sequence of Choice
        Titles offered instead, best first; may be empty.
    """

    def __init__(self, message: str, choices: Sequence[Choice] = ()) -> None:
        super().__init__(message)
        self.choices = tuple(choices)


class NotFound(UnresolvedName):
    """Nothing in the catalogue bears the name; ``choices`` are the nearest names."""


class Ambiguous(UnresolvedName):
    """Several titles bear the name; ``choices`` are those titles, never a guess."""


class BadData(RecsysError):
    """A catalogue, or rows of it, that cannot be used."""


class DamagedFile(BadData):
    """A file whose bytes cannot be read on: cut off, not what it seems, or a bomb."""


class ArtifactError(RecsysError):
    """A trained model that must not be served."""


class ArtifactMissing(ArtifactError):
    """There is no published model at the given place."""


class ArtifactDamaged(ArtifactError):
    """The bytes of a model are not those that were published."""


class ArtifactBusy(ArtifactError):
    """Somebody else is publishing into the same folder, for longer than one would wait."""


class ArtifactUnreachable(ArtifactError):
    """The store in which a model lies does not answer, or refuses to be read or written."""


class ArtifactFormat(ArtifactError):
    """A model was written in a format version that this release does not read."""


class IndexMissing(ArtifactError):
    """A vector engine does not hold the titles of a model, or not all of them."""


class IndexUnreachable(ArtifactError):
    """A vector engine does not answer, refuses to, or is not installed."""
