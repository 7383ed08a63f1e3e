"""Cast and crew as TMDB writes them: of one film, or gathered from all episodes of a series."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from recsys.catalogue.problems import RowReport, shown
from recsys.importers.cleaning import clean_title, is_person, plays_a_part
from recsys.importers.importer import Row
from recsys.importers.json_fields import nested, objects, text, whole
from recsys.kinds import Role, SourceKind

# Jobs that say who made the story, the picture or the music. Whoever wrote what a film was made
# from, or only paid for it, is none of these; see _ORIGINALS.
_JOBS = {
    "director": Role.DIRECTOR,
    "co-director": Role.DIRECTOR,
    "series director": Role.DIRECTOR,
    "writer": Role.WRITER,
    "co-writer": Role.WRITER,
    "head writer": Role.WRITER,
    "screenplay": Role.WRITER,
    "teleplay": Role.WRITER,
    "screenstory": Role.WRITER,
    "adaptation": Role.WRITER,
    "story": Role.WRITER,
    "creator": Role.CREATOR,
    "series creator": Role.CREATOR,
    "original music composer": Role.COMPOSER,
    "composer": Role.COMPOSER,
    "music": Role.COMPOSER,
    "producer": Role.PRODUCER,
}
_ORIGINALS = {
    "novel": SourceKind.NOVEL,
    "comic book": SourceKind.COMIC,
    "graphic novel": SourceKind.COMIC,
    "theatre play": SourceKind.PLAY,
}
_VOICE = re.compile(r"\([^()]*\bvoice\b[^()]*\)", re.IGNORECASE)
_NOTE = re.compile(
    r"\s*\((?:[^()]*\bvoice\b[^()]*|uncredited|credit only|motion capture|as [^()]*)\)", re.IGNORECASE
)
_MOST_PARTS = 3  # of one actor; gathered from all episodes, an extra may have dozens


def tmdb_people(record: dict[str, Any], report: RowReport) -> tuple[list[Row], list[Row]]:
    """Return the credits of a film or series, and what it was made from.

    Parameters
    ----------
    record : dict
        An answer of the API with ``credits``, ``aggregate_credits`` (preferred, as it covers all
        seasons) or ``created_by``.
    report : RowReport
        Receives what is wrong.

    Returns
    -------
    tuple of two lists of dict
        Credits: the cast in billing order, then creators, then crew; nobody who appears as
        themselves. And sources, which the crew tells by the job of an author.
    """
    crew = _people(record, "crew", report)
    creators = objects(record, "created_by", report)
    work = [(member, job) for member in crew for job in _jobs(member, report)]
    made = [(member, Role.CREATOR) for member in creators]
    made += [(member, _JOBS[job]) for member, job in work if job in _JOBS]
    cast = _cast(_people(record, "cast", report), report)
    return [*cast, *_crew(made, report)], _originals(work, report)


def voiced(credits: list[Row]) -> list[Row]:
    """Return the credits of an animation: its cast are voices, unless notes tell them apart.

    Parameters
    ----------
    credits : list of dict
        As :func:`tmdb_people` gives them.

    Returns
    -------
    list of dict
        Voices in the place of actors, if no voice was among them.
    """
    if any(credit["role"] == Role.VOICE for credit in credits):
        return credits
    return [credit | {"role": "voice"} if credit["role"] == Role.ACTOR else credit for credit in credits]


def _people(record: dict[str, Any], key: str, report: RowReport) -> list[dict[str, Any]]:
    for block in ("aggregate_credits", "credits"):
        if record.get(block) and (people := objects(nested(record, block, report), key, report)):
            return people
    return []


def _cast(people: Iterable[dict[str, Any]], report: RowReport) -> list[Row]:
    found: list[Row] = []
    for member in sorted(people, key=_billing):
        parts = _parts(member, report)
        is_voice = any("(" in part and _VOICE.search(part) for part in parts)
        credit = _credit(member, Role.VOICE if is_voice else Role.ACTOR, report) if parts else None
        if credit is None:
            continue
        named = dict.fromkeys(clean_title(_NOTE.sub("", part) if "(" in part else part) for part in parts)
        if character := " / ".join([name for name in named if name][:_MOST_PARTS]):
            credit["character"] = character
        credit["order"] = len(found) + 1
        found.append(credit)
    return found


def _billing(member: dict[str, Any]) -> float:
    order = member.get("order")
    return order if isinstance(order, int | float) and order == order else float("inf")


def _parts(member: dict[str, Any], report: RowReport) -> list[str]:
    """Return the parts that somebody plays, empty for one that is not named; no appearances as oneself."""
    roles = objects(member, "roles", report) if "roles" in member else []
    parts = [text(role, "character", report) for role in roles or [member]]
    return [part for part in parts if plays_a_part(part)]


def _crew(made: Iterable[tuple[dict[str, Any], Role]], report: RowReport) -> list[Row]:
    found: dict[tuple[str, Role], Row | None] = {}
    for member, role in made:
        who = str(member.get("id") or member.get("name"))
        if (who, role) not in found:
            found[who, role] = _credit(member, role, report)
    return [credit for credit in found.values() if credit]


def _originals(work: Iterable[tuple[dict[str, Any], str]], report: RowReport) -> list[Row]:
    found: dict[tuple[SourceKind, str], Row] = {}
    for member, job in work:
        if job in _ORIGINALS and (name := _name(member, report)):
            kind = _ORIGINALS[job]
            found.setdefault((kind, name), {"kind": str(kind), "author": name})
    return list(found.values())


def _jobs(member: dict[str, Any], report: RowReport) -> list[str]:
    given = objects(member, "jobs", report) if "jobs" in member else [member]
    return [text(job, "job", report).strip().casefold() for job in given]


def _credit(member: dict[str, Any], role: Role, report: RowReport) -> Row | None:
    name = _name(member, report)
    if not name:
        return None
    credit: Row = {"person": name, "role": str(role)}
    if (given := member.get("original_name")) is not None and given != member.get("name"):
        native = clean_title(text(member, "original_name", report))
        if native and native != name:
            credit["native"] = native
    if (id := whole(member, "id", report)) is not None:
        credit["person_id"] = f"tmdb-{id}"
    return credit


def _name(member: dict[str, Any], report: RowReport) -> str:
    name = clean_title(text(member, "name", report) or text(member, "original_name", report))
    if not is_person(name):
        report.add("credits", f"{shown(name)} is nobody's name")
        return ""
    return name
