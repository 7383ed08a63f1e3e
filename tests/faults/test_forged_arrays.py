"""Files whose sums are valid because whoever wrote them signed them: refused for what they hold."""

from __future__ import annotations

import pickle  # noqa: TID251 - what must never be read is written here
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from recsys.artifact import open_model
from recsys.errors import ArtifactError
from tests.faults.headers import MISLEADING, Payload, file_with, in_disguise
from tests.faults.report import record
from tests.faults.sampling import some
from tests.faults.serving import Serving
from tests.faults.tiny_artifact import Published, tiny_model

Forge = Callable[[NDArray[Any]], NDArray[Any]]


@pytest.fixture(scope="module")
def following(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The model that is forged."""
    published = Published.of(tiny_model("one", "three", "two"), tmp_path_factory.mktemp("following"))
    yield published
    assert len(open_model(published.folder)) == 3  # what was forged was put back each time


@pytest.fixture(scope="module")
def serving(following: Published, tmp_path_factory: pytest.TempPathFactory) -> Serving:
    """A store that serves another one meanwhile."""
    good = Published.of(tiny_model("fine", "good"), tmp_path_factory.mktemp("good"))
    return Serving(good, following)


def written(place: int, value: float) -> Forge:
    """One number of an array is another one."""

    def forge(array: NDArray[Any]) -> NDArray[Any]:
        forged = array.copy()
        forged[place] = value
        return forged

    return forge


def _with(array: NDArray[Any], place: int, some: bytes) -> NDArray[Any]:
    forged = array.copy()
    forged[place : place + len(some)] = np.frombuffer(some, np.uint8)
    return forged


FORGED: list[tuple[str, str, Forge]] = [
    ("rows.starts", "falls", written(1, 2**32 - 1)),
    ("rows.starts", "ends beyond", written(-1, 1_000)),
    ("rows.starts", "begins late", written(0, 1)),
    ("rows.entries", "factors beyond the end", written(0, 255)),
    ("rows.entries", "a factor below 0", written(4, 0xBF)),
    ("rows.entries", "a factor that is none", lambda array: _with(array, 1, b"\0\0\xc0\x7f")),
    ("rows.entries", "a number without end", written(-1, 255)),
    ("rows.ratios", "no number", lambda array: np.append(array, np.nan)),
    ("rows.ratios", "below 0", lambda array: np.append(-1.0, array)),
    ("inverted.postings", "of a title beyond the last", written(1, 1_000 << 8)),
    ("inverted.postings", "with an empty code", lambda array: array & ~np.uint32(255)),
    ("inverted.postings", "falls", lambda array: np.where(array >> 8, array & 255, array)),
    ("inverted.order", "before the first", written(1, -1)),
    ("inverted.common", "beyond the last feature", lambda _: np.array([30_000], np.int32)),
    ("inverted.indptr", "falls", written(1, 2**32 - 1)),
    ("inverted.largest", "without end", written(0, 0x7F80)),
    ("documents.offsets", "beyond the text", written(1, 10**9)),
    ("documents.offsets", "before it", lambda array: np.where(np.arange(len(array)) == 1, -1, array)),
    ("documents.offsets", "falls to the beginning", written(2, 0)),
    ("names.written.offsets", "beyond the text", written(1, 10**9)),
    ("names.ids.rows", "beyond the last", written(1, 2**31 - 1)),
    ("names.ids.hashes", "out of order", lambda array: array[::-1]),
    ("names.owner", "before the first", written(1, -1)),
    ("names.grams.names", "beyond the last", written(0, 127)),
    ("names.grams.names", "without end", written(-1, 255)),
    ("names.grams.indptr", "falls", written(1, 10**6)),
    ("names.grams.indptr", "an empty list", written(1, 0)),
    ("people.ambiguous", "a name that nobody bears", lambda _: np.zeros(1, dtype=np.int32)),
    ("people.bearers_from", "begins late", written(0, 1)),
    ("people.renamed", "a name without a token", lambda _: np.zeros(1, dtype=np.int32)),
    ("blocks.genres.idf.values", "no number", written(0, np.nan)),
    ("blocks.genres.idf.values", "without end", written(-1, np.inf)),
    ("blocks.genres.idf.values", "below 0", written(0, -1)),
    ("blocks.genres.idf.values", "none", lambda array: array[:0]),
    ("blocks.genres.idf.codes", "beyond the last", written(0, 255)),
    ("blocks.genres.idf.codes", "wider than they need be", lambda array: array.astype(np.uint16)),
    ("hubs", "nothing", written(1, 0)),
    ("hubs", "without end", written(1, np.inf)),
    ("relations.franchise", "before the first", written(1, -1)),
    ("relations.edges.lengths", "longer than they are", written(1, 3)),
    ("relations.edges.lengths", "too few", lambda array: array[:-1]),
    ("relations.edges.starts", "begins late", written(0, 1)),
    ("relations.edges.starts", "ends beyond", written(-1, 2**32 - 1)),
    ("facets.genres.indices", "beyond the last", written(1, 200)),
    ("facets.genres.indices", "wider than they need be", lambda array: array.astype(np.uint32)),
    ("facets.year", "before all time", written(1, -1)),
    ("facets.charts.lengths", "longer than they are", written(1, 3)),
    ("facets.charts.starts", "none", lambda array: array[:0]),
    ("overview.x", "off the map", written(1, 2)),
    ("documents.blob", "nothing", lambda array: array[:0]),
    ("hubs", "a million", lambda _: np.ones(10**6, dtype=np.float32)),
]


def test_signed_arrays_of_impossible_contents_are_refused_by_the_part_that_has_them(
    following: Published, serving: Serving
) -> None:
    chosen = some(FORGED, 6)
    for name, what, forge in chosen:
        with following.forged(name, forge(np.load(following.array(name)))):
            assert name.partition(".")[0] in serving.refusal(), f"{name}: {what}"
    record(
        "signed arrays of impossible contents",
        f"{len(chosen)} contents",
        f"all refused, the part named, the last good model served; {serving.slowest:.2f} s of work at most",
    )


def test_signed_files_that_mislead_a_reader_of_arrays_are_refused(
    following: Published, serving: Serving
) -> None:
    chosen = some(list(MISLEADING.values()), 5)
    for content in chosen:
        with following.replaced(following.array("hubs")) as path:
            path.write_bytes(content)
            following.sign(path)
            assert refusal_of(following.folder)
            assert serving.refusal()
    record(
        "signed files that mislead a reader of arrays",
        f"{len(chosen)} kinds",
        "all refused, the last good model served",
    )


def refusal_of(folder: Path) -> str:
    """Why a model is refused, by whoever opens it without a service."""
    with pytest.raises(ArtifactError) as caught:
        open_model(folder)
    return str(caught.value)


def test_a_payload_never_runs(following: Published, serving: Serving, tmp_path: Path) -> None:
    proof = tmp_path / "the payload has run"
    payload = Payload(proof)
    disguises = in_disguise(payload, pickle.dumps(payload))
    for content in disguises.values():
        with following.replaced(following.array("hubs")) as path:
            path.write_bytes(content)
            following.sign(path)
            assert serving.refusal()
    for content in disguises.values():
        with following.replaced(following.manifest):
            following.sign_manifest(content)
            assert "not a manifest" in serving.refusal()
        with following.replaced(following.pointer):
            following.pointer.write_bytes(content)
            assert "CURRENT" in serving.refusal()
    assert not proof.exists()
    pickle.loads(pickle.dumps(payload)).close()  # noqa: S301 - the payload is one
    assert proof.exists()
    record(
        "pickles in disguise: as an array, as the manifest, as the pointer",
        f"{3 * len(disguises)} files",
        "all refused, no payload has run, the last good model served",
    )


LEADING_ASTRAY = {
    "half an archive": b"PK\x03\x04" + bytes(50),
    "a header without an end": file_with("{'descr': "),
    "9,000 signs": file_with("-" * 9_000 + "1\n"),
    "3,000 signs": file_with("-" * 3_000 + "1\n"),
}


@pytest.mark.parametrize("content", LEADING_ASTRAY.values(), ids=LEADING_ASTRAY)
def test_whoever_opens_a_model_without_a_service_gets_an_artifact_error(
    following: Published, content: bytes
) -> None:
    with following.replaced(following.array("hubs")) as path:
        path.write_bytes(content)
        following.sign(path)
        assert refusal_of(following.folder)


@pytest.mark.parametrize("name", ["names.written", "names.ids", "blocks.genres.terms", "documents"])
def test_text_that_is_no_utf8_is_refused(following: Published, name: str) -> None:
    blob = np.load(following.array(f"{name}.blob"))
    with following.forged(f"{name}.blob", np.full_like(blob, 0xFF)):
        assert refusal_of(following.folder)


def test_documents_that_are_no_titles_are_refused(following: Published) -> None:
    blob = np.load(following.array("documents.blob"))
    with following.forged("documents.blob", np.full_like(blob, ord("1"))):
        assert refusal_of(following.folder)
