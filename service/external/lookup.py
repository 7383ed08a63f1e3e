"""Which title an id of another site means: one, none, or several that are never guessed between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from recsys.errors import Ambiguous, Choice, NotFound
from recsys.model import Model
from recsys.title import Form
from service.external.sites import (
    OWN,
    TitleType,
    canonical_site,
    is_numbered_by_type,
    spellings_of_id,
    spellings_of_site,
    type_of,
)

_FORMS = (None, *Form)
_MOST_TOLD = 5


def titles_bearing(model: Model, site: str, id: str, type: TitleType | None = None) -> list[int]:
    """Return the titles that an id may mean.

    Parameters
    ----------
    model : Model
        The model.
    site, id : str
        As a program writes them.
    type : TitleType or None
        What the number is the number of; None does not say.

    Returns
    -------
    list of int
        Rows, ascending. A type that contradicts rules a title out where the site counts films and series
        apart; elsewhere an id is one title's, and the type only decides between two.
    """
    name = canonical_site(site)
    if name == OWN:
        row = model.names.row_of_id(id)
        return [] if row is None else [row]
    found: set[int] = set()
    for spelling in spellings_of_site(site):
        for text in spellings_of_id(name, id):
            found.update(model.external_ids.find(spelling, text))
    rows = sorted(found)
    fitting = [row for row in rows if type is None or _type(model, row) in (None, type)]
    return fitting if fitting or is_numbered_by_type(name) else rows


def title_bearing(model: Model, site: str, id: str, type: TitleType | None = None) -> int:
    """Return the title that an id means.

    Parameters
    ----------
    model : Model
        The model.
    site, id : str
        As a program writes them.
    type : TitleType or None
        What the number is the number of; None does not say.

    Returns
    -------
    int
        Its row.

    Raises
    ------
    NotFound
        If no title bears the id, or only one of the other type, which is then offered.
    Ambiguous
        If several bear it.
    """
    rows = titles_bearing(model, site, id, type)
    if len(rows) == 1:
        return rows[0]
    told = f"the id {id[:80]!r} of {site[:40]!r}"
    if rows:
        told += f" is that of {len(rows)} titles"
        msg = f"{told}; say type=movie or type=series, or give an id of this catalogue"
        raise Ambiguous(msg, choices_of(model, rows))
    others = [] if type is None else titles_bearing(model, site, id)
    if others:
        msg = f"no {type} of this catalogue bears {told}, though another title does"
        raise NotFound(msg, choices_of(model, others))
    raise NotFound(f"no title of this catalogue bears {told}; GET /v1/titles?q= finds titles by name")


def choices_of(model: Model, rows: Iterable[int]) -> tuple[Choice, ...]:
    """Return titles as something to choose from.

    Parameters
    ----------
    model : Model
        The model.
    rows : iterable of int
        The titles.

    Returns
    -------
    tuple of Choice
        The first five.
    """
    return tuple(model.choice(row) for row in [*rows][:_MOST_TOLD])


def ids_elsewhere(model: Model, row: int, sites: Sequence[str]) -> dict[str, str]:
    """Return the ids of a title at the sites that are asked for.

    Parameters
    ----------
    model : Model
        The model.
    row : int
        The title.
    sites : sequence of str
        As a program writes them; empty asks for all.

    Returns
    -------
    dict of str to str
        Id by site, in the words and the order of the question. A number of a site that counts films and
        series apart is left out where it is not known which of them the title is.
    """
    title = model.title(row)
    held: dict[str, str] = {}
    for written, id in title.external_ids.items():
        site = canonical_site(written)
        if type_of(title.form) is not None or not is_numbered_by_type(site):
            held.setdefault(site, id)
    if not sites:
        return held
    asked = {word: {**held, OWN: title.id}.get(canonical_site(word)) for word in sites}
    return {word: id for word, id in asked.items() if id is not None}


def _type(model: Model, row: int) -> TitleType | None:
    return type_of(_FORMS[model.names.form[row]])
