"""The facets of titles: what each column holds of each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from recsys.catalogue.derived import escapism, tones_of, warnings_of
from recsys.index.facets import ABSENT, DATED, FORMS, INFERRED, LONGEST, MEDIA, STATUSES, UNKNOWN, Facets
from recsys.index.fame import fame
from recsys.index.terms import (
    cast_nations,
    chart_places,
    director_nations,
    filmed_in,
    services,
    set_in,
    source_kinds,
    total_minutes,
    writer_nations,
)
from recsys.names import StringTable
from recsys.short_rows import ShortRows
from recsys.title import Title, Tone, ToneBasis, ToneState

_TERMS: dict[str, Callable[[Title], Mapping[str, int]]] = {
    "countries": lambda title: dict.fromkeys(title.countries, 1),
    "genres": lambda title: dict.fromkeys(title.genres, 1),
    "cast_from": cast_nations,
    "directors_from": director_nations,
    "writers_from": writer_nations,
    "set_in": set_in,
    "filmed_in": filmed_in,
    "sources": source_kinds,
    "services": services,
    "charts": chart_places,
}
"""What each sparse column holds of a title, tones apart."""


def facets_of_titles(titles: Sequence[Title]) -> Facets:
    """Return the facets of a catalogue.

    Parameters
    ----------
    titles : sequence of Title
        Titles in row order.

    Returns
    -------
    Facets
        One entry a title in every column.
    """
    terms: dict[str, StringTable] = {}
    sets: dict[str, ShortRows] = {}
    tones = [tones_of(title) for title in titles]
    for name, terms_of in _TERMS.items():
        dtype = np.int32 if name in DATED else np.int8
        terms[name], sets[name] = _sparse([terms_of(title) for title in titles], dtype)
    terms["tones"], sets["tones"] = _sparse(list(map(strengths, titles, tones)), np.int8)
    dial = list(map(escapism, titles, tones))
    released = np.array([_released(title) for title in titles], dtype=np.int32).reshape(-1, 2)
    return Facets(
        year=np.array([title.year or 0 for title in titles], dtype=np.int16),
        form=np.array([FORMS.index(t.form) if t.form else UNKNOWN for t in titles], dtype=np.int8),
        medium=np.array([MEDIA.index(t.medium) if t.medium else UNKNOWN for t in titles], dtype=np.int8),
        released_from=released[:, 0].copy(),
        released_until=released[:, 1].copy(),
        status=np.array([STATUSES.index(t.status) if t.status else UNKNOWN for t in titles], np.int8),
        minutes=np.array([min(total_minutes(t) or 0, LONGEST) for t in titles], dtype=np.int32),
        episodes=np.array([min(t.episodes or 0, LONGEST) for t in titles], dtype=np.int32),
        set_from=np.array([t.setting_period.start if t.setting_period else 0 for t in titles], np.int16),
        set_until=np.array([t.setting_period.end if t.setting_period else 0 for t in titles], np.int16),
        escapism=np.array([np.nan if value is None else value for value in dial], dtype=np.float32),
        fame=fame(titles),
        warned=np.array([title.content_warnings is not None for title in titles], dtype=np.bool_),
        credited=np.array([any(c.role.is_cast for c in t.credits) for t in titles], dtype=np.bool_),
        terms=terms,
        **sets,
    )


def strengths(title: Title, tones: tuple[Tone, ...]) -> dict[str, int]:
    """Return what the column of tones holds of a title.

    Parameters
    ----------
    title : Title
        Any title.
    tones : tuple of Tone
        What :func:`recsys.catalogue.derived.tones_of` returns for it.

    Returns
    -------
    dict of str to int
        Number of each tone and warning, as :class:`Facets` says.
    """
    known = {tone.id: _strength(tone) for tone in tones if not _is_guessed_away(tone)}
    return known | dict.fromkeys(warnings_of(title) or (), 3)


def _is_guessed_away(tone: Tone) -> bool:
    # Only somebody who looked can say that a tone is absent; for filters this stays unknown.
    return tone.state is ToneState.NO and tone.basis is ToneBasis.INFERRED


def _strength(tone: Tone) -> int:
    if tone.state is ToneState.NO:
        return ABSENT
    return tone.intensity + (INFERRED if tone.basis is ToneBasis.INFERRED else 0)


def _released(title: Title) -> tuple[int, int]:
    if title.releases:
        dates = [release.date for release in title.releases]
        return _day(min(date.first_day for date in dates)), _day(min(date.last_day for date in dates))
    if title.year:
        return title.year * 10_000 + 101, title.year * 10_000 + 1231
    return 0, 0


def _day(iso: str) -> int:
    return int(iso.replace("-", ""))


def _sparse(
    rows: Sequence[Mapping[str, int]], dtype: type[np.signedinteger[Any]]
) -> tuple[StringTable, ShortRows]:
    terms = sorted({term for row in rows for term in row})
    code = {term: place for place, term in enumerate(terms)}
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    indices = np.array([code[term] for row in rows for term in sorted(row)], dtype=np.int32)
    data = np.array([row[term] for row in rows for term in sorted(row)], dtype=dtype)
    return StringTable.from_strings(terms), ShortRows.of_lengths(lengths, indices, data)
