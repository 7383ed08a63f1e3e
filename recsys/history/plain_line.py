"""One line of a list that somebody wrote by hand: a name, and perhaps year, rating, remark.

Nothing is invented: what may be part of a name stays in it, unless it can only be something else. A number
after a dash may be a rating, but of which scale nobody says: it is neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from recsys.catalogue.problems import RowReport, shown
from recsys.history.record import Watching
from recsys.names.typed import readings
from recsys.title import Form, Medium

_BULLET = re.compile(r"\s*(?:[-*+•●▪‣·–—]\s+|#?\d{1,4}[.)]\s+|#\d{1,4}\s+)")
_COUNTED = re.compile(r"(\d{1,4}\.)\s+")
_BOX = re.compile(r"\s*(?:\[([ xX✓✔✅]?)\]|([☐☑✓✔✅☒⬜]))\s*")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\([^()\s]{1,500}\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|_|`|\"|“|«)(?=\S)(.{1,500}?)(?<=\S)(?:\1|”|»)(?=$|[\s,:(\[–—-])")
_STARS = re.compile(
    r"(?P<full>(?:[★⭐🌟]\ufe0f?){1,10})(?P<half>½|\s?1/2|✨)?(?P<empty>(?:☆){0,10})|(?P<ascii>\*{2,5})"
)
_RATED = re.compile(
    r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:/|out\s+of)\s*(100|10|5)(?:\s*(?:stars?|points?))?", re.IGNORECASE
)
_PERCENT = re.compile(r"(\d{1,3})\s?%")
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?(?:\s*(?:stars?|points?))?", re.IGNORECASE)
_YEAR = re.compile(r"((?:18[89]|19\d|20\d)\d)(?:\s*[-–—]\s*(?:(?:19\d|20\d)\d|present)?)?", re.IGNORECASE)
_LIKED, _DISLIKED = "❤♥💕💖👍💯😍", "👎💔"
_ENDS_BRACKETED = re.compile(r"(?P<name>.*\S)\s*[(\[](?P<tail>[^()\[\]]{1,80})[)\]]\s*")
_ENDS_SEPARATED = re.compile(r"(?P<name>.*\S)(?P<sign>\s+[-–—|]+\s+|\s*[—|]\s*|\s*[,;]\s+)(?P<tail>\S.*?)\s*")
_ENDS_RATED = re.compile(
    r"(?P<name>.*?\S)(?:\s+(?P<tail>\d{1,3}(?:[.,]\d{1,2})?\s*(?:/|out\s+of)\s*(?:100|10|5)|\d{1,3}\s?%|\*{2,5})|\s*(?P<stars>[★⭐🌟].*))\s*"
)
_REMARK = re.compile(
    r"(?:i|so|very|really|super|loved?|liked?|hated?|enjoyed|great|good|bad|best|worst|boring|awesome|amazing|"
    r"beautiful|fine|ok|okay|meh|masterpiece|favou?rite|rewatch(?:ed)?|watched|seen|finished|dropped|cried|funny|"
    r"too|must|pretty|perfect|excellent|overrated|underrated|again|twice|wow|nice)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"[.!]+$|\b(?:it|this|me|ending|cast|show|film|movie|watch|drama|again|ever|much)\b", re.IGNORECASE
)
_LONG_REMARK = 400


@dataclass(frozen=True, slots=True)
class PlainLine:
    """What one line says.

    Parameters
    ----------
    title : str
        The name.
    names : tuple of str
        The line with what was taken off its end, where that may be part of the name after all.
    year : int or None
        Year, if it stands there as one.
    form, medium : Form or None, Medium or None
        If it stands there in brackets.
    rating : float or None
        0 to 1, if its scale is told.
    watching : Watching or None
        What a ticked or empty box says.
    is_liked, is_disliked : bool
        Hearts and thumbs.
    """

    title: str
    names: tuple[str, ...] = ()
    year: int | None = None
    form: Form | None = None
    medium: Medium | None = None
    rating: float | None = None
    watching: Watching | None = None
    is_liked: bool = False
    is_disliked: bool = False


def read_line(line: str, report: RowReport) -> PlainLine:
    """Return what a line of a list says.

    Parameters
    ----------
    line : str
        Such as ``1. Crash Landing on You (2019) - 9/10``.
    report : RowReport
        Receives what can be read in more than one way.

    Returns
    -------
    PlainLine
        Its title is empty where no name is left.
    """
    # Cells of a table without header, or of one in Markdown, are pieces as well.
    whole = " ".join(line.replace("\t", " | ").strip(" |").split())
    text, watching = _without_bullets(whole)
    read = PlainLine(_LINK.sub(r"\1", text), watching=watching)
    read = _hearts(replace(read, title=_bare(read.title)))
    for _ in range(6):  # name, year, rating, remark: in any order
        shorter = _shortened(read, report)
        if shorter is None:
            break
        read = shorter
    title = _bare(read.title)
    # "7. Koğuştaki Mucize" is a name with its number.
    counted = _COUNTED.match(whole)
    return replace(read, title=title, names=(*read.names, f"{counted[1]} {title}") if counted else read.names)


def _without_bullets(text: str) -> tuple[str, Watching | None]:
    """Take bullets, numbers and boxes off the beginning."""
    watching = None
    for _ in range(3):
        if (box := _BOX.match(text)) and text[box.end() :].strip():
            is_empty = (box[1] or box[2] or "") in ("", " ", "☐", "⬜")
            watching = Watching.PLANNED if is_empty else Watching.SEEN
            text = text[box.end() :]
        elif (bullet := _BULLET.match(text)) and text[bullet.end() :].strip():
            text = text[bullet.end() :]
        else:
            break
    return text.strip(" |"), watching


def _hearts(read: PlainLine) -> PlainLine:
    rest = read.title.rstrip(f" \ufe0f{_LIKED}{_DISLIKED}")
    signs = read.title[len(rest) :]
    likes, dislikes = any(sign in signs for sign in _LIKED), any(sign in signs for sign in _DISLIKED)
    if not rest or not (likes or dislikes):
        return read
    return replace(read, title=rest, is_liked=likes and not dislikes, is_disliked=dislikes and not likes)


def _shortened(read: PlainLine, report: RowReport, *, with_remarks: bool = True) -> PlainLine | None:
    """Return a line without the last thing that stands behind the name; None if there is none."""
    for shape in (_ENDS_BRACKETED, _ENDS_RATED, _ENDS_SEPARATED):
        found = shape.fullmatch(read.title)
        if found is None or not any(char.isalnum() for char in found["name"]):
            continue
        parts = found.groupdict()
        name = parts["name"].rstrip(" ,;|~–—-:") or parts["name"]
        tail = parts.get("tail") or parts.get("stars") or ""
        taken = _taken(replace(read, title=name), read.title, tail, report)
        if taken is None and shape is _ENDS_BRACKETED:
            taken = _bracketed(replace(read, title=name), read.title, tail)
        if (
            taken is None
            and with_remarks
            and shape is _ENDS_SEPARATED
            and parts["sign"].strip() not in (",", ";")
        ):
            taken = _without_remark(replace(read, title=name), read, tail)
        if taken is not None:
            return taken
    return None


def _taken(read: PlainLine, whole: str, tail: str, report: RowReport) -> PlainLine | None:
    """Return what a year or a rating behind a name says; None if it may be part of the name."""
    tail = tail.strip(" .!")
    if year := _YEAR.fullmatch(tail):
        return replace(read, year=int(year[1]), names=(*read.names, whole)) if read.year is None else None
    if _RATED.fullmatch(tail) or _PERCENT.fullmatch(tail) or _STARS.fullmatch(tail):
        rating = _rating(tail)
        if rating is None:
            report.add("", f"{shown(tail)} is more than the whole: no rating is taken")
        names = (*read.names, whole) if "%" in tail else read.names
        return replace(read, rating=rating if read.rating is None else read.rating, names=names)
    if _NUMBER.fullmatch(tail):
        report.add("", f"{shown(tail)} may be a rating, but of which scale is not told: not used")
        return replace(read, names=(*read.names, whole))
    return None


def _bracketed(read: PlainLine, whole: str, tail: str) -> PlainLine | None:
    """Return what stands in brackets: a form, or the name in another script."""
    typed = readings(f"{read.title} ({tail})")[0]
    if typed.is_narrowed:
        year, form, medium = read.year or typed.year, read.form or typed.form, read.medium or typed.medium
        return replace(read, title=typed.name, year=year, form=form, medium=medium)
    if not tail.isascii() and any(char.isalpha() and not char.isascii() for char in tail):
        return replace(read, names=(*read.names, tail, whole))
    return None


def _without_remark(shorter: PlainLine, read: PlainLine, tail: str) -> PlainLine | None:
    """Return a line without what follows a dash, if that is a remark rather than half of a name."""
    is_low = tail[0].islower() and not shorter.title[0].islower()
    is_word = _REMARK.match(tail) is not None
    is_told = is_word and (is_low or " " not in tail or _SENTENCE.search(tail) is not None)
    before = _shortened(shorter, RowReport(), with_remarks=False) if not is_told else None
    is_behind_rating = before is not None and (before.rating, before.year) != (read.rating, read.year)
    if is_told or is_behind_rating or len(tail) > _LONG_REMARK:
        return replace(shorter, names=(*read.names, read.title))
    if is_low and " " in tail:  # either: the whole is asked for first
        return replace(read, names=(*read.names, shorter.title)) if shorter.title not in read.names else None
    return None


def _rating(tail: str) -> float | None:
    """Return a rating whose scale is told."""
    if found := _RATED.fullmatch(tail):
        value, best = float(found[1].replace(",", ".")), float(found[2])
        return round(value / best, 6) if value <= best else None
    if found := _PERCENT.fullmatch(tail):
        return int(found[1]) / 100 if int(found[1]) <= 100 else None
    if found := _STARS.fullmatch(tail):
        full = found["ascii"] or re.sub("[^★⭐🌟]", "", found["full"])
        value = len(full) + (0.5 if found["half"] else 0.0)
        best = 10.0 if value + len(found["empty"] or "") > 5 else 5.0
        return value / best if value <= best else None
    return None


def _bare(text: str) -> str:
    """Take emphasis and quotes off a name that they enclose."""
    found = _EMPHASIS.fullmatch(text)
    return found[2].strip() if found else text.strip()
