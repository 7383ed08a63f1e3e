"""A model that is made a few titles at a time, in files, has the bytes of one that is made in memory."""

from __future__ import annotations

from functools import partialmethod
from pathlib import Path

import numpy as np
import pytest

from recsys.arrays import Csr
from recsys.catalogue import Catalogue
from recsys.features.vectorizer import TitleVectorizer
from recsys.index import facets_of_titles
from recsys.model import Model
from recsys.names import ExternalIds, TitleNames
from recsys.publication import publish
from recsys.ranking import RelationGraph
from recsys.title import Title
from tests.builders import title
from training.pipeline import Facts, finished, train

GENRES = ("drama", "comedy", "crime", "romance", "war")


def _titles(count: int) -> list[Title]:
    rng = np.random.default_rng(5)
    return [
        title(
            f"t{number:03}",
            genres=tuple(map(str, rng.choice(GENRES, number % 3, replace=False))),
            year=int(rng.integers(1990, 2020)) if number % 7 else None,
            cast=(f"Ahn Example {number % 9}",) if number % 5 else (),
            tags=tuple(map(str, rng.choice(["clue", "alibi", "kiss", "trench"], 2, replace=False))),
        )
        for number in range(count)
    ]


def _in_files(titles: list[Title], scratch: Path) -> Model:
    vectorizer, catalogue = TitleVectorizer(), Catalogue(titles)
    matrix = vectorizer.fit_transform(titles)
    facts = Facts(
        fingerprint=catalogue.fingerprint,
        facets=facets_of_titles(titles),
        names=TitleNames.build(titles),
        external_ids=ExternalIds.build(titles),
        relations=RelationGraph.build(titles, {one.id: row for row, one in enumerate(titles)}),
        documents=catalogue.documents,
    )
    return finished(vectorizer, matrix, facts, scratch=scratch)


@pytest.mark.parametrize("count", [1, 2, 60])
def test_a_model_in_files_has_the_bytes_of_one_in_memory(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = _titles(count)
    expected = publish(train(Catalogue(titles)), tmp_path / "in-memory")
    monkeypatch.setattr(Csr, "pieces", partialmethod(Csr.pieces, 7))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    found = publish(_in_files(titles, scratch), tmp_path / "in-files")
    assert found.info.version == expected.info.version
