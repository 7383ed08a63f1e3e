"""The page of the map: what is told beside it of one title, and where a typed name leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from recsys.answer import Result
from recsys.errors import Choice
from recsys.model import Model
from recsys.query import Query, Seed
from recsys.recommender import Recommender
from recsys.wording import ENGLISH, Language
from service.web.cards import TitleView, view_of
from service.web.meant import Meant, meant

COLOURINGS = {"countries": "countries", "form": "form", "decade": "decade"}
"""Facts that the dots can be coloured by, and what they are called."""

_NEAREST = 5
_FIRST = 6


@dataclass(frozen=True, slots=True)
class Mapped:
    """All that the server renders beside the map; the map itself is drawn by a script.

    Parameters
    ----------
    title : TitleView or None
        The title in the middle of the map; None if none was asked for.
    before : TitleView or None
        The title that was chosen before it, to compare with.
    nearest : tuple of Result
        The titles that score highest for it, wherever they lie on the map.
    first : tuple of Choice
        Titles to begin with, where none was asked for.
    unsettled : Meant or None
        A name that leads to no title or to several.
    colouring : str
        What the dots are coloured by.
    countries : mapping of str to str
        Names of the catalogue's countries, by code.
    """

    title: TitleView | None
    before: TitleView | None
    nearest: tuple[Result, ...]
    first: tuple[Choice, ...]
    unsettled: Meant | None
    colouring: str
    countries: Mapping[str, str]

    @property
    def options(self) -> list[tuple[Choice, str]]:
        """The titles that an unsettled name may mean, each with its address on the map."""
        choices = self.unsettled.choices if self.unsettled else ()
        return [(choice, map_address(choice.id)) for choice in choices]


def map_address(id: str) -> str:
    """Return the address of the map around a title.

    Parameters
    ----------
    id : str
        Identifier of the title.

    Returns
    -------
    str
        Path and query.
    """
    return f"/map?{urlencode({'at': id})}"


def mapped(
    model: Model, *, at: str = "", before: str = "", colouring: str = "", language: Language = ENGLISH
) -> Mapped:
    """Return what the page of the map shows.

    Parameters
    ----------
    model : Model
        The model.
    at : str
        The title in the middle: an id, or a name as typed; empty for the whole map.
    before : str
        Id of the title chosen before; one that is not known is left out.
    colouring : str
        One of :data:`COLOURINGS`; anything else is the first one.
    language : Language
        The language of names.

    Returns
    -------
    Mapped
        With a title, or with the choices that a name leaves.
    """
    found = meant(model, at) if at.strip() else None
    row = found.row if found else None
    other = model.names.row_of_id(before)
    return Mapped(
        title=None if row is None else view_of(model, row, language),
        before=None if other in (None, row) else view_of(model, other, language),
        nearest=() if row is None else _nearest(model, row, language),
        first=tuple(map(model.choice, model.overview.representatives[:_FIRST].tolist()))
        if row is None
        else (),
        unsettled=found if found and row is None else None,
        colouring=colouring if colouring in COLOURINGS else next(iter(COLOURINGS)),
        countries={code: language.country(code) for code in model.facets.terms["countries"]},
    )


def _nearest(model: Model, row: int, language: Language) -> tuple[Result, ...]:
    query = Query(like=(Seed(model.title(row).id, is_id=True),), k=_NEAREST, language=language.code)
    return Recommender(model).recommend(query).results
