"""What is like a title: at all, and told in another form or made of something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recsys.answer import ReasonKind, Result
from recsys.filters import Filters, Unknown
from recsys.model import Model
from recsys.query import Query, Seed
from recsys.recommender import Recommender
from recsys.title import Form, Medium, Title
from recsys.wording import ENGLISH, Language
from service.web.address import Address
from service.web.cards import TitleView, view_of

_MORE = 6
_EACH = 4
_MEDIA = {Medium.ANIMATION: "in animation", Medium.LIVE_ACTION: "in live action"}
_FORMS = {Form.FILM: "as a film", Form.SERIES: "as a series"}


@dataclass(frozen=True, slots=True)
class Near:
    """A near title and one reason for it."""

    view: TitleView
    reason: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The titles that are nearest under one condition.

    Parameters
    ----------
    name : str
        The condition in words; empty if there is none.
    titles : tuple of Near
        Best first.
    address : Address
        Where all of them are, with their reasons.
    """

    name: str
    titles: tuple[Near, ...]
    address: Address


def more_like(model: Model, title: Title, language: Language = ENGLISH) -> Nearest:
    """Return the titles that are nearest to one.

    Parameters
    ----------
    model : Model
        The model that answers.
    title : Title
        The title.
    language : Language
        The language of names and reasons.

    Returns
    -------
    Nearest
        At most 6.
    """
    return _nearest(model, title, Filters(), Address().plus("like", title.id), language, k=_MORE)


def in_other_forms(model: Model, title: Title, language: Language = ENGLISH) -> Iterator[Nearest]:
    """Yield the nearest titles of the other medium, and those of another form.

    The weights are those of every question: nothing is bent so that more would be found.

    Parameters
    ----------
    model : Model
        The model that answers.
    title : Title
        The title; a medium or form that is not known has no other.
    language : Language
        The language of names and reasons.

    Yields
    ------
    Nearest
        At most 4 titles each, at least one; only such as are known to fulfil the condition.
    """
    like = Address().plus("like", title.id).plus("unknown", Unknown.DROP.value)
    for medium, name in _MEDIA.items():
        if title.medium not in (None, medium):
            filters = Filters(medium=medium, unknown=Unknown.DROP)
            yield from _found(model, title, filters, like.plus("medium", medium.value), language, name)
    for form, name in _FORMS.items():
        if title.form not in (None, form):
            filters = Filters(form=form, unknown=Unknown.DROP)
            yield from _found(model, title, filters, like.plus("form", form.value), language, name)


def _found(
    model: Model, title: Title, filters: Filters, address: Address, language: Language, name: str
) -> Iterator[Nearest]:
    nearest = _nearest(model, title, filters, address, language, name=name, k=_EACH)
    if nearest.titles:
        yield nearest


def _nearest(
    model: Model,
    title: Title,
    filters: Filters,
    address: Address,
    language: Language,
    *,
    name: str = "",
    k: int,
) -> Nearest:
    query = Query(like=(Seed(title.id, is_id=True),), filters=filters, k=k, language=language.code)
    answer = Recommender(model).recommend(query)
    return Nearest(name, tuple(_near(model, result, language) for result in answer.results), address)


def _near(model: Model, result: Result, language: Language) -> Near:
    # What joins two titles in another form is how they feel, where anything is known of it.
    said = sorted(result.reasons, key=lambda reason: reason.kind is not ReasonKind.TONE)
    return Near(view_of(model, model.row(result.id), language), said[0].text if said else "")
