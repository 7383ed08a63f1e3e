"""What one typed name means: a title, or the titles that the viewer has to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from recsys.errors import Ambiguous, Choice, UnresolvedName
from recsys.model import Model
from recsys.names import resolve


@dataclass(frozen=True, slots=True)
class Meant:
    """A typed name and where it leads.

    Parameters
    ----------
    typed : str
        The name.
    row : int or None
        The one title that is meant; None if there is none or several may be.
    is_ambiguous : bool
        Whether several titles may be meant; else, without a row, none bears the name.
    choices : tuple of Choice
        The titles that may be meant, or the nearest ones.
    """

    typed: str
    row: int | None
    is_ambiguous: bool = False
    choices: tuple[Choice, ...] = ()


def meant(model: Model, typed: str) -> Meant:
    """Return what a typed name means.

    Parameters
    ----------
    model : Model
        The model whose titles are meant.
    typed : str
        A name or an id.

    Returns
    -------
    Meant
        A title, or choices.
    """
    try:
        return Meant(typed, resolve(model.names, typed, model.choice).row)
    except UnresolvedName as error:
        return Meant(typed, None, isinstance(error, Ambiguous), error.choices)
