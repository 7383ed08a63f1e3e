"""What a native row says of tones and content warnings, sorted by what the vocabulary knows."""

from __future__ import annotations

from dataclasses import dataclass

from recsys.catalogue.problems import RowReport, shown
from recsys.catalogue.row_model import TitleRow, ToneRow
from recsys.catalogue.vocabulary import WARNING_GROUP, ToneEntry, tone_vocabulary
from recsys.title import Tone, ToneState


@dataclass(slots=True)
class SortedTones:
    """Tones by id, content warnings (None: nobody has looked), and words that are neither."""

    tones: dict[str, Tone]
    warnings: set[str] | None
    strangers: set[str]

    @property
    def sorted_warnings(self) -> tuple[str, ...] | None:
        """The content warnings in order, or None."""
        return None if self.warnings is None else tuple(sorted(self.warnings))


def sorted_tones(row: TitleRow, report: RowReport) -> SortedTones:
    """Return the tones and content warnings of a row, each in its place.

    Parameters
    ----------
    row : TitleRow
        A checked row.
    report : RowReport
        Receives a problem for each word that is no tone, or stands in the wrong list.

    Returns
    -------
    SortedTones
        What the vocabulary knows, and the rest.
    """
    found = SortedTones({}, None, set())
    if row.content_warnings is not None:
        _add_warnings(row.content_warnings, found, report)
    for position, tone in enumerate(row.tones):
        _add_tone(tone, f"tones[{position}].id", found, report)
    return found


def _add_warnings(texts: list[str], found: SortedTones, report: RowReport) -> None:
    known, strangers = set(), set()
    for position, text in enumerate(texts):
        entry = _entry(text)
        if entry is not None and entry.content_warning:
            known.add(entry.id)
        else:
            report.add(f"content_warnings[{position}]", f"{shown(text)} is no content warning; kept as a tag")
            strangers.add(text)
    found.strangers |= strangers
    # Somebody who wrote only words that we do not know has not said that there is nothing.
    found.warnings = None if strangers and not known else known


def _add_tone(row: ToneRow, field: str, found: SortedTones, report: RowReport) -> None:
    entry = _entry(row.id)
    present = row.state is ToneState.YES
    if entry is None:
        report.add(field, f"{shown(row.id)} is no tone of the vocabulary; kept as a tag if present")
        found.strangers |= {row.id} if present else set()
    elif entry.group == WARNING_GROUP:
        report.add(field, f"{shown(row.id)} is a content warning: write it in content_warnings")
        if present:
            found.warnings = (found.warnings or set()) | {entry.id}
    else:
        tone = Tone(entry.id, row.intensity, row.state, row.basis, row.confidence)
        if found.tones.setdefault(entry.id, tone) != tone:
            report.add(field, f"{shown(row.id)} is given twice and differently; the first one counts")


def _entry(text: str) -> ToneEntry | None:
    vocabulary = tone_vocabulary()
    exact = vocabulary.get(text)
    if exact is not None:
        return exact
    id = vocabulary.by_name(text)
    return None if id is None else vocabulary.get(id)
