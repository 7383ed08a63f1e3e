"""The fields of a title's canonical line, each as the texts of many titles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.catalogue.row import row_from_title
from recsys.catalogue.row_model import SCHEMA
from recsys.names import StringTable
from recsys.title import Form, Medium, RelationKind, Role, Status, Title
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.coded_column import CodedColumn, CodedText, V
from training.columnar.json_text import escaped, listed, together

Texts = Callable[[slice], pa.LargeBinaryArray]
"""``"key": value`` of the titles of a slice of rows; null where nothing is known."""

_WHOLE_NUMBER = 2**53


def document_fields(columns: CatalogueColumns) -> dict[str, Texts]:
    """Return what writes each field that the columns can hold.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.

    Returns
    -------
    dict of str to callable
        By the key of the native row, in any order.
    """
    texts = {
        "id": columns.ids,
        "title": columns.titles,
        "original_title": columns.original_titles,
        "synopsis": columns.synopses,
    }
    words = {name: getattr(columns, name) for name in ("genres", "tags", "countries", "languages")}
    members = {
        "form": (columns.forms, map(str, Form)),
        "medium": (columns.media, map(str, Medium)),
        "status": (columns.statuses, map(str, Status)),
    }
    extra = {name: _extra(name, text) for name, text in columns.extra.items()}
    return extra | {
        **{name: _text(name, table) for name, table in texts.items()},
        **{name: _list(name, own, _quoted(own.values)) for name, own in words.items()},
        "studios": _list("studios", columns.studios, _studios(columns.studios.values)),
        **{name: _member(name, codes, kinds) for name, (codes, kinds) in members.items()},
        "tones": _list("tones", columns.tones, _pieces("tones", columns.tones.values)),
        "sources": _list("sources", columns.sources, _pieces("sources", columns.sources.values)),
        "year": _number("year", columns.years),
        **{name: _number(name, getattr(columns, name)) for name in ("minutes", "episodes")},
        "popularity": _popularity(columns.popularity),
        "schema": lambda rows: _same(f'"schema": {SCHEMA}', rows),
        "credits": _credits(columns),
        "relations": _relations(columns),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)


def _pieces(name: str, values: Iterable[object]) -> pa.LargeBinaryArray:
    """Tones or sources, as they stand in the canonical row of a title."""
    held: list[dict[str, Any]] = [{name: (value,)} for value in values]
    return _encoded(_json(row_from_title(Title(id="", title="", **fields))[name][0]) for fields in held)


def _key(name: str) -> bytes:
    return f"{_json(name)}: ".encode()


def _encoded(texts: Iterable[str]) -> pa.LargeBinaryArray:
    return pa.array([text.encode("utf-8", "surrogatepass") for text in texts], type=pa.large_binary())


def _same(text: str, rows: slice) -> pa.LargeBinaryArray:
    return pa.array([text.encode()] * (rows.stop - rows.start), type=pa.large_binary())


def _text(name: str, table: StringTable) -> Texts:
    def write(rows: slice) -> pa.LargeBinaryArray:
        told = np.diff(table.offsets[rows.start : rows.stop + 1]) > 0
        text = together(_key(name), b'"', escaped(table, rows.start, rows.stop), b'"')
        return _where(told, text)

    return write


def _extra(name: str, text: CodedText) -> Texts:
    values = _quoted(text.values)

    def write(rows: slice) -> pa.LargeBinaryArray:
        return together(_key(name), _chosen(values, text.codes[rows]))

    return write


def _member(name: str, codes: NDArray[np.int8], members: Iterable[str]) -> Texts:
    values = _encoded(map(_json, members))

    def write(rows: slice) -> pa.LargeBinaryArray:
        return together(_key(name), _chosen(values, codes[rows]))

    return write


def _number(name: str, numbers: NDArray[np.integer]) -> Texts:
    def write(rows: slice) -> pa.LargeBinaryArray:
        texts = pc.cast(pc.cast(pa.array(numbers[rows]), pa.large_string()), pa.large_binary())
        return _where(numbers[rows] > 0, together(_key(name), texts))

    return write


def _popularity(numbers: NDArray[np.float64]) -> Texts:
    def write(rows: slice) -> pa.LargeBinaryArray:
        distinct, places = np.unique(numbers[rows], return_inverse=True)
        values = _encoded(_json(_shortest(value)) for value in np.nan_to_num(distinct).tolist())
        return _where(~np.isnan(numbers[rows]), together(_key("popularity"), _chosen(values, places)))

    return write


def _shortest(value: float) -> float | int:
    """4216247, not 4216247.0, as in every canonical row."""
    return int(value) if value.is_integer() and abs(value) < _WHOLE_NUMBER else value


def _quoted(table: StringTable) -> pa.LargeBinaryArray:
    return together(b'"', escaped(table, 0, len(table)), b'"')


def _studios(names: StringTable) -> pa.LargeBinaryArray:
    return together(b'{"name": ', _quoted(names), b"}")


def _list(name: str, column: CodedColumn[V], values: pa.LargeBinaryArray) -> Texts:
    def write(rows: slice) -> pa.LargeBinaryArray:
        own, entries = _entries(column.indptr, rows)
        return together(_key(name), b"[", listed(own, values.take(pa.array(column.codes[entries]))), b"]")

    return write


def _credits(columns: CatalogueColumns) -> Texts:
    credits = columns.credits
    people = escaped(credits.names, 0, len(credits.names))
    roles = _encoded(f'", "role": {_json(str(role))}' for role in Role)

    def write(rows: slice) -> pa.LargeBinaryArray:
        own, entries = _entries(credits.indptr, rows)
        orders = np.asarray(credits.orders[entries])
        number = pc.cast(pc.cast(pa.array(orders), pa.large_string()), pa.large_binary())
        order = pc.fill_null(_where(orders > 0, together(b'"order": ', number, b", ")), b"")
        person = people.take(pa.array(credits.people[entries]))
        role = roles.take(pa.array(credits.roles[entries]))
        credit = together(b"{", order, b'"person": "', person, role, b"}")
        return together(_key("credits"), b"[", listed(own, credit), b"]")

    return write


def _relations(columns: CatalogueColumns) -> Texts:
    relations = columns.relations
    ids = escaped(relations.ids, 0, len(relations.ids))
    kinds = _encoded(f'", "kind": {_json(str(kind))}' for kind in RelationKind)

    def write(rows: slice) -> pa.LargeBinaryArray:
        own, entries = _entries(relations.indptr, rows)
        id = ids.take(pa.array(relations.others[entries]))
        relation = together(b'{"id": "', id, kinds.take(pa.array(relations.kinds[entries])), b"}")
        return together(_key("relations"), b"[", listed(own, relation), b"]")

    return write


def _entries(indptr: NDArray[np.int64], rows: slice) -> tuple[NDArray[np.int64], slice]:
    """Where the lists of some titles begin among their own entries, and where those stand."""
    own = np.asarray(indptr[rows.start : rows.stop + 1], dtype=np.int64)
    return own - own[0], slice(int(own[0]), int(own[-1]))


def _chosen(values: pa.LargeBinaryArray, codes: NDArray[np.integer]) -> pa.LargeBinaryArray:
    """The value of each code; null where it is negative."""
    return values.take(pa.array(codes, mask=codes < 0))


def _where(told: NDArray[np.bool_], texts: pa.LargeBinaryArray) -> pa.LargeBinaryArray:
    return pc.if_else(pa.array(told), texts, pa.scalar(None, pa.large_binary()))
