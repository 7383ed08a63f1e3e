"""What the arrays of a model must fulfil before anything trusts them.

Valid hashes say that the bytes are those that somebody wrote, not that they make sense: an
index that points past the end of an array must be refused here and not found by a question.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import NamedArrays, under
from recsys.errors import ArtifactDamaged
from recsys.features import BlockSpec
from recsys.index import FORMS, MEDIA, SETS, STATUSES
from recsys.model import ModelInfo
from recsys.ranking import LEARNED, YEAR
from recsys.title import RelationKind

# Type of every array, by the last part of its name; a facet and a name differ in some of them.
_TYPES = {
    **dict.fromkeys(("indptr", "offsets", "bearers_from"), "<i8"),
    **dict.fromkeys(("indices", "bearers", "rows", "token_rows", "names", "owner", "key_order"), "<i4"),
    **dict.fromkeys(("prior", "matrix"), "<f4"),
    "columns": "<i4",
    **dict.fromkeys(("family", "franchise", "released_from", "released_until", "representatives"), "<i4"),
    **dict.fromkeys(("minutes", "episodes", "facets.services.data", "facets.charts.data"), "<i4"),
    **dict.fromkeys(("hashes", "codes"), "<u8"),
    **dict.fromkeys(("has_native", "shared", "warned", "credited"), "|b1"),
    **dict.fromkeys(("blob", "kind", "names.form", "names.medium"), "|u1"),
    **dict.fromkeys(("data", "facets.form", "facets.medium", "facets.status"), "|i1"),
    **dict.fromkeys(("rows.data", "postings.data", "escapism", "fame", "x", "y", "hubs"), "<f4"),
    **dict.fromkeys(("year", "set_from", "set_until"), "<i2"),
    "letters": "<u2",
    "idf": "<f8",
}
_COLUMNS = (
    *("year", "form", "medium", "released_from", "released_until", "status", "minutes", "episodes"),
    *("set_from", "set_until", "escapism", "fame", "warned", "credited"),
)


def check_arrays(info: ModelInfo, arrays: NamedArrays) -> None:
    """Refuse arrays that cannot be those of the described model.

    Parameters
    ----------
    info : ModelInfo
        What the manifest says.
    arrays : mapping of str to ndarray
        Arrays by dotted name.

    Raises
    ------
    ArtifactDamaged
        If a type, shape, range or number is impossible; the message names the first array.
    KeyError, TypeError, ValueError
        If something is missing or of another kind altogether.
    """
    for name, array in arrays.items():
        if array.ndim != 1 or array.dtype.str != _type_of(name):
            _refuse(f"{name} has type {array.dtype.str} and {array.ndim} dimensions")
    for name, holds in _claims(info, arrays):
        if not holds:
            _refuse(name)


def _type_of(name: str) -> str:
    return _TYPES.get(name) or _TYPES[name.rpartition(".")[2]]


def _refuse(what: str) -> None:
    msg = f"the model's arrays contradict each other ({what[:80]}): train it again"
    raise ArtifactDamaged(msg)


def _claims(info: ModelInfo, arrays: NamedArrays) -> Iterator[tuple[str, bool]]:
    n_titles = info.n_titles
    yield "n_titles", type(n_titles) is int and n_titles > 0
    # 1. blocks follow each other and their numbers are numbers
    n_features = 0
    for entry in info.blocks:
        name = BlockSpec.from_json({key: entry[key] for key in BlockSpec.__dataclass_fields__}).name
        n_terms = len(arrays[f"blocks.{name}.terms.offsets"]) - 1
        yield (
            f"blocks.{name}",
            entry["start"] == n_features and _are_above_0(entry["mean_norm"], entry["scale"]),
        )
        yield f"blocks.{name}.idf", len(arrays[f"blocks.{name}.idf"]) == n_terms
        idf = arrays[f"blocks.{name}.idf"]
        yield f"blocks.{name}.idf", _is_finite(idf) and bool((idf >= 0).all())
        n_features += n_terms
    learned = under(LEARNED, arrays)
    known = {entry["name"] for entry in info.blocks} | {YEAR} | ({LEARNED} if learned else set())
    yield "weights", set(info.weights) == known and set(info.on_request) <= known
    yield "weights", all(_are_weights(weights.values()) for weights in (info.weights, info.on_request))
    yield LEARNED, isinstance(info.learned, dict)
    if learned:
        columns, n_known = learned["columns"], len(learned["columns"])
        yield f"{LEARNED}.columns", bool((np.diff(columns) > 0).all()) and _is_within(columns, 0, n_features)
        yield f"{LEARNED}.prior", len(learned["prior"]) == n_known and _is_finite(learned["prior"])
        yield f"{LEARNED}.matrix", len(learned["matrix"]) == n_known**2 and _is_finite(learned["matrix"])
    # 2. the matrix, both ways round
    yield from _csr_claims("rows", arrays, n_titles, n_features)
    yield from _csr_claims("postings", arrays, n_features, n_titles)
    yield "rows.data", _is_finite(arrays["rows.data"]) and _is_finite(arrays["postings.data"])
    # 3. facts, relations, names and documents: one entry a title
    for name in SETS:
        n_terms = len(arrays[f"facets.{name}.terms.offsets"]) - 1
        yield from _csr_claims(f"facets.{name}", arrays, n_titles, n_terms)
    for name in _COLUMNS:
        yield f"facets.{name}", len(arrays[f"facets.{name}"]) == n_titles
    for name in ("facets.escapism", "facets.fame"):
        yield name, bool((np.isnan(arrays[name]) | (np.abs(arrays[name]) <= 1)).all())
    for name in ("facets.minutes", "facets.episodes", "facets.services.data"):
        yield name, _is_within(arrays[name], 0, 2**31)
    yield "facets.charts.data", _is_within(arrays["facets.charts.data"], 1, 2**31)
    yield "facets.year", _is_within(arrays["facets.year"], 0, 10_000)
    yield "facets.form", _is_within(arrays["facets.form"], -1, len(FORMS))
    yield "facets.medium", _is_within(arrays["facets.medium"], -1, len(MEDIA))
    yield "facets.status", _is_within(arrays["facets.status"], -1, len(STATUSES))
    yield from _csr_claims("relations.edges", arrays, n_titles, n_titles)
    yield "relations.edges.data", _is_within(arrays["relations.edges.data"], 0, len(RelationKind))
    franchise = arrays["relations.franchise"]
    yield "relations.franchise", len(franchise) == n_titles and _is_within(franchise, 0, n_titles)
    n_people = len(arrays["people.tokens.offsets"]) - 1
    yield "people.bearers", _is_within(arrays["people.bearers"], 0, n_people)
    for name in ("documents", "names.ids"):
        yield name, len(arrays[f"{name}.offsets"]) == n_titles + 1
    yield "external_ids.owner", _is_within(arrays["external_ids.owner"], 0, n_titles)
    hubs = arrays["hubs"]
    yield "hubs", len(hubs) == n_titles and _is_finite(hubs) and bool((hubs > 0).all())
    # 4. the map: a place for every title or for none
    x, y = arrays["overview.x"], arrays["overview.y"]
    yield "overview", len(x) == len(y) == n_titles
    nowhere = bool(np.isnan(x).all() and np.isnan(y).all())
    yield "overview", nowhere or bool((np.abs(x) <= 1).all() and (np.abs(y) <= 1).all())
    chosen = arrays["overview.representatives"]
    yield "overview.representatives", _is_within(chosen, 0, n_titles)
    yield "overview.representatives", len(np.unique(chosen)) == len(chosen)


def _csr_claims(name: str, arrays: NamedArrays, n_rows: int, n_columns: int) -> Iterator[tuple[str, bool]]:
    part = under(name, arrays)
    indptr, indices, data = part["indptr"], part["indices"], part["data"]
    yield f"{name}.indptr", len(indptr) == n_rows + 1
    yield f"{name}.indptr", bool(indptr[0] == 0 and indptr[-1] == len(indices) == len(data))
    yield f"{name}.indptr", bool(np.all(indptr[1:] >= indptr[:-1]))
    yield f"{name}.indices", _is_within(indices, 0, n_columns)


def _is_within(values: NDArray[Any], low: int, end: int) -> bool:
    return not len(values) or bool(values.min() >= low and values.max() < end)


def _is_finite(values: NDArray[Any]) -> bool:
    return bool(np.isfinite(values).all())


def _are_above_0(*numbers: object) -> bool:
    return all(isinstance(number, float) and math.isfinite(number) and number > 0 for number in numbers)


def _are_weights(numbers: Any) -> bool:
    return all(isinstance(number, float) and math.isfinite(number) and number >= 0 for number in numbers)
