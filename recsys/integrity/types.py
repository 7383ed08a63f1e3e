"""The types that every array may have, by its name."""

from __future__ import annotations

from recsys.index import SETS

_PLACES = ("<u4", "<i8")
"""Where lists begin: the first type where it is enough."""
_CODES = ("|u1", "<u2", "<u4")
"""Numbers below another one: see :func:`recsys.arrays.type_of_codes`."""
_FACETS = tuple(f"facets.{name}" for name in SETS)

# By the last part of the name, or by its last two or all of it where parts use one word for several things.
_TYPES: dict[str, str | tuple[str, ...]] = {
    **dict.fromkeys(("offsets", "rows.starts"), _PLACES),
    "rows.entries": "|u1",
    "rows.ratios": "<f8",
    **dict.fromkeys(("indptr", "bearers_from", "year_starts", "most"), "<i8"),
    **dict.fromkeys(("indices", "bearers", "rows", "owner", "key_order"), "<i4"),
    **dict.fromkeys(("prior", "matrix"), "<f4"),
    "columns": "<i4",
    **dict.fromkeys(("people.renamed", "people.token", "people.ambiguous"), "<i4"),
    "people.flags": "|u1",
    "grams.names": "|u1",
    **dict.fromkeys(("family", "franchise", "released_from", "released_until", "representatives"), "<i4"),
    **dict.fromkeys(("minutes", "episodes", "facets.services.data", "facets.charts.data"), "<i4"),
    "hashes": "<u4",
    "codes": "<u8",
    **dict.fromkeys(("warned", "credited"), "|b1"),
    **dict.fromkeys(("blob", "kind", "names.form", "names.medium"), "|u1"),
    "bits": "|u1",
    "before": "<u4",
    "added": "|i1",
    **dict.fromkeys(("data", "facets.form", "facets.medium", "facets.status"), "|i1"),
    **dict.fromkeys(("escapism", "fame", "x", "y", "hubs"), "<f4"),
    **dict.fromkeys(("year", "set_from", "set_until"), "<i2"),
    **dict.fromkeys(("order", "position_of"), "<i4"),
    "inverted.codes": "|u1",
    "postings": "<u4",
    "years": "<i2",
    "inverted.common": "<i4",
    **dict.fromkeys(("letters", "inverted.hubs", "largest"), "<u2"),
    **dict.fromkeys(("values", "scores"), "<f8"),
    **dict.fromkeys(("idf.codes", *(f"{name}.indices" for name in _FACETS)), _CODES),
    **dict.fromkeys((f"{name}.lengths" for name in ("relations.edges", *_FACETS)), _CODES),
    **dict.fromkeys((f"{name}.starts" for name in ("relations.edges", *_FACETS)), _PLACES),
    "inverted.indptr": _PLACES,
}


def types_of(name: str) -> tuple[str, ...]:
    """Return the types that an array may have, as numpy writes them.

    Parameters
    ----------
    name : str
        Its dotted name.

    Returns
    -------
    tuple of str
        Such as ``<f4``; usually one.

    Raises
    ------
    KeyError
        If no model has an array of that name.
    """
    parts = name.split(".")
    found = _TYPES.get(name) or _TYPES.get(".".join(parts[-2:])) or _TYPES[parts[-1]]
    return (found,) if isinstance(found, str) else found
