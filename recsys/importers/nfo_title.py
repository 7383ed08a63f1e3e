"""One film or series of a media centre, from its elements to a row."""

from __future__ import annotations

import re

from recsys.catalogue.countries import country_codes
from recsys.catalogue.languages import language_code
from recsys.catalogue.problems import RowReport, shown
from recsys.files import XmlElement, is_nothing
from recsys.importers.cleaning import clean_synopsis, clean_title, distinct, is_person, plays_a_part, slug
from recsys.importers.dates import iso_date
from recsys.importers.importer import Row

_FORMS = {"movie": "film", "tvshow": "series"}
_STATES = {"continuing": "airing", "returning series": "airing", "ended": "released", "released": "released",
           "canceled": "cancelled", "cancelled": "cancelled", "planned": "upcoming", "upcoming": "upcoming",
           "in production": "upcoming", "post production": "upcoming", "unreleased": "upcoming"}  # fmt: skip
_SLASH = re.compile(r"\s+/\s+|\|")
_HOURS = re.compile(
    r"(?:(\d{1,3})\s*h(?:rs?|ours?)?\.?)?\s*(?:(\d{1,5})\s*(?:m(?:ins?|inutes?)?\.?)?)?",
    re.IGNORECASE | re.ASCII,
)
_NO_DATES = ("0000", "0001-01-01", "1601-01-01")  # what programs write for none
_VOICE = re.compile(r"\s*\((?:voice|[^()]*,\s*voice|voice,[^()]*)\)", re.IGNORECASE)
_JOBS = {"director": "director", "writer": "writer", "creator": "creator", "producer": "producer",
         "composer": "composer"}  # fmt: skip
_CREW = {"creator": "creator", "director": "director", "credits": "writer", "writer": "writer"}
_SITES = {"themoviedb": "tmdb", "thetvdb": "tvdb", "myanimelist": "mal"}
_NO_SITES = {"", "unknown", "home", "local", "default", "tmdbcol", "tmdbset", "tmdbcollection"}
_ID_TAGS = {"imdbid": "imdb", "imdb_id": "imdb", "tmdbid": "tmdb", "tvdbid": "tvdb", "anidbid": "anidb",
            "anilistid": "anilist", "tvmazeid": "tvmaze", "traktid": "trakt"}  # fmt: skip
_NUMBERED = {"tmdb", "tvdb", "anidb", "anilist", "mal", "tvmaze"}
_COUNTED_BY_KIND = {"tmdb", "tvdb", "trakt"}  # their films and series are each counted from 1
_BARE_ID_OF = {"tvshow": "tvdb"}  # that of a film may be anybody's
_SITE = re.compile(r"[a-z0-9_-]{2,30}")
_IMDB = re.compile(r"tt\d{5,12}", re.ASCII)
_LONGEST_ID = 100
_LAST = 10**6


def nfo_row(element: XmlElement, report: RowReport) -> Row:
    """Return the row of a title.

    Parameters
    ----------
    element : XmlElement
        ``movie`` or ``tvshow``.
    report : RowReport
        Receives what is wrong.

    Returns
    -------
    dict
        A native row with genres and tags as they stand there.
    """
    title, original = clean_title(element.get("title")), clean_title(element.get("originaltitle"))
    premiered = _date(element, report)
    year = _whole(element, "year", report) or (int(premiered[:4]) if premiered else None)
    ids = _external_ids(element, report)
    return {
        "id": _id(element.tag, ids) or f"nfo-{slug(title or original, year) or slug(report.file)}",
        "title": title or original,
        "original_title": original if original != title else None,
        "year": year,
        "releases": [{"date": premiered}] if premiered else [],
        "form": _FORMS[element.tag],
        "status": _status(element, report),
        "minutes": _minutes(element, report),
        "genres": _words(element, "genre"),
        "tags": distinct(child.text for child in element.all("tag")),
        "countries": _countries(element, report),
        "languages": _languages(element, report),
        "studios": [{"name": name} for name in _words(element, "studio")],
        "credits": _cast(element, report) + _crew(element, report),
        "synopsis": clean_synopsis(element.get("plot") or element.get("outline")),
        "external_ids": ids,
        "popularity": _votes(element),
    }


def _words(element: XmlElement, tag: str) -> list[str]:
    """Return what elements of a name say; older programs wrote all into one: Drama / Romance."""
    return distinct(word for child in element.all(tag) for word in _SLASH.split(child.text))


def _whole(element: XmlElement, tag: str, report: RowReport) -> int | None:
    text = element.get(tag)
    if is_nothing(text) or text in ("0", "-1"):
        return None
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    report.add(tag, f"{shown(text)} is no whole number")
    return None


def _date(element: XmlElement, report: RowReport) -> str | None:
    for tag in ("premiered", "releasedate", "aired"):
        text = element.get(tag)
        if is_nothing(text) or text.startswith(_NO_DATES):
            continue
        if found := iso_date(text):
            return found
        report.add(tag, f"{shown(text)} is no date such as 2019-12-14")
    return None


def _minutes(element: XmlElement, report: RowReport) -> int | None:
    text = element.get("runtime")
    if is_nothing(text):
        return None
    if found := _HOURS.fullmatch(text):
        return int(found[1] or 0) * 60 + int(found[2] or 0) or None
    report.add("runtime", f"{shown(text)} is no number of minutes")
    return None


def _status(element: XmlElement, report: RowReport) -> str | None:
    text = element.get("status")
    if is_nothing(text):
        return None
    state = _STATES.get(text.casefold())
    if state is None:
        report.add("status", f"{shown(text)} is no status such as Continuing or Ended")
    return state


def _countries(element: XmlElement, report: RowReport) -> list[str]:
    codes: list[str] = []
    for child in element.all("country"):
        if is_nothing(child.text):
            continue
        found = country_codes(child.text)
        codes += found.codes
        for piece in found.unknown:
            report.add("country", f"{shown(piece)} is no country")
    return list(dict.fromkeys(codes))


def _languages(element: XmlElement, report: RowReport) -> list[str]:
    text = element.get("originallanguage") or element.get("original_language")
    if is_nothing(text):
        return []
    if (code := language_code(text)) is None:
        report.add("originallanguage", f"{shown(text)} is no language")
    return [code] if code else []


def _cast(element: XmlElement, report: RowReport) -> list[Row]:
    """Return who plays a part, in the order that is given, else in that of the file."""
    cast = []
    for place, actor in enumerate(element.all("actor")):
        name, character = clean_title(actor.get("name") or actor.text), clean_title(actor.get("role"))
        if not is_person(name):
            report.add("actor", f"{shown(name)} is nobody's name")
        elif actor.get("type").casefold() not in _JOBS and plays_a_part(character):
            cast.append((_order(actor, report), place, name, character))
    return [_part(name, part, order) for order, (_, _, name, part) in enumerate(sorted(cast), start=1)]


def _order(actor: XmlElement, report: RowReport) -> int:
    text = actor.get("order") or actor.get("sortorder")
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    if text and text != "-1":
        report.add("actor.order", f"{shown(text)} is no whole number")
    return _LAST


def _part(name: str, character: str, order: int) -> Row:
    bare = _VOICE.sub("", character)
    credit: Row = {"person": name, "role": "actor" if bare == character else "voice", "order": order}
    return credit | ({"character": bare} if bare else {})


def _crew(element: XmlElement, report: RowReport) -> list[Row]:
    """Return directors and writers; Jellyfin also writes crew as actors of another type."""
    found = []
    for tag, role in _CREW.items():
        for name in _words(element, tag):
            if is_person(name):
                found.append((name, role))
            else:
                report.add(tag, f"{shown(name)} is nobody's name")
    others = (
        (clean_title(actor.get("name")), actor.get("type").casefold()) for actor in element.all("actor")
    )
    found += [(name, _JOBS[job]) for name, job in others if job in _JOBS and is_person(name)]
    return [{"person": name, "role": role} for name, role in dict.fromkeys(found)]


def _external_ids(element: XmlElement, report: RowReport) -> dict[str, str]:
    """Return ids by site: of uniqueid, of elements such as imdbid, and of id, as older programs wrote it."""
    ids: dict[str, str] = {}
    for child in element.all("uniqueid"):
        _add_id(ids, child.attributes.get("type", ""), child.text, report)
    for tag, site in _ID_TAGS.items():
        _add_id(ids, site, element.get(tag), report)
    for child in element.all("id"):
        text = child.text.strip()
        site = child.attributes.get("moviedb", "") or _BARE_ID_OF.get(element.tag, "")
        if _IMDB.fullmatch(text):
            ids.setdefault("imdb", text)
        elif ids or is_nothing(text):
            continue  # one of those above, without its site
        elif site:
            _add_id(ids, site, text, report)
        else:
            report.add("id", f"{shown(text)} does not say of which site it is")
    return ids


def _add_id(ids: dict[str, str], site: str, text: str, report: RowReport) -> None:
    site, text = _SITES.get(site.strip().casefold(), site.strip().casefold()), text.strip()
    if site in _NO_SITES or is_nothing(text) or text in ("0", "-1"):
        return
    if _SITE.fullmatch(site) is None:
        report.add("uniqueid.type", f"{shown(site)} is no name of a site")
    elif (site == "imdb" and not _IMDB.fullmatch(text)) or (
        site in _NUMBERED and not (text.isascii() and text.isdigit())
    ):
        report.add("uniqueid", f"{shown(text)} is no id of {site}")
    else:
        ids.setdefault(site, text[:_LONGEST_ID])


def _id(kind: str, ids: dict[str, str]) -> str:
    if "imdb" in ids:
        return ids["imdb"]
    site = "tmdb" if "tmdb" in ids else next(iter(ids), "")
    if site in _COUNTED_BY_KIND:
        return f"{site}-{'movie' if kind == 'movie' else 'tv'}-{ids[site]}"
    return f"{site}-{ids[site]}" if site else ""


def _votes(element: XmlElement) -> int | None:
    """Return the largest number of votes; each site has its own."""
    texts = [element.get("votes")]
    texts += [rating.get("votes") for group in element.all("ratings") for rating in group.all("rating")]
    digits = (text.replace(",", "") for text in texts)
    votes = [int(text) for text in digits if text.isascii() and text.isdigit() and len(text) < 10]
    return max(votes, default=0) or None
