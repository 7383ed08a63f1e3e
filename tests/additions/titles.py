"""Titles to add, and what a model of all titles would be if every part of it were made from scratch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import prefixed
from recsys.catalogue import Catalogue
from recsys.index import facets_of_titles
from recsys.model import Model
from recsys.names import ExternalIds, TitleNames
from recsys.ranking import RelationGraph
from recsys.title import Relation, RelationKind, Title
from tests.builders import title

BASE = (
    title("ash", genres=("drama",), tones=("grounded",), cast=("Ahn Example",), countries=("KR",), year=2020,
          external_ids={"imdb": "tt1"}, relations=(Relation(RelationKind.SEQUEL, "later"),)),
    title("birch", genres=("drama", "crime"), cast=("Ahn Example", "Bo Example"), year=2021,
          relations=(Relation(RelationKind.SPIN_OFF, "cedar"),), synopsis="A cook keeps a lighthouse."),
    title("cedar", genres=("comedy",), synopsis="A cook keeps a lighthouse.", countries=("JP",), year=2019,
          original_title="杉", external_ids={"imdb": "tt3", "tmdb": "3"}),
    title("elm", genres=("crime",), tones=("grounded",), cast=("Bo Example",), countries=("KR",), year=2001,
          setting_places=()),
    title("fir", title="Ash", genres=("comedy", "drama"), cast=("Ahn Example",), popularity=3.0),
    title("oak", genres=("drama",), tones=("binge-worthy",), countries=("US",), year=2020),
)  # fmt: skip


def facts_of_model(model: Model) -> dict[str, NDArray[Any]]:
    """The arrays that follow from the titles alone, fame apart."""
    parts = (
        ("facets", model.facets.arrays()),
        ("names", model.names.arrays()),
        ("external_ids", model.external_ids.arrays()),
        ("relations", model.relations.arrays()),
        ("documents", model.documents.arrays()),
    )
    named = {name: array for part, arrays in parts for name, array in prefixed(part, arrays).items()}
    del named["facets.fame"]
    return named


def facts_from_scratch(titles: Iterable[Title]) -> dict[str, NDArray[Any]]:
    """The same, made by the builders of a training."""
    catalogue = Catalogue(titles)
    rows = {one.id: row for row, one in enumerate(catalogue)}
    parts = (
        ("facets", facets_of_titles(catalogue.titles).arrays()),
        ("names", TitleNames.build(catalogue.titles).arrays()),
        ("external_ids", ExternalIds.build(catalogue.titles).arrays()),
        ("relations", RelationGraph.build(catalogue.titles, rows).arrays()),
        ("documents", catalogue.documents.arrays()),
    )
    named = {name: array for part, arrays in parts for name, array in prefixed(part, arrays).items()}
    del named["facets.fame"]
    return named


def assert_same(ours: dict[str, NDArray[Any]], theirs: dict[str, NDArray[Any]]) -> None:
    """Every array has the bytes, the type and the length of the other one."""
    assert ours.keys() == theirs.keys()
    for name, array in ours.items():
        assert array.dtype == theirs[name].dtype, name
        np.testing.assert_array_equal(array, theirs[name], err_msg=name)


def titles_of(model: Model) -> dict[str, Title]:
    """All titles by id."""
    return {(one := model.title(row)).id: one for row in range(len(model))}
