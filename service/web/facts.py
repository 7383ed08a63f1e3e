"""The facts of a title in words, each with who says so; what is not known stays empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from recsys.catalogue import country_name, genre_vocabulary, tone_vocabulary
from recsys.catalogue.labels import meaning_of
from recsys.catalogue.languages import language_name
from recsys.names import PeopleIndex
from recsys.title import Place, SourceKind, Title
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


def places_of(title: Title, people: PeopleIndex) -> tuple[FactView, ...]:
    """Return the four places of a title, and the time of its story.

    Parameters
    ----------
    title : Title
        The title.
    people : PeopleIndex
        Who is who, so that nobody counts twice.

    Returns
    -------
    tuple of FactView
        Production countries, nationalities, filming places, story setting, period.
    """
    return (
        _fact(title, "Production countries", _countries(title.countries), "countries"),
        _nationalities(title, people),
        _fact(title, "Filmed in", _places(title.filming_places), "filming_places"),
        _fact(title, "The story is set in", _places(title.setting_places), "setting_places"),
        _fact(title, "Time of the story", _period(title), "setting_period"),
    )


def kind_of(title: Title) -> tuple[FactView, ...]:
    """Return what a title is.

    Parameters
    ----------
    title : Title
        The title.

    Returns
    -------
    tuple of FactView
        Form, medium, genres, year, length, languages, source.
    """
    return (
        _fact(title, "Form", _asked("form", title.form), "form"),
        _fact(title, "Medium", _asked("medium", title.medium), "medium"),
        _fact(title, "Genres", _genres(title), "genres"),
        _fact(title, "Year", _year(title), "year"),
        _fact(title, "Length", _length(title), "episodes", "minutes"),
        _fact(title, "Languages", (Value(language_name(code)) for code in title.languages), "languages"),
        _fact(title, "Source", _sources(title), "sources"),
    )


def releases_of(title: Title) -> tuple[FactView, ...]:
    """Return how a title came to its viewers.

    Parameters
    ----------
    title : Title
        The title.

    Returns
    -------
    tuple of FactView
        Studios, status, releases, availability, chart places.
    """
    status = () if title.status is None else (Value(title.status.value),)
    return (
        _fact(title, "Made by", _studios(title), "studios"),
        _fact(title, "Status", status, "status"),
        _fact(title, "Released", _releases(title), "releases"),
        _fact(title, "Could be watched on", _availability(title), "availability"),
        _fact(title, "Charts", _ranks(title), "ranks"),
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


def _countries(codes: Iterable[str]) -> Iterator[Value]:
    for code in codes:
        yield Value(country_name(code), address=str(Address().plus("countries_any", code)))


def _nationalities(title: Title, people: PeopleIndex) -> FactView:
    known: dict[str, set[str]] = {}
    for credit in title.credits:
        known.setdefault(people.canonical(credit), set()).update(credit.nationality)
    codes = sorted({code for codes in known.values() for code in codes})
    count = {code: sum(code in codes for codes in known.values()) for code in codes}
    ordered = sorted(codes, key=lambda code: (-count[code], code))
    n_unknown = sum(not codes for codes in known.values())
    return FactView(
        "Nationalities of cast and crew",
        tuple(Value(country_name(code), _people(count[code])) for code in ordered),
        claims_of(title, ["nationality"]),
        f"not known of {_people(n_unknown)}" if n_unknown and codes else "",
    )


def _people(n: int) -> str:
    return f"{n} {'person' if n == 1 else 'people'}"


def _places(places: Iterable[Place]) -> Iterator[Value]:
    for place in places:
        country = country_name(place.country) if place.country else ""
        yield Value(place.name, "" if country == place.name else country)


def _period(title: Title) -> Iterator[Value]:
    if (period := title.setting_period) is not None:
        yield Value(
            _era(period.start)
            if period.start == period.end
            else f"{_era(period.start)} to {_era(period.end)}"
        )


def _era(year: int) -> str:
    return str(year) if year >= 0 else f"{-year} BC"


def _asked(field: str, value: str | None) -> Iterator[Value]:
    if value is not None:
        yield Value(str(value).replace("-", " "), address=str(Address().plus(field, str(value))))


def _genres(title: Title) -> Iterator[Value]:
    vocabulary = genre_vocabulary()
    for id in title.genres:
        name = vocabulary[id].name.lower() if id in vocabulary else id.replace("-", " ")
        yield Value(name, address=str(Address().plus("genres", id)))


def _year(title: Title) -> Iterator[Value]:
    if title.year is not None:
        yield Value(str(title.year))


def _length(title: Title) -> Iterator[Value]:
    if title.episodes is not None:
        yield Value(f"{title.episodes} episode{'s' if title.episodes != 1 else ''}")
    if title.minutes is not None:
        each = " each" if title.episodes is not None and title.episodes != 1 else ""
        yield Value(f"{title.minutes} minutes{each}")


def _sources(title: Title) -> Iterator[Value]:
    for source in title.sources:
        kind = (
            "written for the screen" if source.kind is SourceKind.ORIGINAL else source.kind.replace("-", " ")
        )
        by = f"by {source.author}" if source.author else ""
        yield Value(kind, ", ".join(piece for piece in (source.name, by) if piece))


def _studios(title: Title) -> Iterator[Value]:
    for studio in title.studios:
        yield Value(studio.name, country_name(studio.country) if studio.country else "")


def _releases(title: Title) -> Iterator[Value]:
    for release in title.releases:
        where = country_name(release.country) if release.country else "worldwide"
        yield Value(told_date(release.date), f"{where}, known to the {release.date.precision}")


def _availability(title: Title) -> Iterator[Value]:
    for seen in title.availability:
        where = country_name(seen.country) if seen.country else "no country named"
        when = f"seen {told_date(seen.date)}" if seen.date else "no date"
        yield Value(seen.service, f"{where}, {when}")


def _ranks(title: Title) -> Iterator[Value]:
    for rank in title.ranks:
        where = country_name(rank.country) if rank.country else "worldwide"
        week = f"week of {told_date(rank.week)}" if rank.week else "no date"
        yield Value(
            f"No. {rank.rank} on {rank.platform}", ", ".join(p for p in (rank.chart, where, week) if p)
        )
