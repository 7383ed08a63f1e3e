"""Claims about what is known of the titles: facts, names, people, relations, and the map."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import type_of_codes
from recsys.index import FORMS, MEDIA, SETS, STATUSES
from recsys.integrity.claim import Claims, Described, at_once, by_reading
from recsys.integrity.containers import ascending_strings, cuts, lookup, short_rows, strings
from recsys.integrity.numbers import always_rise, are_finite, are_signed_shares, are_unknown, are_within
from recsys.integrity.rising_lists import are_rising_lists
from recsys.integrity.texts import are_objects
from recsys.model import SINCE
from recsys.names.people_arrays import ALL_FLAGS
from recsys.names.title_index import KINDS
from recsys.title import RelationKind

_COLUMNS = (
    *("year", "form", "medium", "released_from", "released_until", "status", "minutes", "episodes"),
    *("set_from", "set_until", "escapism", "fame", "warned", "credited"),
)
_LARGEST = 2**31
_RANGES = {
    "year": (0, 10_000),
    "form": (-1, len(FORMS)),
    "medium": (-1, len(MEDIA)),
    "status": (-1, len(STATUSES)),
    "minutes": (0, _LARGEST),
    "episodes": (0, _LARGEST),
    "services.data": (0, _LARGEST),
    "charts.data": (1, _LARGEST),
}


def facets(model: Described) -> Claims:
    """Yield the claims about the facts that filters ask for.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        One entry a title in every column, each of a value that there is.
    """
    for name in SETS:
        n_terms = model.n_strings(f"facets.{name}.terms")
        yield from ascending_strings(model, f"facets.{name}.terms")
        yield from short_rows(model, f"facets.{name}", model.n_titles, n_terms)
        is_narrow = model.arrays[f"facets.{name}.indices"].dtype == type_of_codes(n_terms)
        yield at_once(f"facets.{name}.indices", is_narrow)
    for name in _COLUMNS:
        yield at_once(f"facets.{name}", len(model.arrays[f"facets.{name}"]) == model.n_titles)
    for name in ("facets.escapism", "facets.fame"):
        yield by_reading(name, are_signed_shares, model.arrays[name])
    for name, (low, end) in _RANGES.items():
        yield by_reading(f"facets.{name}", are_within, model.arrays[f"facets.{name}"], low, end)


def relations(model: Described) -> Claims:
    """Yield the claims about sequels, spin-offs and story worlds.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        Edges between titles of a kind that there is, and a story world for each title.
    """
    name, franchise = "relations.edges", model.arrays["relations.franchise"]
    yield from short_rows(model, name, model.n_titles, model.n_titles)
    yield by_reading(f"{name}.data", are_within, model.arrays[f"{name}.data"], 0, len(RelationKind))
    yield at_once("relations.franchise", len(franchise) == model.n_titles)
    yield by_reading("relations.franchise", are_within, franchise, 0, model.n_titles)


def names(model: Described) -> Claims:
    """Yield the claims about the names of the titles.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        Every name has its key, its kind and its title, and every title its id.
    """
    arrays, n_names = model.arrays, model.n_strings("names.written")
    yield from lookup(model, "names.ids", model.n_titles)
    yield from lookup(model, "names.keys", n_names)
    yield from strings(model, "names.written")
    for column in ("key_order", "letters", "owner", "kind"):
        yield at_once(f"names.{column}", len(arrays[f"names.{column}"]) == n_names)
    for column in ("year", "form", "medium", "family"):
        yield at_once(f"names.{column}", len(arrays[f"names.{column}"]) == model.n_titles)
    ends = {"key_order": n_names, "owner": model.n_titles, "family": model.n_titles, "kind": len(KINDS)}
    for column, end in ends.items():
        yield by_reading(f"names.{column}", are_within, arrays[f"names.{column}"], 0, end)
    codes, indptr, packed = (arrays[f"names.grams.{part}"] for part in ("codes", "indptr", "names"))
    yield at_once("names.grams.indptr", len(indptr) == len(codes) + 1)
    yield from cuts("names.grams.indptr", indptr, len(packed))
    yield by_reading("names.grams.codes", always_rise, codes)
    yield by_reading("names.grams.names", are_rising_lists, packed, indptr, n_names)


def external_ids(model: Described) -> Claims:
    """Yield the claims about ids at other sites.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        Each id belongs to a title.
    """
    owner = model.arrays["external_ids.owner"]
    yield from lookup(model, "external_ids")
    yield at_once("external_ids.owner", len(owner) == model.n_strings("external_ids"))
    yield by_reading("external_ids.owner", are_within, owner, 0, model.n_titles)


def people(model: Described) -> Claims:
    """Yield the claims about who is who.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        Every name has its bearers, and every person something that is shown.
    """
    arrays, n_keys = model.arrays, model.n_strings("people.keys")
    yield from ascending_strings(model, "people.keys")
    yield from strings(model, "people.display", n_keys)
    yield at_once("people.flags", len(arrays["people.flags"]) == n_keys)
    yield by_reading("people.flags", are_within, arrays["people.flags"], 0, ALL_FLAGS + 1)
    renamed, token = arrays["people.renamed"], arrays["people.token"]
    yield at_once("people.token", len(token) == len(renamed))
    yield by_reading("people.renamed", always_rise, renamed)
    yield by_reading("people.renamed", are_within, renamed, 0, n_keys)
    # -1 stands for a name that alone tells nobody.
    yield by_reading("people.token", are_within, token, -1, n_keys)
    ambiguous, bearers, bearers_from = (
        arrays[f"people.{part}"] for part in ("ambiguous", "bearers", "bearers_from")
    )
    yield at_once("people.ambiguous", len(ambiguous) == len(bearers_from) - 1)
    yield by_reading("people.ambiguous", always_rise, ambiguous)
    yield by_reading("people.ambiguous", are_within, ambiguous, 0, n_keys)
    yield from cuts("people.bearers_from", bearers_from, len(bearers))
    yield by_reading("people.bearers", are_within, bearers, 0, n_keys)


def documents(model: Described) -> Claims:
    """Yield the claims about what is shown of the titles.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        One object of JSON a title; what it says is decoded when it is asked for, and never before.
    """
    yield from strings(model, "documents", model.n_titles)
    blob, offsets = model.arrays["documents.blob"], model.arrays["documents.offsets"]
    yield by_reading("documents.blob", are_objects, blob, offsets)


def overview(model: Described) -> Claims:
    """Yield the claims about the map.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        A place for every title or for none, and representatives that differ.
    """
    x, y, chosen = (model.arrays[f"overview.{name}"] for name in ("x", "y", "representatives"))
    yield at_once("overview", len(x) == len(y) == model.n_titles)
    yield by_reading("overview", _are_places, x, y)
    yield by_reading("overview.representatives", are_within, chosen, 0, model.n_titles)
    yield by_reading("overview.representatives", _differ, chosen)


def added(model: Described) -> Claims:
    """Yield the claims about titles that came after the training.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        Where there are any, one entry a title.
    """
    since = model.arrays.get("added")
    if since is not None:
        yield at_once("added", len(since) == model.n_titles)
        yield by_reading("added", are_within, since, 0, len(SINCE))


def _are_places(x: NDArray[np.float32], y: NDArray[np.float32]) -> bool:
    if are_unknown(x) and are_unknown(y):
        return True
    return all(are_finite(axis) and are_signed_shares(axis) for axis in (x, y))


def _differ(chosen: NDArray[np.int32]) -> bool:
    return len(np.unique(chosen)) == len(chosen)
