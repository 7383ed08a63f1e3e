"""Who made an anime and who speaks in it, as AniList tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from recsys.catalogue.problems import RowReport
from recsys.importers.cleaning import clean_title, is_person
from recsys.importers.importer import Row
from recsys.importers.json_fields import nested, objects, text

# Jobs at the whole work; "Script (eps 3, 7)" is one at some episodes.
_ROLES = {
    "director": "director", "chief director": "director", "series director": "director",
    "series composition": "writer", "script": "writer", "screenplay": "writer", "scenario": "writer",
    "story": "writer", "music": "composer", "music composition": "composer", "producer": "producer",
    "chief producer": "producer", "original creator": "creator", "original story": "creator",
    "original work": "creator", "original concept": "creator", "creator": "creator",
}  # fmt: skip
_EPISODES = re.compile(r"\((?:ep|eps|episode|episodes|op|ed|ops|eds)\b", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^()]{0,80}\)")
_LONGEST_JOB = 200
_SPOKEN = {"JP": "japanese", "KR": "korean", "CN": "chinese", "TW": "chinese", "HK": "chinese"}


def credits_of(media: dict[str, Any], country: str, report: RowReport) -> Iterator[Row]:
    """Yield the credits of a title: its staff, then the voices in billing order.

    Parameters
    ----------
    media : dict
        Has ``staff.edges`` and ``characters.edges`` if they were asked for.
    country : str
        Where the title is from: voices in other languages are dubs, and left out.
    report : RowReport
        Receives what is wrong.

    Yields
    ------
    dict
        A credit as a native row holds it.
    """
    for edge in objects(nested(media, "staff", report), "edges", report):
        role = _role(text(edge, "role", report))
        if role and (person := _person(nested(edge, "node", report), report)):
            yield {**person, "role": role}
    order = 0
    for edge in objects(nested(media, "characters", report), "edges", report):
        character = _name(nested(edge, "node", report), report).get("full", "")
        actors = objects(edge, "voiceActors", report)
        actors += [nested(role, "voiceActor", report) for role in objects(edge, "voiceActorRoles", report)]
        for actor in actors:
            if _is_original(actor, country, report) and (person := _person(actor, report)):
                order += 1
                part = {"character": character} if character else {}
                yield {**person, "role": "voice", "order": order, **part}


def _role(job: str) -> str | None:
    if len(job) > _LONGEST_JOB or _EPISODES.search(job):
        return None
    return _ROLES.get(" ".join(_REMARK.sub("", job).split()).casefold())


def _person(node: dict[str, Any], report: RowReport) -> Row | None:
    name = _name(node, report)
    full, native = name.get("full", ""), name.get("native", "")
    if not is_person(full or native):
        return None
    person: Row = {"person": full or native}
    if native and native != full:
        person["native"] = native
    if id := text(node, "id", report):
        person["person_id"] = f"anilist-{id}"
    return person


def _name(node: dict[str, Any], report: RowReport) -> dict[str, str]:
    """Return a name's spellings; some files have the name alone, others its parts."""
    if isinstance(node.get("name"), str):
        return {"full": clean_title(node["name"])}
    parts = nested(node, "name", report)
    full = text(parts, "full", report) or f"{text(parts, 'first', report)} {text(parts, 'last', report)}"
    return {"full": clean_title(full), "native": clean_title(text(parts, "native", report))}


def _is_original(actor: dict[str, Any], country: str, report: RowReport) -> bool:
    language = text(actor, "languageV2", report) or text(actor, "language", report)
    return not language or _SPOKEN.get(country) in (None, language.casefold())
