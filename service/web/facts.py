"""The facts of a title in words, each with who says so; what is not known stays empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from recsys.catalogue import tone_vocabulary
from recsys.catalogue.labels import meaning_of
from recsys.catalogue.nations import Nations, crosses_borders, nations_of_cast, nations_of_crew
from recsys.title import Place, SourceKind, Title
from recsys.wording import ENGLISH, Language
from service.web.address import Address
from service.web.claims import NOTHING_SAID, Claims, claims_of
from service.web.dates import told_date


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a fact.

    Parameters
    ----------
    text : str
        What it is.
    note : str
        What is known of it besides; may be empty.
    address : str
        Where titles of the same value are; empty if that cannot be asked.
    """

    text: str
    note: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact of a title.

    Parameters
    ----------
    name : str
        What it is called.
    values : tuple of Value
        Empty: not known.
    claims : Claims
        Who says what of it.
    remark : str
        What should be said of all values together; may be empty.
    """

    name: str
    values: tuple[Value, ...]
    claims: Claims = NOTHING_SAID
    remark: str = ""


def places_of(title: Title, language: Language = ENGLISH) -> tuple[FactView, ...]:
    """Return the four places of a title, and the time of its story.

    Parameters
    ----------
    title : Title
        The title.
    language : Language
        The language of countries.

    Returns
    -------
    tuple of FactView
        Production countries, nationalities of cast and crew, filming places, story setting, period.
    """
    return (
        _fact(title, "Production countries", _countries(title.countries, language), "countries"),
        _nationalities("Nationalities of the cast", nations_of_cast(title), language, "cast_from"),
        _crew_nationalities(title, language),
        _fact(title, "Filmed in", _places(title.filming_places, language, "filmed_in"), "filming_places"),
        _fact(
            title, "The story is set in", _places(title.setting_places, language, "set_in"), "setting_places"
        ),
        _fact(title, "Time of the story", _period(title), "setting_period"),
    )


def kind_of(title: Title, language: Language = ENGLISH) -> tuple[FactView, ...]:
    """Return what a title is.

    Parameters
    ----------
    title : Title
        The title.
    language : Language
        The language of genres, sources and languages.

    Returns
    -------
    tuple of FactView
        Form, medium, genres, year, length, languages, source.
    """
    return (
        _fact(title, "Form", _asked("form", title.form, language), "form"),
        _fact(title, "Medium", _asked("medium", title.medium, language), "medium"),
        _fact(title, "Genres", _genres(title, language), "genres"),
        _fact(title, "Year", _year(title), "year"),
        _fact(title, "Length", _length(title), "episodes", "minutes"),
        _fact(
            title,
            "Languages",
            (Value(language.language_name(code)) for code in title.languages),
            "languages",
        ),
        _fact(title, "Source", _sources(title, language), "sources"),
    )


def releases_of(title: Title, language: Language = ENGLISH) -> tuple[FactView, ...]:
    """Return how a title came to its viewers.

    Parameters
    ----------
    title : Title
        The title.
    language : Language
        The language of countries.

    Returns
    -------
    tuple of FactView
        Studios, status, releases, availability, chart places.
    """
    status = () if title.status is None else (Value(title.status.value),)
    return (
        _fact(title, "Made by", _studios(title, language), "studios"),
        _fact(title, "Status", status, "status"),
        _fact(title, "Released", _releases(title, language), "releases"),
        _fact(title, "Could be watched on", _availability(title, language), "availability"),
        _fact(title, "Charts", _ranks(title, language), "ranks"),
    )


def tags_of(title: Title) -> tuple[str, ...]:
    """Return the free tags of a title that give nothing away.

    Parameters
    ----------
    title : Title
        The title.

    Returns
    -------
    tuple of str
        Those that mean no tone: a tone is told as one, an ending is not told at all.
    """
    return tuple(tag for tag in title.tags if not _says_a_tone(tag))


def _says_a_tone(tag: str) -> bool:
    meaning = meaning_of(tag)
    return tone_vocabulary().by_name(tag) is not None or bool(meaning and meaning.tones)


def _fact(title: Title, name: str, values: Iterable[Value], *fields: str) -> FactView:
    return FactView(name, tuple(values), claims_of(title, fields))


def _countries(codes: Iterable[str], language: Language) -> Iterator[Value]:
    for code in codes:
        yield Value(language.country(code), address=str(Address().plus("countries_any", code)))


def _nationalities(name: str, nations: Nations, language: Language, asked: str) -> FactView:
    return FactView(
        name,
        tuple(
            Value(language.country(code), _people(n), str(Address().plus(asked, code)) if asked else "")
            for code, n in nations.people.items()
        ),
        remark=f"not known of {_people(nations.unknown)}" if nations.unknown and nations.people else "",
    )


def _crew_nationalities(title: Title, language: Language) -> FactView:
    view = _nationalities("Nationalities of directors and writers", nations_of_crew(title), language, "")
    remarks = (view.remark, "crew and studios cross borders" if crosses_borders(title) else "")
    told = "; ".join(remark for remark in remarks if remark)
    return replace(view, claims=claims_of(title, ["nationality"]), remark=told)


def _people(n: int) -> str:
    return f"{n} {'person' if n == 1 else 'people'}"


def _places(places: Iterable[Place], language: Language, asked: str) -> Iterator[Value]:
    for place in places:
        country = language.country(place.country) if place.country else ""
        # A comma would be read as the end of a name.
        address = "" if "," in place.name else str(Address().plus(asked, place.name))
        yield Value(place.name, "" if country == place.name else country, address)


def _period(title: Title) -> Iterator[Value]:
    if (period := title.setting_period) is not None:
        yield Value(
            _era(period.start)
            if period.start == period.end
            else f"{_era(period.start)} to {_era(period.end)}"
        )


def _era(year: int) -> str:
    return str(year) if year >= 0 else f"{-year} BC"


def _asked(field: str, value: str | None, language: Language) -> Iterator[Value]:
    if value is not None:
        yield Value(
            language.form(str(value)).replace("-", " "), address=str(Address().plus(field, str(value)))
        )


def _genres(title: Title, language: Language) -> Iterator[Value]:
    for id in title.genres:
        yield Value(language.genre(id), address=str(Address().plus("genres", id)))


def _year(title: Title) -> Iterator[Value]:
    if title.year is not None:
        yield Value(str(title.year))


def _length(title: Title) -> Iterator[Value]:
    if title.episodes is not None:
        yield Value(f"{title.episodes} episode{'s' if title.episodes != 1 else ''}")
    if title.minutes is not None:
        each = " each" if title.episodes is not None and title.episodes != 1 else ""
        yield Value(f"{title.minutes} minutes{each}")


def _sources(title: Title, language: Language) -> Iterator[Value]:
    for source in title.sources:
        kind = language.source(str(source.kind)).replace("-", " ")
        if source.kind is SourceKind.ORIGINAL and language == ENGLISH:
            kind = "written for the screen"
        by = f"by {source.author}" if source.author else ""
        yield Value(kind, ", ".join(piece for piece in (source.name, by) if piece))


def _studios(title: Title, language: Language) -> Iterator[Value]:
    for studio in title.studios:
        yield Value(studio.name, language.country(studio.country) if studio.country else "")


def _releases(title: Title, language: Language) -> Iterator[Value]:
    for release in title.releases:
        where = language.country(release.country) if release.country else "worldwide"
        yield Value(told_date(release.date), f"{where}, known to the {release.date.precision}")


def _availability(title: Title, language: Language) -> Iterator[Value]:
    for seen in title.availability:
        where = language.country(seen.country) if seen.country else "no country named"
        when = f"seen {told_date(seen.date)}" if seen.date else "no date"
        yield Value(seen.service, f"{where}, {when}")


def _ranks(title: Title, language: Language) -> Iterator[Value]:
    for rank in title.ranks:
        where = language.country(rank.country) if rank.country else "worldwide"
        week = f"week of {told_date(rank.week)}" if rank.week else "no date"
        yield Value(
            f"No. {rank.rank} on {rank.platform}", ", ".join(p for p in (rank.chart, where, week) if p)
        )
