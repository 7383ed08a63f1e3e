"""A title's own page: all that is known of it, who says so, and what is like it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recsys.answer import RelatedTitle
from recsys.catalogue.claims import field_name
from recsys.model import Model
from recsys.presentation import related_titles
from recsys.title import AliasKind, Title
from recsys.wording import ENGLISH, Language
from service.web.cards import TitleView, title_view
from service.web.claims import Claims, claims_of
from service.web.crew import CrewGroup, crew_of
from service.web.facts import FactView, kind_of, places_of, releases_of, tags_of
from service.web.other_forms import Nearest, in_other_forms, more_like
from service.web.scripts import language_of
from service.web.tone_list import ToneLists, tone_lists

_TOLD_APART = ("title", "original_title", "aliases", "synopsis")
_KINDS = {
    AliasKind.NATIVE: "in its own script",
    AliasKind.ROMANISED: "romanised",
    AliasKind.TRANSLATED: "translated",
    AliasKind.WORKING: "working title",
    AliasKind.SHORT: "short name",
    AliasKind.OTHER: "another name",
}
_SCRIPTS = {"latn": "Latin", "hans": "simplified", "hant": "traditional", "cyrl": "Cyrillic"}


@dataclass(frozen=True, slots=True)
class OtherName:
    """Another name of a title.

    Parameters
    ----------
    name : str
        As it is written.
    tag : str
        Its language for the attribute ``lang``; may be empty.
    kind, language : str
        In words; the language may be empty.
    """

    name: str
    tag: str
    kind: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TitlePage:
    """All that the page of a title shows.

    Parameters
    ----------
    view : TitleView
        Name, short facts and figure.
    english : str
        Its name in English.
    names : tuple of OtherName
        Its other names.
    synopsis : str
        What it is about; may be empty.
    places, kind, releases : tuple of FactView
        Its facts.
    tags : tuple of str
        Its free tags.
    said : Claims
        What sources say of its names and its synopsis.
    further : tuple of (str, Claims)
        What sources say of fields that are not shown as facts, by field.
    tones : ToneLists
        How it feels.
    crew : tuple of CrewGroup
        Who made it.
    versions, related : tuple of RelatedTitle
        Those that tell its story again, and the others of its story world.
    more : Nearest
        What is like it.
    other_forms : tuple of Nearest
        What is like it in another form.
    ids : tuple of (str, str)
        Identifiers elsewhere, by name.
    """

    view: TitleView
    english: str
    names: tuple[OtherName, ...]
    synopsis: str
    places: tuple[FactView, ...]
    kind: tuple[FactView, ...]
    releases: tuple[FactView, ...]
    tags: tuple[str, ...]
    said: Claims
    further: tuple[tuple[str, Claims], ...]
    tones: ToneLists
    crew: tuple[CrewGroup, ...]
    versions: tuple[RelatedTitle, ...]
    related: tuple[RelatedTitle, ...]
    more: Nearest
    other_forms: tuple[Nearest, ...]
    ids: tuple[tuple[str, str], ...]


def title_page(model: Model, id: str, language: Language = ENGLISH) -> TitlePage:
    """Return what the page of a title shows.

    Parameters
    ----------
    model : Model
        The model.
    id : str
        Identifier of the title.
    language : Language
        The language of names, tones and reasons.

    Returns
    -------
    TitlePage
        All of it.

    Raises
    ------
    NotFound
        If no title has this id; carries the nearest ones.
    """
    row = model.row(id)
    title = model.title(row)
    view = title_view(title, language)
    places, kind = places_of(title, language), kind_of(title, language)
    releases = releases_of(title, language)
    world = tuple(related_titles(model, row, language))
    return TitlePage(
        view=view,
        english=title.title,
        names=tuple(_other_names(title, language)),
        synopsis=title.synopsis,
        places=places,
        kind=kind,
        releases=releases,
        tags=tags_of(title),
        said=claims_of(title, _TOLD_APART),
        further=tuple(_further(title, (*places, *kind, *releases))),
        tones=tone_lists(title, language),
        crew=crew_of(title, model.people, language),
        versions=tuple(one for one in world if one.is_version),
        related=tuple(one for one in world if not one.is_version),
        more=more_like(model, title, language),
        other_forms=tuple(in_other_forms(model, title, language)),
        ids=tuple(title.external_ids.items()),
    )


def _other_names(title: Title, language: Language) -> Iterator[OtherName]:
    for alias in title.aliases:
        tag = alias.language or language_of(alias.name, title.languages, title.countries)
        yield OtherName(alias.name, tag, _KINDS[alias.kind], _language(alias.language or "", language))


def _language(tag: str, told_in: Language) -> str:
    """Return a language tag in words: "ja-Latn" is Japanese in Latin letters."""
    language, *rest = tag.split("-")
    script = next((_SCRIPTS[part.lower()] for part in rest if part.lower() in _SCRIPTS), "")
    return ", ".join(
        piece for piece in (told_in.language_name(language), f"{script} script" if script else "") if piece
    )


def _further(title: Title, shown: tuple[FactView, ...]) -> Iterator[tuple[str, Claims]]:
    told = {field_name(fact.field) for view in shown for fact in view.claims.entries}.union(_TOLD_APART)
    for field in dict.fromkeys(field_name(fact.field) for fact in title.facts):
        if field not in told:
            yield field.replace("_", " "), claims_of(title, [field])
