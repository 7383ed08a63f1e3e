"""One film or series of Wikidata, from the values of variables to a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recsys.catalogue.countries import country_codes
from recsys.catalogue.labels import meaning_of
from recsys.catalogue.languages import language_code
from recsys.catalogue.problems import shown
from recsys.importers.cleaning import clean_synopsis, clean_title, is_person
from recsys.importers.dates import iso_date
from recsys.importers.importer import Row
from recsys.importers.wikidata_variables import Gathered, is_bare_item, language_of, pieces_of

_IDS = ("imdb", "tmdb", "tvdb", "mal", "anilist", "anidb", "kitsu", "mdl", "letterboxd")
_NUMBERED = {"tmdb", "tvdb", "mal", "anilist", "anidb"}
_ROLES = ("actor", "voice", "creator", "director", "writer", "composer", "producer")
_FORM = re.compile(
    r"film series|(short)|(special)|(series|serial|telenovela|show|program|drama$)|(film|movie)"
)
_FORMS = ("short", "special", "series", "film")
_KINDS = {"Q11424": "film", "Q24862": "short film", "Q202866": "animated film", "Q506240": "television film",
          "Q5398426": "television series", "Q1259759": "miniseries", "Q581714": "animated series",
          "Q63952888": "anime television series"}  # fmt: skip
_OF_VARIABLE = {"film": "film", "movie": "film", "series": "series", "tvseries": "series", "show": "series",
                "drama": "series"}  # fmt: skip
_OF_FILMS = re.compile(
    r"\s+(?:films?|tv series|television (?:series|program)|anime and manga|anime)$", re.IGNORECASE
)
_WIKIDATA_DATE = re.compile(r"[+]?(\d{4}-\d{2}-\d{2})T00:00:00Z", re.ASCII)
_IMDB = re.compile(r"tt\d{5,12}", re.ASCII)
# Where a query asks for no labels; the states that most films and series come from.
_COUNTRIES = dict(pair.split(":") for pair in """
    Q30:US Q145:GB Q17:JP Q884:KR Q148:CN Q8646:HK Q865:TW Q869:TH Q881:VN Q928:PH Q252:ID Q833:MY Q334:SG
    Q668:IN Q142:FR Q183:DE Q38:IT Q29:ES Q45:PT Q31:BE Q55:NL Q34:SE Q35:DK Q20:NO Q33:FI Q189:IS Q36:PL
    Q213:CZ Q28:HU Q40:AT Q39:CH Q27:IE Q16:CA Q96:MX Q155:BR Q414:AR Q298:CL Q739:CO Q408:AU Q664:NZ Q43:TR
    Q159:RU Q212:UA Q15180:SU Q801:IL Q794:IR Q79:EG Q258:ZA Q1033:NG Q843:PK Q902:BD Q41:GR Q218:RO Q219:BG
""".split())  # fmt: skip


def wikidata_row(title: Gathered) -> Row:
    """Return the row of a title.

    Parameters
    ----------
    title : Gathered
        All that the results say of it; its report receives what is wrong.

    Returns
    -------
    dict
        A native row with genres and tags as they stand there.
    """
    names = _names(title)
    dates = _dates(title, "date")
    form, medium = _form_and_medium(title)
    original = next((name for name in _clean(title, "original_title") if name != names[0]), None)
    return {
        "id": f"wikidata-{title.qid}",
        "title": names[0] or original or "",
        "original_title": original,
        "aliases": _aliases(title, names, original),
        "year": int(dates[0][:4]) if dates else None,
        "releases": [{"date": dates[0]}] if dates and len(dates[0]) > 4 else [],
        "form": form,
        "medium": medium,
        "status": "released" if form == "series" and _dates(title, "end") else None,
        "minutes": next(iter(title.numbers("minutes")), None),
        "episodes": max(title.numbers("episodes"), default=None),
        "genres": [_genre(text) for text in title.texts("genres")],
        "tags": title.texts("tags"),
        "countries": _countries(title),
        "languages": _languages(title),
        "credits": [credit for role in _ROLES for credit in _people(title, role)],
        "studios": [{"name": name} for name in title.texts("studios")],
        "sources": [{"kind": "other", "name": name} for name in title.texts("sources")],
        "filming_places": [{"name": name} for name in title.texts("filming_places")],
        "setting_places": [{"name": name} for name in title.texts("setting_places")],
        "relations": [relation for kind in ("prequel", "sequel") for relation in _relations(title, kind)],
        "synopsis": clean_synopsis(next((entry.text for _, entry in title.entries("synopsis")), "")),
        "external_ids": {"wikidata": title.qid} | _external_ids(title),
        "popularity": max(title.numbers("popularity"), default=None),
    }


def _clean(title: Gathered, wanted: str) -> list[str]:
    names = (clean_title(entry.text) for _, entry in title.entries(wanted))
    return [name for name in names if name and not is_bare_item(name)]


def _names(title: Gathered) -> list[str]:
    """Return names, an English one first; a label that is the item's number is none."""
    entries = sorted((entry.language[:2] not in ("en", ""), place, entry.text)
                     for place, (_, entry) in enumerate(title.entries("title")))  # fmt: skip
    names = (clean_title(text) for _, _, text in entries)
    return [name for name in names if name and not is_bare_item(name)] or [""]


def _aliases(title: Gathered, names: list[str], original: str | None) -> list[Row]:
    found: dict[str, Row] = {name: {"name": name} for name in names[1:]}
    for base, entry in title.entries("aliases"):
        language = language_code(entry.language or language_of(base) or "-")
        # The service joins all other names of one language by commas.
        pieces = entry.text.split(", ") if base.endswith("alt") else pieces_of(entry.text)
        for name in map(clean_title, pieces):
            if name and not is_bare_item(name):
                found.setdefault(name, {"name": name} | ({"language": language} if language else {}))
    return [alias for name, alias in found.items() if name not in (names[0], original)]


def _dates(title: Gathered, wanted: str) -> list[str]:
    """Return dates, the first year's most precise one first.

    Of a year alone Wikidata writes the first of January, which is not told apart from that day.
    """
    found = []
    for text in title.texts(wanted):
        day = _WIKIDATA_DATE.fullmatch(text)
        date = iso_date(day[1] if day else text)
        if date is None:
            title.report.add(wanted, f"{shown(text)} is no date")
        else:
            found.append(date[:4] if day and date.endswith("-01-01") else date)
    return sorted(found, key=lambda date: (date[:4], -len(date), date))


def _form_and_medium(title: Gathered) -> tuple[str | None, str | None]:
    """Return what kind of item it is; else what the query calls it."""
    kinds = []
    for base, entry in title.entries("forms"):
        text = _KINDS.get(entry.qid) or entry.text
        if text and not is_bare_item(text):
            kinds.append(text.casefold())
        else:
            title.unlabelled(base, entry)
    forms = [
        _FORMS[found.lastindex - 1] for kind in kinds if (found := _FORM.search(kind)) and found.lastindex
    ]
    is_animated = title.variable == "anime" or any("anim" in kind for kind in kinds)
    return (
        next(iter(forms), None) or _OF_VARIABLE.get(title.variable),
        "animation" if is_animated else None,
    )


def _genre(text: str) -> str:
    """Return a genre without the kind of work, "drama film", where the rest is known."""
    bare = _OF_FILMS.sub("", text)
    return bare if meaning_of(text) is None and meaning_of(bare) is not None else text


def _countries(title: Gathered) -> list[str]:
    codes: dict[str, None] = {}
    for base, entry in title.entries("countries"):
        if entry.qid in _COUNTRIES:
            codes[_COUNTRIES[entry.qid]] = None
        elif not entry.text or is_bare_item(entry.text):
            title.unlabelled(base, entry)
        else:
            found = country_codes(entry.text)
            codes.update(dict.fromkeys(found.codes))
            for piece in found.unknown:
                title.report.add(base[:80], f"{shown(piece)} is no country")
    return sorted(codes)


def _languages(title: Gathered) -> list[str]:
    codes: dict[str, None] = {}
    for text in title.texts("languages"):
        if code := language_code(text.removesuffix(" language")):
            codes[code] = None
        else:
            title.report.add("language", f"{shown(text)} is no language")
    return list(codes)


def _people(title: Gathered, role: str) -> Iterator[Row]:
    for base, entry in title.entries(role):
        if not entry.text or is_bare_item(entry.text):
            title.unlabelled(base, entry)
            continue
        names = [entry.text] if entry.qid else pieces_of(entry.text)
        for name in map(clean_title, names):
            if is_person(name):
                yield {"person": name, "role": role} | ({"person_id": entry.qid} if entry.qid else {})
            elif name:
                title.report.add(base[:80], f"{shown(name)} is nobody's name")


def _relations(title: Gathered, kind: str) -> Iterator[Row]:
    for base, entry in title.entries(kind):
        if entry.qid:
            yield {"kind": kind, "id": f"wikidata-{entry.qid}"}
        else:
            title.report.add(base[:80], f"{shown(entry.text)} is no item: ask for ?{base[:80]} itself")


def _external_ids(title: Gathered) -> dict[str, str]:
    ids: dict[str, str] = {}
    for site in _IDS:
        for text in title.texts(site):
            if (site == "imdb" and not _IMDB.fullmatch(text)) or (
                site in _NUMBERED and not (text.isascii() and text.isdigit())
            ):
                title.report.add(site, f"{shown(text)} is no id of {site}")
            else:
                ids.setdefault(site, text[:100])
    return ids
