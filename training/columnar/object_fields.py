"""Columns whose entries become objects: sources, tones and relations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.catalogue.row_model import LONGEST_NAME, clean_name
from recsys.catalogue.vocabulary import WARNING_GROUP, tone_vocabulary
from recsys.kinds import RelationKind
from recsys.title import Title, Tone, ToneState
from training.columnar.arrow_text import mask_of
from training.columnar.distinct_values import RawColumn
from training.columnar.list_fields import coded, read_values, rows_with
from training.columnar.ragged import Ragged
from training.columnar.single_values import titles_with


@dataclass(frozen=True, slots=True)
class Pieces:
    """Objects that the entries of each row stand for.

    Parameters
    ----------
    lists : Ragged
        Positions in ``values``.
    values : tuple
        Distinct objects, in the order of :func:`sorted` where they have one.
    odd : ndarray of bool, shape (n_rows,)
        Rows to be read in the ordinary way.
    """

    lists: Ragged
    values: tuple[Any, ...]
    odd: NDArray[np.bool_]


def sources_of(raw: RawColumn, *, is_listed: bool) -> Pieces:
    """Return what stories were before, as a column of source material says it.

    Parameters
    ----------
    raw : RawColumn
        The column.
    is_listed : bool
        Whether its values are entries of lists; else whole cells.

    Returns
    -------
    Pieces
        Sources, each once a row.
    """
    titles = read_values("source_material", raw, is_listed=is_listed)
    faulty = np.array([title is None for title in titles], np.bool_)
    lists, values = coded([() if title is None else title.sources for title in titles])
    found = Ragged(raw.indptr, raw.codes).mapped(lists).once()
    return Pieces(found, values, raw.odd | rows_with(raw, faulty))


def tones_of(raw: RawColumn) -> Pieces:
    """Return the tones that a column of objects holds.

    Parameters
    ----------
    raw : RawColumn
        The column; its values stand between braces.

    Returns
    -------
    Pieces
        Tones sorted by id; a row that names one twice is odd.
    """
    texts = raw.values.to_pylist()
    objects = [_parsed(text) for text in texts]
    plain = [None if value is None else _tone(value) for value in objects]
    others = [place for place, tone in enumerate(plain) if tone is None and objects[place] is not None]
    tones: list[tuple[Tone, ...]] = [() if tone is None else (tone,) for tone in plain]
    for place, title in zip(
        others, titles_with([{"tones": f"[{{{texts[o]}}}]"} for o in others]), strict=True
    ):
        tones[place] = title.tones if title is not None and _is_one_tone(title) else ()
    faulty = np.array([len(found) != 1 for found in tones], np.bool_)
    lists, values = coded(tones, key=_tone_key)
    found = Ragged(raw.indptr, raw.codes).mapped(lists)
    ids = {id: number for number, id in enumerate(sorted({tone.id for tone in values}))}
    numbers = np.array([ids[tone.id] for tone in values], np.int32)
    same = Ragged(found.indptr, numbers[found.codes]).repeated() if len(numbers) else np.zeros(0, np.bool_)
    twice = np.zeros(found.n_rows, np.bool_)
    twice[found.rows[same]] = True
    return Pieces(found.sorted(), values, raw.odd | rows_with(raw, faulty) | twice)


def relations_of(raw: RawColumn) -> Pieces:
    """Return the relations that a column of objects holds, as pairs of kind and id.

    Parameters
    ----------
    raw : RawColumn
        The column; its values stand between braces.

    Returns
    -------
    Pieces
        Pairs of a position in ``tuple(RelationKind)`` and an id, each once a row.
    """
    pairs = _relations(raw.values)
    faulty = np.array([pair is None for pair in pairs], np.bool_)
    lists, values = coded([() if pair is None else (pair,) for pair in pairs])
    found = Ragged(raw.indptr, raw.codes).mapped(lists).once()
    return Pieces(found, values, raw.odd | rows_with(raw, faulty))


def _parsed(text: str) -> dict[str, Any] | None:
    """An object of JSON of which the braces are missing; None if it is none."""
    try:
        value = json.loads(f"{{{text}}}")
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _tone(value: dict[str, Any]) -> Tone | None:
    """The tone that an object certainly is; None if it has to be looked at."""
    id, intensity, state = value.get("id"), value.get("intensity", 2), value.get("state", "yes")
    entry = tone_vocabulary().get(id) if isinstance(id, str) else None
    is_plain = value.keys() <= {"id", "intensity", "state"} and type(intensity) is int and 1 <= intensity <= 3
    if entry is None or entry.group == WARNING_GROUP or not is_plain or state not in ("yes", "no"):
        return None
    return Tone(entry.id, intensity, ToneState(state))


def _is_one_tone(title: Title) -> bool:
    return len(title.tones) == 1 and not title.tags and title.content_warnings is None


def _tone_key(tone: Tone) -> tuple[Any, ...]:
    return tone.id, tone.intensity, tone.state, tone.basis, tone.confidence


def _relations(objects: pa.Array) -> list[tuple[int, str] | None]:
    """Pairs of kind and id; those that are written as most are need no parser."""
    pairs: list[tuple[int, str] | None] = [None] * len(objects)
    left = np.ones(len(objects), np.bool_)
    for pattern in _USUAL:
        found = pc.extract_regex(objects, pattern)
        places = np.flatnonzero(mask_of(found.is_valid()))
        left[places] = False
        named = found.take(pa.array(places))
        kinds, ids = named.field("kind").to_pylist(), named.field("id").to_pylist()
        for place, kind, id in zip(places.tolist(), kinds, ids, strict=True):
            pairs[place] = (_KIND_NAMES[kind], id) if kind in _KIND_NAMES else None
    others = objects.filter(pa.array(left)).to_pylist()
    for place, text in zip(np.flatnonzero(left).tolist(), others, strict=True):
        pairs[place] = _relation(text)
    return pairs


def _relation(text: str) -> tuple[int, str] | None:
    value = _parsed(text)
    if value is None or value.keys() != {"kind", "id"}:
        return None
    kind, id = value["kind"], value["id"]
    is_plain = (
        isinstance(id, str) and id.isprintable() and id == clean_name(id) and 0 < len(id) <= LONGEST_NAME
    )
    return (_KIND_NAMES[kind], id) if isinstance(kind, str) and kind in _KIND_NAMES and is_plain else None


_PLAIN = r'"kind": "(?P<kind>[a-z-]+)"', r'"id": "(?P<id>[A-Za-z0-9_-]{1,200})"'
_USUAL = tuple(f"^{one}, {other}$" for one, other in (_PLAIN, _PLAIN[::-1]))
_KIND_NAMES = {str(kind): place for place, kind in enumerate(RelationKind)}
