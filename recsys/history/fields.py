"""Single fields of exports: names, years, ratings, ids, states and forms, each checked."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from recsys.catalogue.problems import RowReport, shown
from recsys.catalogue.row_model import LONGEST_NAME
from recsys.files import is_nothing
from recsys.history.record import Watching
from recsys.importers.cleaning import clean_title
from recsys.names import fold_text, title_key
from recsys.title import Form

_YEAR = re.compile(r"(\d{4})(?:\.0)?(?:\s*[-–—]\s*(?:\d{4}|present)?)?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1870, 2100
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,6})?", re.ASCII)
_DIGITS = re.compile(r"0*([1-9]\d{0,11})(?:\.0)?", re.ASCII)
_IMDB = re.compile(r"(?:tt)?(\d{1,12})", re.ASCII)
_FEW = 5  # ratings from which the largest tells the scale
_SCALES = (5.0, 10.0, 100.0)

_WATCHING: Mapping[str, Watching] = {
    word: watching
    for watching, words in {
        Watching.SEEN: "watched|seen|completed|complete|finished|done|rewatching|repeating|rewatched",
        Watching.WATCHING: "watching|currently watching|current|in progress|started|now watching",
        Watching.ON_HOLD: "on hold|hold|onhold|paused|stalled",
        Watching.DROPPED: "dropped|abandoned|gave up|given up|not interesting|notinteresting"
        "|did not finish|dnf",
        Watching.PLANNED: "plan to watch|plantowatch|planned|planning|watchlist|watch list|to watch"
        "|want to watch|wishlist|wish list|ptw|backlog|queue|watch later|not seen|unwatched",
    }.items()
    for word in words.split("|")
}
# "Finished watching" and "not seen" hold two words; the clearer one counts.
_CLEAREST = (Watching.PLANNED, Watching.DROPPED, Watching.ON_HOLD, Watching.SEEN, Watching.WATCHING)
_FORMS: Mapping[str, Form | None] = {
    word: form
    for form, words in {
        Form.FILM: "movie|film|feature film|tv movie|documentary|video|anime movie|movies|films",
        Form.SERIES: "tv|tv series|tv show|show|series|tv mini series|mini series|miniseries|drama|tv short"
        "|k drama|kdrama|shows",
        Form.SPECIAL: "special|tv special|pv",
        Form.SHORT: "short|short film|music",
    }.items()
    for word in words.split("|")
}


def name_of(text: str, report: RowReport, field: str = "title") -> str:
    """Return the name of a title in one line.

    Parameters
    ----------
    text : str
        As it stands in a file.
    report : RowReport
        Receives a name that is too long to be one.
    field : str
        What messages call it.

    Returns
    -------
    str
        Empty for blanks and for what is no name.
    """
    if len(text) > 10 * LONGEST_NAME or len(name := clean_title(text)) > LONGEST_NAME:
        report.add(field, f"{len(text)} characters are no name: {shown(text)}")
        return ""
    return name


def year_of(text: str, report: RowReport, field: str = "year") -> int | None:
    """Return a year, the first one of "2016-2018".

    Parameters
    ----------
    text : str
        As it stands in a file.
    report : RowReport
        Receives what is no year.
    field : str
        What messages call it.

    Returns
    -------
    int or None
        None if unknown.
    """
    text = text.strip()
    if is_nothing(text) or text == "0":
        return None
    found = _YEAR.fullmatch(text)
    if found is None or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        report.add(field, f"{shown(text)} is no year")
        return None
    return int(found[1])


def rating_of(
    value: str | float | None, best: float, report: RowReport, field: str = "rating"
) -> float | None:
    """Return a rating as a share of the best.

    Parameters
    ----------
    value : str, float or None
        As it stands in a file; 0 and blanks are no rating.
    best : float
        The best of the site's scale.
    report : RowReport
        Receives what is no rating.
    field : str
        What messages call it.

    Returns
    -------
    float or None
        0 to 1; None if there is none.
    """
    if value is None or (isinstance(value, str) and is_nothing(value)):
        return None
    number = number_of(value) if isinstance(value, str) else value
    if number is None or not math.isfinite(number) or not 0 <= number <= best:
        report.add(field, f"{shown(value)} is no rating from 0 to {best:g}")
        return None
    return round(number / best, 6) or None


def number_of(text: str) -> float | None:
    """Return a plain number, with a point or a comma.

    Parameters
    ----------
    text : str
        "8", "8.5" or "8,5".

    Returns
    -------
    float or None
        None for anything else.
    """
    text = text.strip()
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def scale_of(ratings: Iterable[float]) -> float | None:
    """Return the best of a scale that nobody states: 5, 10 or 100.

    Parameters
    ----------
    ratings : iterable of float
        All ratings of one list.

    Returns
    -------
    float or None
        The smallest that holds them all; None where that is a guess: fewer than five ratings, none
        above 5, or any above 100.
    """
    given = [rating for rating in ratings if rating > 0]
    largest = max(given, default=0.0)
    best = next((best for best in _SCALES if largest <= best), None)
    return None if best == _SCALES[0] and len(given) < _FEW else best


def ids_of(pairs: Iterable[tuple[str, str]], report: RowReport) -> dict[str, str]:
    """Return ids by site.

    Parameters
    ----------
    pairs : iterable of tuple of str and str
        Site and id as they stand in a file; 0 and blanks are no id.
    report : RowReport
        Receives what is no id.

    Returns
    -------
    dict of str to str
        ``imdb`` with ``tt`` and at least seven digits; the others are plain numbers.
    """
    ids: dict[str, str] = {}
    for site, text in pairs:
        text = text.strip()
        if is_nothing(text) or text in ("0", "-1"):
            continue
        found = (_IMDB if site == "imdb" else _DIGITS).fullmatch(text)
        if found is None or not int(found[1]):
            report.add(site, f"{shown(text)} is no id of {site}")
            continue
        ids[site] = f"tt{found[1]:0>7}" if site == "imdb" else found[1]
    return ids


def watching_of(text: str) -> Watching | None:
    """Return how far somebody got, in the words of any site.

    Parameters
    ----------
    text : str
        "Plan to Watch", "on-hold", "COMPLETED".

    Returns
    -------
    Watching or None
        None for other words.
    """
    return _WATCHING.get(fold_text(text[:LONGEST_NAME]))


def watching_within(text: str) -> Watching | None:
    """Return how far somebody got with what stands under a heading.

    Parameters
    ----------
    text : str
        "Films that I want to watch", "Finished watching".

    Returns
    -------
    Watching or None
        None if it says nothing of it.
    """
    folded = f" {fold_text(text[:LONGEST_NAME])} "
    said = {watching for words, watching in _WATCHING.items() if f" {words} " in folded}
    return next((watching for watching in _CLEAREST if watching in said), None)


def form_of(text: str) -> Form | None:
    """Return the form that a word names.

    Parameters
    ----------
    text : str
        "TV Mini Series", "tvSeries", "movie".

    Returns
    -------
    Form or None
        None for other words, and for OVA and ONA, which may be anything.
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text[:100])
    return _FORMS.get(fold_text(words))


def name_key(name: str, year: int | None, form: Form | None = None) -> str:
    """Return a key that is equal for one title in several rows of one export.

    Parameters
    ----------
    name : str
        Its name there.
    year : int or None
        Its year there.
    form : Form or None
        Its form there.

    Returns
    -------
    str
        Folded name, year and form.
    """
    return f"name {title_key(name)} {year} {form}"
