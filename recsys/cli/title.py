"""`recsys title NAME`: all that is known of one title, who says so, and what is not known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from recsys.answer import RelatedTitle
from recsys.catalogue import country_name, genre_vocabulary, tone_vocabulary, tones_of, warnings_of
from recsys.catalogue.claims import FieldClaims, Verdict, claims_of
from recsys.catalogue.labels import meaning_of
from recsys.catalogue.languages import language_name
from recsys.catalogue.nations import Nations, nations_document, nations_of_cast, nations_of_crew
from recsys.cli.chosen_model import JsonOption, ModelOption, chosen_model
from recsys.cli.failure import tells_failures
from recsys.cli.terminal import clean, stdout, write, write_json
from recsys.model import Model
from recsys.names import Resolved, resolve
from recsys.presentation import related_titles
from recsys.title import Credit, Place, Role, Title, Tone, ToneBasis, ToneState

UNKNOWN = "unknown"
_INDENT = 2
_STRENGTH = {1: "a trace", 2: "clear", 3: "strong"}
_BASIS = {
    ToneBasis.STATED: "stated",
    ToneBasis.INFERRED: "inferred",
    ToneBasis.COMPUTED: "computed from the facts",
}
_ABOUT_FEELING = frozenset({"tones", "tags", "inferred_tags"})
_SAME_STORY = frozenset({"remake", "original", "same-source"})
_VERDICTS = {
    Verdict.AGREE: "as the catalogue has it",
    Verdict.CONFLICT: "CONFLICT",
    Verdict.NOT_HELD: "the catalogue itself says nothing",
    Verdict.NOT_COMPARED: "in free words, not compared",
}


@tells_failures
def title(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="Name or id; a year or form at its end tells titles of one name apart."
        ),
    ],
    spoilers: Annotated[
        bool, typer.Option("--spoilers", help="Name the tones that give the ending away, too.")
    ] = False,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """All that is known of one title, and what is not; JSON marks the tones that give an ending away."""
    opened = chosen_model(model)
    found = resolve(opened.names, name, opened.choice)
    if as_json:
        write_json(_document(opened, found))
    else:
        _render(stdout(), opened, found, spoilers=spoilers)


def _document(model: Model, found: Resolved) -> dict[str, Any]:
    """What the route of a title answers, and by which name it was found."""
    known = model.title(found.row)
    warnings = warnings_of(known)
    return {
        "model": {"version": model.info.version, "fingerprint": model.info.fingerprint},
        "matched_by": found.matched_by,
        "label": known.label,
        "row": json.loads(model.documents[found.row]),
        "tones": [_tone(tone) for tone in tones_of(known)],
        "content_warnings": None if warnings is None else list(warnings),
        "related": [asdict(one) for one in related_titles(model, found.row)],
        "people": [_person_document(credit) for credit in known.credits],
        "nations": nations_document(known),
        "claims": [one.to_dict() for one in claims_of(known)],
    }


def _person_document(credit: Credit) -> dict[str, Any]:
    nationality = list(credit.nationality) or None
    return {"name": credit.person, "role": str(credit.role), "nationality": nationality}


def _tone(tone: Tone) -> dict[str, Any]:
    entry = tone_vocabulary().get(tone.id)
    named = {
        "name": entry.name if entry else tone.id,
        "group": entry.group if entry else "",
        "spoiler": bool(entry and entry.spoiler),
    }
    return {**asdict(tone), **named}


def _render(console: Console, model: Model, found: Resolved, *, spoilers: bool) -> None:
    known = model.title(found.row)
    write(console, f"{known.label} [{known.id}]", style="bold")
    if found.matched_by not in ("id", "title"):
        write(console, f"found by {found.matched_by}: {found.name}", indent=_INDENT)
    _section(console, "What it is", _kind(known))
    _section(console, "Where it is from", _origins(known))
    _section(console, "Who made it", _people(known))
    _section(console, "How it feels", _tones(known, ToneState.YES, spoilers=spoilers))
    _section(console, "Known to be absent", _tones(known, ToneState.NO, spoilers=spoilers))
    _section(console, "Content warnings", [_warnings(known)])
    _section(console, "Where it could be watched", _availability(known))
    _section(console, "Ranks", _ranks(known))
    related = list(related_titles(model, found.row))
    world = [*_sentences(related, is_version=False), *_absent(model, known)]
    _section(console, "Other versions of its story", _sentences(related, is_version=True))
    _section(console, "Of the same story world", world)
    _section(console, "Who says what", _claims(known, spoilers=spoilers))


def _section(console: Console, heading: str, lines: Iterable[str | tuple[str, str]]) -> None:
    """Write a heading and its lines; a pair is a label and a value."""
    told = list(lines) or [UNKNOWN]
    width = max((len(line[0]) for line in told if isinstance(line, tuple)), default=0) + 2
    write(console)
    write(console, heading, style="bold")
    for line in told:
        if isinstance(line, str):
            write(console, line, indent=_INDENT)
        else:
            said = Text(clean(line[0]).ljust(width), "dim")
            write(console, said.append(clean(line[1] or UNKNOWN), "not dim"), indent=_INDENT)


def _kind(known: Title) -> Iterator[tuple[str, str]]:
    genres = genre_vocabulary()
    yield "other names", "; ".join(known.names[1:]) or "none known"
    yield "form", " ".join(str(part) for part in (known.medium, known.form) if part)
    yield "year", str(known.year or "")
    yield "status", str(known.status or "")
    yield (
        "released",
        "; ".join(f"{one.date.text} {_country(one.country, 'worldwide')}" for one in known.releases),
    )
    yield "length", _length(known)
    yield "genres", ", ".join(genres[id].name.lower() if id in genres else id for id in known.genres)
    yield "languages", ", ".join(map(language_name, known.languages))
    sources = ((str(one.kind), one.name, one.author and f"by {one.author}") for one in known.sources)
    yield "made from", "; ".join(" ".join(part for part in source if part) for source in sources)
    period = known.setting_period
    yield (
        "time of the story",
        "" if period is None else " to ".join(map(str, sorted({period.start, period.end}))),
    )
    yield "about", known.synopsis
    yield "ids elsewhere", ", ".join(f"{site} {id}" for site, id in known.external_ids.items())


def _length(known: Title) -> str:
    parts = (known.episodes and f"{known.episodes} episodes", known.minutes and f"{known.minutes} minutes")
    return ", ".join(part for part in parts if part)


def _origins(known: Title) -> Iterator[tuple[str, str]]:
    """Four facts that are never mixed, and whether the border between two of them was crossed."""
    yield "produced in", ", ".join(map(country_name, known.countries))
    yield "nationality of cast", _nations(nations_of_cast(known))
    yield "nationality of crew", _nations(nations_of_crew(known))
    yield "filmed in", _places(known.filming_places)
    yield "set in", _places(known.setting_places)
    crossed = nations_document(known)["crosses_borders"]
    yield "crew across borders", "" if crossed is None else "yes" if crossed else "no"


def _nations(nations: Nations) -> str:
    if not nations.people:
        return ""
    noun = "nation" if nations.count == 1 else "nations"
    counted = ", ".join(f"{code} {count}" for code, count in nations.people.items())
    return f"{nations.count} {noun}: {counted}" + (
        f"; unknown of {nations.unknown}" if nations.unknown else ""
    )


def _places(places: Sequence[Place]) -> str:
    countries = [country_name(place.country) if place.country else "" for place in places]
    told = zip(places, countries, strict=True)
    return ", ".join(
        place.name if country in ("", place.name) else f"{place.name} ({country})" for place, country in told
    )


def _country(code: str | None, otherwise: str) -> str:
    return country_name(code) if code else otherwise


def _people(known: Title) -> Iterator[tuple[str, str]]:
    roles = {credit.role for credit in known.credits} | {Role.DIRECTOR, Role.WRITER}
    if not any(role.is_cast for role in roles):
        roles.add(Role.ACTOR)
    for role in (role for role in Role if role in roles):
        yield str(role), ", ".join(_person(credit) for credit in known.credits if credit.role is role)
    yield "studio", ", ".join(f"{one.name} ({one.country or 'country unknown'})" for one in known.studios)


def _person(credit: Credit) -> str:
    return f"{credit.person} ({'/'.join(credit.nationality) or 'nationality unknown'})"


def _tones(known: Title, state: ToneState, *, spoilers: bool) -> list[str | tuple[str, str]]:
    """The strongest first; endings only where they are asked for."""
    tones = [tone for tone in tones_of(known) if tone.state is state]
    told = [tone for tone in tones if spoilers or not _gives_away(tone.id)]
    lines: list[str | tuple[str, str]] = [
        (f"{'no: ' if state is ToneState.NO else ''}{_tone_name(tone.id)}", _said_of(tone))
        for tone in sorted(told, key=lambda tone: (-tone.value, tone.id))
    ]
    if len(told) < len(tones):
        lines.append("something is known of its ending: --spoilers names it")
    if state is ToneState.YES and (tags := [tag for tag in known.tags if not _means_a_tone(tag)]):
        lines.append(("tags", ", ".join(tags)))
    guessed = [one for one in known.inferred_tags if not _means_a_tone(one.name)]
    if state is ToneState.YES and guessed:
        lines.append(
            ("tags, inferred", ", ".join(f"{one.name} {one.confidence:.0%} sure" for one in guessed))
        )
    return lines


def _said_of(tone: Tone) -> str:
    strength = () if tone.state is ToneState.NO else (f"{_STRENGTH[tone.intensity]} ({tone.intensity} of 3)",)
    sure = () if tone.confidence == 1 else (f"{tone.confidence:.0%} sure",)
    return ", ".join((*strength, _BASIS[tone.basis], *sure))


def _gives_away(id: str) -> bool:
    entry = tone_vocabulary().get(id)
    return entry is not None and entry.spoiler


def _tone_name(id: str) -> str:
    entry = tone_vocabulary().get(id)
    return entry.name.lower() if entry else id


def _means_a_tone(tag: str) -> bool:
    """A tag that means a tone is told as that tone, so that no ending slips in among the tags."""
    meaning = meaning_of(tag)
    return tone_vocabulary().by_name(tag) is not None or bool(meaning and meaning.tones)


def _warnings(known: Title) -> str:
    warnings = warnings_of(known)
    if warnings is None:
        return "nobody has looked"
    named = ", ".join(map(_tone_name, warnings))
    if known.content_warnings is None:
        return f"nobody has looked; its tags mean: {named}"
    return named or "looked for, none found"


def _availability(known: Title) -> Iterator[str]:
    for one in known.availability:
        seen = f"seen {one.date.text}" if one.date else "no date"
        yield f"{one.service}, {_country(one.country, 'no country named')}, {seen}"


def _ranks(known: Title) -> Iterator[str]:
    for one in known.ranks:
        week = f"week of {one.week.text}" if one.week else "no date"
        place = (f"No. {one.rank} on {one.platform}", one.chart, _country(one.country, "worldwide"), week)
        yield ", ".join(part for part in place if part)


def _sentences(related: Iterable[RelatedTitle], *, is_version: bool) -> list[str]:
    return [f"{one.text} [{one.id}]" for one in related if (str(one.kind) in _SAME_STORY) is is_version]


def _absent(model: Model, known: Title) -> Iterator[str]:
    """Relations to titles that the catalogue does not have."""
    for relation in known.relations:
        if model.names.row_of_id(relation.id) is None:
            yield f"{relation.kind.replace('-', ' ')}: {relation.id}, which is not in the catalogue"


def _claims(known: Title, *, spoilers: bool) -> list[str]:
    lines = []
    for one in claims_of(known):
        if one.field in _ABOUT_FEELING and not spoilers:
            continue  # what is said of tones may name an ending
        lines.append(f"{one.field.replace('_', ' ')}: {_VERDICTS[one.verdict]}")
        lines.append(f"  the catalogue: {'; '.join(one.held) or UNKNOWN}")
        lines.extend(f"  {source}" for source in _said(one))
    return lines or ["no source is named"]


def _said(one: FieldClaims) -> Iterator[str]:
    for claim in one.claims:
        sure = "" if claim.confidence is None else f" ({claim.confidence:.0%} sure)"
        yield f"{claim.source}: {claim.value}{sure}"
