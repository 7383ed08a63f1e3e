"""The type of every array, by its name."""

from __future__ import annotations

# By the last part of the name, or by all of it where two parts use one word for two things.
_TYPES = {
    **dict.fromkeys(("indptr", "offsets", "bearers_from", "year_starts", "most"), "<i8"),
    **dict.fromkeys(("indices", "bearers", "rows", "token_rows", "names", "owner", "key_order"), "<i4"),
    **dict.fromkeys(("prior", "matrix"), "<f4"),
    "columns": "<i4",
    **dict.fromkeys(("family", "franchise", "released_from", "released_until", "representatives"), "<i4"),
    **dict.fromkeys(("minutes", "episodes", "facets.services.data", "facets.charts.data"), "<i4"),
    **dict.fromkeys(("hashes", "codes"), "<u8"),
    **dict.fromkeys(("has_native", "shared", "warned", "credited"), "|b1"),
    **dict.fromkeys(("blob", "kind", "names.form", "names.medium"), "|u1"),
    "added": "|i1",
    **dict.fromkeys(("data", "facets.form", "facets.medium", "facets.status"), "|i1"),
    **dict.fromkeys(("rows.data", "escapism", "fame", "x", "y", "hubs"), "<f4"),
    **dict.fromkeys(("year", "set_from", "set_until"), "<i2"),
    **dict.fromkeys(("order", "position_of", "positions"), "<i4"),
    **dict.fromkeys(("inverted.codes", "weights"), "|u1"),
    **dict.fromkeys(("years", "inverted.place"), "<i2"),
    "largest": "<f4",
    **dict.fromkeys(("letters", "inverted.hubs"), "<u2"),
    **dict.fromkeys(("idf", "scores"), "<f8"),
}


def type_of(name: str) -> str:
    """Return the type of an array, as numpy writes it.

    Parameters
    ----------
    name : str
        Its dotted name.

    Returns
    -------
    str
        Such as ``<f4``.

    Raises
    ------
    KeyError
        If no model has an array of that name.
    """
    return _TYPES.get(name) or _TYPES[name.rpartition(".")[2]]
