"""What somebody typed, taken apart: the name, and a year or form that tells twins apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from recsys.names.fold import fold_text, join_words, title_words
from recsys.names.title_index import TitleNames
from recsys.title import Form, Medium

SHOWN = 80  # letters of typed text that a message repeats
LONGEST = 200  # letters beyond which typed text is no name worth comparing
_YEAR = re.compile(r"(?:18[89]|19\d|20\d)\d")
_WORDS: dict[str, tuple[Form | None, Medium | None]] = {
    "film": (Form.FILM, None),
    "movie": (Form.FILM, None),
    "series": (Form.SERIES, None),
    "drama": (Form.SERIES, None),
    "show": (Form.SERIES, None),
    "tv": (Form.SERIES, None),
    "special": (Form.SPECIAL, None),
    "short": (Form.SHORT, None),
    "anime": (None, Medium.ANIMATION),
    "animation": (None, Medium.ANIMATION),
    "animated": (None, Medium.ANIMATION),
    "live action": (None, Medium.LIVE_ACTION),
}
_BRACKETED = re.compile(r"(?P<name>.+?)\s*[(\[](?P<inside>[^()\[\]]*)[)\]]\s*")
_LAST_WORD = re.compile(r"(?P<name>.*\S)[\s,]+(?P<inside>live[\s-]action|\S+)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """One reading of a typed text.

    Parameters
    ----------
    name : str
        The part that names the title.
    year : int or None
        Year of first release, if typed.
    form, medium : Form or None, Medium or None
        Form and medium, if typed.
    """

    name: str
    year: int | None = None
    form: Form | None = None
    medium: Medium | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Folded words of the name without its leading article."""
        return title_words(self.name[:LONGEST])

    @property
    def key(self) -> str:
        """Key of the name, cut at ``LONGEST`` letters."""
        return join_words(self.words)

    @property
    def is_narrowed(self) -> bool:
        """Whether a year, form or medium was typed."""
        return (self.year, self.form, self.medium) != (None, None, None)

    def fits(self, names: TitleNames, row: int) -> bool:
        """Whether a title bears the year, form and medium that were typed.

        Parameters
        ----------
        names : TitleNames
            The index.
        row : int
            Row of the title.

        Returns
        -------
        bool
            False also where the title's own value is unknown: that is no evidence.
        """
        form = 0 if self.form is None else 1 + tuple(Form).index(self.form)
        medium = 0 if self.medium is None else 1 + tuple(Medium).index(self.medium)
        return (
            (self.year is None or int(names.year[row]) == self.year)
            and (not form or int(names.form[row]) == form)
            and (not medium or int(names.medium[row]) == medium)
        )


def readings(text: str) -> tuple[Typed, ...]:
    """All ways to read a typed text, the likeliest first.

    A year or form in brackets is meant as such. A bare one at the end may be part of the name
    ("Reply 1988", "Scary Movie"): there the whole text comes first, then one word less, and
    so on, as long as a name is left.

    Parameters
    ----------
    text : str
        What was typed.

    Returns
    -------
    tuple of Typed
        At least one; the text itself is always among them.
    """
    whole = Typed(" ".join(text.split()))
    if (bracketed := _strip(_BRACKETED, whole)) is not None:
        return bracketed, whole
    return whole, *_shorter(whole)


def _shorter(typed: Typed) -> Iterator[Typed]:
    """Yield readings with one more qualifier taken off the end each time."""
    shorter = _strip(_LAST_WORD, typed) if len(typed.name) <= LONGEST else None
    while shorter is not None:
        yield shorter
        shorter = _strip(_LAST_WORD, shorter)


def _strip(shape: re.Pattern[str], typed: Typed) -> Typed | None:
    """Take what the shape finds off the name; None if it is no qualifier, or nothing is left."""
    found = shape.fullmatch(typed.name) if len(typed.name) <= LONGEST else None
    if found is None or not title_words(found["name"]):
        return None
    rest = replace(typed, name=found["name"].rstrip(" ,"))
    inside = fold_text(found["inside"]).replace("live action", "live_action").split()
    for word in inside:
        taken = _take(rest, word.replace("_", " "))
        if taken is None:
            return None
        rest = taken
    return rest if inside else None


def _take(typed: Typed, word: str) -> Typed | None:
    """Read one word as year, form or medium; None if it is none, or contradicts one taken before."""
    if _YEAR.fullmatch(word):
        return replace(typed, year=int(word)) if typed.year is None else None
    form, medium = _WORDS.get(word, (None, None))
    if (form, medium) == (None, None) or (form and typed.form not in (None, form)):
        return None
    if medium and typed.medium not in (None, medium):
        return None
    return replace(typed, form=form or typed.form, medium=medium or typed.medium)
