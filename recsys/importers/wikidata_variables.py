"""What the variables of a query to Wikidata mean, and what all results of one item say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from recsys.catalogue.problems import RowReport, shown
from recsys.files import is_nothing

# Variables as people name them, in small letters, without "_" and "Label"; one may stand for many.
_FIELDS = {
    "title": "title name label entitle",
    "original_title": "originaltitle titleoriginal nativetitle native nativename original",
    "aliases": "alias alt altlabel itemalt alternativetitle alternativename alsoknownas aka",
    "date": "date publicationdate pubdate releasedate release released published premiere starttime start"
    " startdate firstaired firstairdate inception year releaseyear pubyear debut datepublished",
    "end": "end endtime enddate",
    "countries": "country countryoforigin origin origincountry countriesoforigin countrycode iso countryiso",
    "languages": "originallanguage language lang languageofwork originallanguageoffilm languagecode"
    " originallanguageoffilmortvshow originallanguageofwork",
    "genres": "genre",
    "tags": "mainsubject subject keyword theme topic tag",
    "forms": "instanceof instance type class kind",
    "actor": "cast castmember actor actress starring star leadactor",
    "voice": "voiceactor voice",
    "director": "director",
    "writer": "screenwriter writer scriptwriter",
    "creator": "creator",
    "composer": "composer",
    "producer": "producer",
    "studios": "productioncompany company studio",
    "minutes": "duration runtime minute length",
    "episodes": "episode numberofepisodes numepisodes episodecount",
    "prequel": "follows prequel",
    "sequel": "followedby sequel",
    "sources": "basedon",
    "filming_places": "filminglocation filmingplace",
    "setting_places": "narrativelocation setlocation setting settinglocation",
    "synopsis": "synopsis plot abstract",
    "popularity": "sitelinks linkcount numberofsitelinks",
    "imdb": "imdb imdbid",
    "tmdb": "tmdb tmdbid tmdbmovieid tmdbtvid tmdbtvseriesid tmdbmovie tmdbtv tmdbseriesid",
    "tvdb": "tvdb tvdbid",
    "mal": "mal malid myanimelist myanimelistid",
    "anilist": "anilist anilistid",
    "anidb": "anidb anidbid",
    "kitsu": "kitsu kitsuid",
    "mdl": "mydramalist mydramalistid mdl mdlid",
    "letterboxd": "letterboxd letterboxdid",
    "": "image pic picture poster logo website article description itemdescription desc series"
    " partoftheseries filmseries score rating reviewscore trailer boxoffice cost budget",
}
_BY_NAME = {name: meaning for meaning, names in _FIELDS.items() for name in names.split()}
_BY_LANGUAGE = re.compile(r"(?:item)?(?:label|title|name)?([a-z]{2})|([a-z]{2})(?:title|name)")
_LANGUAGES = frozenset("en ko ja zh th vi fr es de pt ru hi tr sv pl".split())
_QIDS = re.compile(r"Q\d+", re.ASCII)
_SEPARATOR = re.compile(r"\s*[|;\n]\s*")
_WHOLE = re.compile(r"\+?(\d{1,9})(?:\.\d*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a variable: an item, its label or a text, and the language of the text."""

    qid: str = ""
    text: str = ""
    language: str = ""


@dataclass(slots=True)
class Gathered:
    """All that the results say of one item, by the bare names of their variables."""

    qid: str
    variable: str
    report: RowReport
    values: dict[str, dict[Entry, None]] = field(default_factory=dict)

    def entries(self, wanted: str) -> Iterator[tuple[str, Entry]]:
        """Yield the values of a field.

        Parameters
        ----------
        wanted : str
            As :func:`field_of` calls it.

        Yields
        ------
        tuple of str and Entry
            The variable's bare name, and the value.
        """
        for base, entries in self.values.items():
            if field_of(base) == wanted:
                for entry in entries:
                    yield base, entry

    def texts(self, wanted: str) -> list[str]:
        """Return the texts of a field, lists in one text taken apart.

        Parameters
        ----------
        wanted : str
            As :func:`field_of` calls it.

        Returns
        -------
        list of str
            Each once; items without a label are reported.
        """
        found: dict[str, None] = {}
        for base, entry in self.entries(wanted):
            if not entry.text or is_bare_item(entry.text):
                self.unlabelled(base, entry)
                continue
            for piece in pieces_of(entry.text):
                text = " ".join(piece.split())
                if not is_nothing(text):
                    found[text] = None
        return list(found)

    def unlabelled(self, base: str, entry: Entry) -> None:
        """Report an item of which only the number is given.

        Parameters
        ----------
        base : str
            The variable's bare name.
        entry : Entry
            The value.
        """
        self.report.add(base[:80], f"{entry.qid or entry.text} has no label: ask for ?{base[:80]}Label")

    def numbers(self, wanted: str) -> list[int]:
        """Return the whole numbers of a field.

        Parameters
        ----------
        wanted : str
            As :func:`field_of` calls it.

        Returns
        -------
        list of int
            What stands before the point; what is no number is reported.
        """
        found = []
        for text in self.texts(wanted):
            if number := _WHOLE.fullmatch(text):
                found.append(int(number[1]))
            else:
                self.report.add(wanted, f"{shown(text)} is no number")
        return found


@lru_cache(maxsize=4096)
def field_of(base: str) -> str | None:
    """Return what a variable means.

    Parameters
    ----------
    base : str
        Its name in small letters, without "_" and "Label".

    Returns
    -------
    str or None
        A field of a row; empty for what is left out on purpose, None for what is not known.
    """
    for spelling in (base, base.removesuffix("s"), re.sub("ies$", "y", base)):
        if spelling in _BY_NAME:
            return _BY_NAME[spelling]
    language = language_of(base)
    return None if language is None else "title" if language == "en" else "aliases"


@lru_cache(maxsize=4096)
def language_of(base: str) -> str | None:
    """Return the language that a variable names, as in ``titleKo`` and ``ko_label``.

    Parameters
    ----------
    base : str
        As for :func:`field_of`.

    Returns
    -------
    str or None
        Its code.
    """
    found = _BY_LANGUAGE.fullmatch(base)
    code = (found[1] or found[2]) if found else None
    return code if code in _LANGUAGES else None


def is_bare_item(text: str) -> bool:
    """Return whether a label is but the number of its item: it has none in the languages asked for.

    Parameters
    ----------
    text : str
        A label.

    Returns
    -------
    bool
        True for ``Q42``.
    """
    return _QIDS.fullmatch(text) is not None


def pieces_of(text: str) -> list[str]:
    """Return the values that a query has joined into one.

    Parameters
    ----------
    text : str
        Such as ``Drama | Romance``.

    Returns
    -------
    list of str
        One where nothing is joined.
    """
    return _SEPARATOR.split(text)
