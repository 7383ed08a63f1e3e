"""From one film or series of TMDB to a row of our own."""

from __future__ import annotations

import re
from typing import Any

from recsys.catalogue.countries import country_code
from recsys.catalogue.languages import language_code
from recsys.catalogue.problems import RowReport, shown
from recsys.files import is_nothing
from recsys.importers.cleaning import clean_synopsis, clean_title, distinct, slug
from recsys.importers.dates import iso_date
from recsys.importers.importer import Row
from recsys.importers.json_fields import nested, number, objects, text, texts, whole
from recsys.importers.tmdb_credits import tmdb_people, voiced
from recsys.importers.tmdb_genres import ANIMATION, TMDB_GENRES
from recsys.importers.tmdb_names import tmdb_names

_STATUS = {
    "rumored": "upcoming",
    "planned": "upcoming",
    "in production": "upcoming",
    "post production": "upcoming",
    "pilot": "upcoming",
    "released": "released",
    "ended": "released",
    "returning series": "airing",
    "canceled": "cancelled",
    "cancelled": "cancelled",
}
_KEYS = {
    "movie": ("title", "original_title", "release_date"),
    "tv": ("name", "original_name", "first_air_date"),
}
_FORMS = {"movie": "film", "tv": "series"}
_USUAL_TYPES = {"scripted", "video"}
# TMDB writes states of the past, and parts of states, in codes of its own.
_COUNTRIES = {"XC": "CS", "XG": "DD", "CS": "YU", "XI": "GB", "ZR": "CD", "TP": "TL"}
_NO_LANGUAGE = "xx"
_IMDB = re.compile(r"tt\d{7,10}")
_NO_OVERVIEW = re.compile(r"no overview (?:found|yet)\W*", re.IGNORECASE)


def tmdb_row(record: dict[str, Any], kind: str, report: RowReport) -> Row | None:
    """Return the native row of one film or series.

    Parameters
    ----------
    record : dict
        A film or series as the API answers it, whole or in short.
    kind : str
        ``movie`` or ``tv``, as TMDB says it.
    report : RowReport
        Receives what is wrong.

    Returns
    -------
    dict or None
        None for what has no name, and for what is marked as adult.
    """
    if record.get("adult") in (True, "True", "true"):
        report.add("adult", "the title is marked as adult and left out")
        return None
    name_key, original_key, date_key = _KEYS[kind]
    names = tmdb_names(record, name_key, original_key, report)
    if names is None:
        return None
    date = _date(text(record, date_key, report), date_key, report)
    year = int(date[:4]) if date else None
    id = whole(record, "id", report)
    genres = _genres(record, report)
    credits, originals = tmdb_people(record, report)
    return {
        "id": f"tmdb-{kind}-{id}" if id is not None else slug(names["title"], year),
        **names,
        "year": year,
        "releases": _releases(record, report) or ([{"date": date}] if date else []),
        "form": _FORMS[kind],
        "status": _status(record, kind, report),
        "minutes": _minutes(record, report),
        "episodes": whole(record, "number_of_episodes", report) or None,
        "genres": genres,
        "tags": _tags(record, report),
        "countries": _countries(record, report),
        "languages": _languages(record, report),
        "credits": voiced(credits) if TMDB_GENRES[ANIMATION] in genres else credits,
        "sources": originals,
        "studios": _studios(record, report),
        "availability": _availability(record, report),
        "synopsis": _synopsis(record, report),
        "external_ids": _external_ids(record, id, report),
        "popularity": number(record, "popularity", report),
    }


def _date(given: str, field: str, report: RowReport) -> str | None:
    date = iso_date(given)
    if date is None and not is_nothing(given):
        report.add(field, f"{shown(given)} is no date such as 2019-12-14")
    return date


def _releases(record: dict[str, Any], report: RowReport) -> list[Row]:
    """Return the first release in each country."""
    first: dict[str, str] = {}
    for country in objects(nested(record, "release_dates", report), "results", report):
        code = _country(text(country, "iso_3166_1", report), "release_dates", report)
        for release in objects(country, "release_dates", report):
            date = _date(text(release, "release_date", report), "release_date", report)
            if code and date:
                first[code] = min(date, first.get(code, date))
    return [{"date": date, "country": code} for code, date in first.items()]


def _status(record: dict[str, Any], kind: str, report: RowReport) -> str | None:
    said = text(record, "status", report).strip().casefold()
    status = _STATUS.get(said)
    if status is None and not is_nothing(said):
        report.add("status", f"{shown(said)} is none of {', '.join(sorted(_STATUS))}")
    if status == "upcoming" and kind == "tv" and record.get("last_air_date"):
        return "airing"  # the next season is made; the first ones have been shown
    return status


def _minutes(record: dict[str, Any], report: RowReport) -> int | None:
    """Return the minutes of a film or an episode; TMDB writes 0 where it knows none."""
    if minutes := number(record, "runtime", report):
        return round(minutes) or None
    times = texts(record, "episode_run_time", report)
    given = {"runtime": times[0]} if times else nested(record, "last_episode_to_air", report)
    return round(number(given, "runtime", report) or 0) or None


def _genres(record: dict[str, Any], report: RowReport) -> list[str]:
    """Return names of genres, in English also where the answer is in another language."""
    found = []
    for entry in objects(record, "genres", report):
        id = whole(entry, "id", report)
        found.append(TMDB_GENRES.get(id or 0) or text(entry, "name", report))
    for given in texts(record, "genre_ids", report) if not found else ():
        id = whole({"genre_ids": given}, "genre_ids", report)
        if name := TMDB_GENRES.get(id or 0):
            found.append(name)
        elif id is not None:
            report.add("genre_ids", f"{id} is no genre of TMDB")
    return distinct(found)


def _tags(record: dict[str, Any], report: RowReport) -> list[str]:
    block = nested(record, "keywords", report)
    keywords = objects(block, "keywords" if "keywords" in block else "results", report)
    said = text(record, "type", report).strip()
    types = [said] if said.casefold() not in _USUAL_TYPES else []
    return distinct([*(text(keyword, "name", report) for keyword in keywords), *types])


def _countries(record: dict[str, Any], report: RowReport) -> list[str]:
    produced = objects(record, "production_countries", report)
    given = [text(country, "iso_3166_1", report) or text(country, "name", report) for country in produced]
    codes = (
        _country(code, "production_countries" if produced else "origin_country", report)
        for code in given or texts(record, "origin_country", report)
    )
    return list(dict.fromkeys(code for code in codes if code))


def _country(given: str, field: str, report: RowReport) -> str | None:
    code = country_code(_COUNTRIES.get(given, given))
    if code is None and not is_nothing(given):
        report.add(field, f"{shown(given)} is no country")
    return code


def _languages(record: dict[str, Any], report: RowReport) -> list[str]:
    given = text(record, "original_language", report)
    if is_nothing(given) or given == _NO_LANGUAGE:
        return []
    code = language_code(given)
    if code is None:
        report.add("original_language", f"{shown(given)} is no language")
    return [code] if code else []


def _studios(record: dict[str, Any], report: RowReport) -> list[Row]:
    studios = []
    for company in objects(record, "production_companies", report):
        name = clean_title(text(company, "name", report))
        country = _country(text(company, "origin_country", report), "production_companies", report)
        if name:
            studios.append({"name": name} | ({"country": country} if country else {}))
    return studios


def _availability(record: dict[str, Any], report: RowReport) -> list[Row]:
    """Return the services that have a title in their subscription, by country."""
    by_country = nested(nested(record, "watch/providers", report), "results", report)
    found: list[Row] = []
    for given in by_country:
        offers = objects(nested(by_country, given, report), "flatrate", report)
        code = _country(given, "watch/providers", report) if offers else None
        names = distinct(text(offer, "provider_name", report) for offer in offers)
        found += [{"service": name, "country": code} for name in names if code]
    return found


def _synopsis(record: dict[str, Any], report: RowReport) -> str:
    synopsis = clean_synopsis(text(record, "overview", report))
    return "" if _NO_OVERVIEW.fullmatch(synopsis) else synopsis


def _external_ids(record: dict[str, Any], id: int | None, report: RowReport) -> dict[str, str]:
    block = nested(record, "external_ids", report)
    imdb = text(record, "imdb_id", report) or text(block, "imdb_id", report)
    if imdb and not _IMDB.fullmatch(imdb):
        report.add("imdb_id", f"{shown(imdb)} is no id of IMDb, such as tt0111161")
        imdb = ""
    given = {
        "tmdb": "" if id is None else str(id),
        "imdb": imdb,
        "tvdb": text(block, "tvdb_id", report),
        "wikidata": text(block, "wikidata_id", report),
    }
    return {site: value for site, value in given.items() if value}
