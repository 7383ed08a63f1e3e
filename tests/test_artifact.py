from __future__ import annotations

import hashlib
import json
import mmap
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recsys import Recommender, similar_to
from recsys.artifact import MANIFEST, POINTER, SCHEMA, file_sha256, open_model
from recsys.errors import ArtifactDamaged, ArtifactFormat, ArtifactMissing
from recsys.model import Model
from recsys.overview import Overview
from recsys.publication import publish
from recsys.title import Credit, Role
from tests.builders import model_of, title

OLD_FORMATS = Path(__file__).parent / "data"
TITLES = [
    title("a", genres=("drama",), tones=("grounded",), cast=("Ahn Example",), countries=("KR",), year=2020),
    title("b", genres=("drama", "crime"), tones=("grounded",), cast=("Ahn Example",), year=2021),
    title("c", genres=("comedy",), synopsis="A cook keeps a lighthouse."),
]


@pytest.fixture
def model() -> Model:
    return model_of(*TITLES)


def _version(folder: Path) -> Path:
    return folder / (folder / POINTER).read_text().split()[0]


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in _version(folder).iterdir()}


def test_a_published_model_answers_as_the_one_in_memory(model: Model, tmp_path: Path) -> None:
    published = publish(model, tmp_path)
    ours = Recommender(model).recommend(similar_to("a"))
    theirs = Recommender(published).recommend(similar_to("a"))
    assert theirs.results == ours.results
    assert theirs.results


def test_tokens_of_people_are_stored_as_a_choice_among_the_names_of_all(tmp_path: Path) -> None:
    credits = (Credit("Bo Example", role=Role.WRITER), Credit("Cy Example", role=Role.COMPOSER))
    model = model_of(*TITLES, title("d", credits=credits))
    opened = publish(model, tmp_path).space.by_name
    for name in ("cast", "creators"):
        assert not (_version(tmp_path) / f"blocks.{name}.terms.blob.npy").exists()
        assert list(opened[name].terms) == list(model.space.by_name[name].terms) != []
        for token in opened[name].terms:
            assert opened[name].column_of(token) == model.space.by_name[name].column_of(token)


def test_two_trainings_give_identical_bytes_whatever_the_order_of_the_titles(tmp_path: Path) -> None:
    publish(model_of(*TITLES), tmp_path / "one")
    publish(model_of(*reversed(TITLES)), tmp_path / "two")
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


def test_arrays_are_memory_mapped_and_cannot_be_written(model: Model, tmp_path: Path) -> None:
    published = publish(model, tmp_path)
    assert isinstance(published.rows.entries.base, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        published.rows.entries[0] = 1


def test_a_folder_without_a_model_says_how_to_train_one(tmp_path: Path) -> None:
    with pytest.raises(ArtifactMissing, match="recsys train"):
        open_model(tmp_path)


def test_every_flipped_byte_is_noticed(model: Model, tmp_path: Path) -> None:
    publish(model, tmp_path)
    rng = np.random.default_rng(0)
    for path in sorted(_version(tmp_path).iterdir()):
        whole = path.read_bytes()
        place = int(rng.integers(len(whole)))
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(ArtifactDamaged):
            open_model(tmp_path)
        path.write_bytes(whole)
    assert len(open_model(tmp_path)) == 3


def test_sizes_are_verified_even_in_a_hurry(model: Model, tmp_path: Path) -> None:
    publish(model, tmp_path)
    path = next(path for path in _version(tmp_path).iterdir() if path.name == "rows.entries.npy")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ArtifactDamaged):
        open_model(tmp_path, verify="sizes")


@pytest.mark.parametrize("damage", ["missing", "extra"])
def test_a_missing_or_an_extra_file_is_refused(model: Model, tmp_path: Path, damage: str) -> None:
    publish(model, tmp_path)
    folder = _version(tmp_path)
    if damage == "missing":
        (folder / "rows.entries.npy").unlink()
    else:
        (folder / "stranger.npy").write_bytes(b"")
    with pytest.raises(ArtifactDamaged):
        open_model(tmp_path)


def test_a_pickle_in_disguise_is_refused_even_with_a_valid_manifest(model: Model, tmp_path: Path) -> None:
    publish(model, tmp_path)
    folder = _version(tmp_path)
    array = np.array([{"never": "unpickled"}], dtype=object)
    np.save(folder / "rows.entries.npy", array, allow_pickle=True)
    _sign(tmp_path)
    with pytest.raises(ArtifactDamaged, match="not a plain array"):
        open_model(tmp_path)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("postings", 1_000 << 8), ("position_of", 1_000), ("position_of", None), ("order", None)],
)
def test_arrays_that_point_outside_each_other_are_refused_even_with_a_valid_manifest(
    model: Model, tmp_path: Path, name: str, wrong: int | None
) -> None:
    publish(model, tmp_path)
    folder = _version(tmp_path)
    array = np.load(folder / f"inverted.{name}.npy")
    array[0] = array[1] if wrong is None else wrong
    np.save(folder / f"inverted.{name}.npy", array)
    _sign(tmp_path)
    with pytest.raises(ArtifactDamaged, match=rf"inverted\.{name}"):
        open_model(tmp_path)


def test_sizes_are_enough_for_a_question_but_make_no_verified_model(model: Model, tmp_path: Path) -> None:
    publish(model, tmp_path)
    assert open_model(tmp_path).is_verified
    assert not open_model(tmp_path, verify="sizes").is_verified


def test_no_array_is_read_where_only_sizes_are_compared(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(model, tmp_path)

    def read(_: Path) -> str:
        pytest.fail("a file was read from end to end")

    monkeypatch.setattr("recsys.stored_version.file_sha256", read)
    assert len(open_model(tmp_path, verify="sizes")) == 3


def test_numbers_that_make_no_sense_pass_in_a_hurry_and_are_refused_in_full(
    model: Model, tmp_path: Path
) -> None:
    publish(model, tmp_path)
    path = _version(tmp_path) / "hubs.npy"
    np.save(path, np.load(path) * np.float32(np.nan))
    _sign(tmp_path)
    assert len(open_model(tmp_path, verify="sizes")) == 3
    with pytest.raises(ArtifactDamaged, match="hubs"):
        open_model(tmp_path)


def test_a_file_that_is_another_one_is_named_and_not_what_it_says(model: Model, tmp_path: Path) -> None:
    publish(model, tmp_path)
    path = _version(tmp_path) / "inverted.order.npy"
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(ArtifactDamaged, match=r"inverted\.order\.npy is not the file that was published"):
        open_model(tmp_path)


def test_files_and_contents_are_told_in_one_order_whatever_thread_is_faster(
    model: Model, tmp_path: Path
) -> None:
    publish(model, tmp_path)
    for name in ("hubs", "facets.year", "rows.entries"):
        path = _version(tmp_path) / f"{name}.npy"
        np.save(path, np.load(path) * 0 - 1)
    _sign(tmp_path)
    told = set()
    for _ in range(5):
        with pytest.raises(ArtifactDamaged) as caught:
            open_model(tmp_path)
        told.add(str(caught.value))
    assert len(told) == 1


def test_an_empty_file_has_the_hash_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert file_sha256(tmp_path / "empty") == hashlib.sha256().hexdigest()


def test_a_file_larger_than_what_is_mapped_at_once_has_the_hash_of_all_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recsys.stored_version._MAPPED_AT_ONCE", mmap.ALLOCATIONGRANULARITY)
    raw = np.random.default_rng(0).bytes(3 * mmap.ALLOCATIONGRANULARITY + 5)
    (tmp_path / "large").write_bytes(raw)
    assert file_sha256(tmp_path / "large") == hashlib.sha256(raw).hexdigest()


def test_an_array_is_written_as_numpy_would_however_much_at_a_time(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recsys.publication._AT_ONCE", 3)
    publish(model, tmp_path)
    for name, array in model.arrays().items():
        np.save(tmp_path / "expected.npy", array)
        assert (_version(tmp_path) / f"{name}.npy").read_bytes() == (tmp_path / "expected.npy").read_bytes()


def test_a_model_of_which_nothing_stays_in_memory_is_verified_like_any_other(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recsys.integrity.numbers.KEPT", 0)
    monkeypatch.setattr("recsys.integrity.numbers.BLOCK", 3)
    published = publish(model, tmp_path)
    assert published.rows.entries.tolist() == model.rows.entries.tolist()
    assert list(published.documents) == list(model.documents)


def test_another_format_version_is_named(model: Model, tmp_path: Path) -> None:
    publish(model, tmp_path)
    manifest = _version(tmp_path) / MANIFEST
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "schema": 99}))
    _sign(tmp_path)
    with pytest.raises(ArtifactFormat, match="format 99"):
        open_model(tmp_path)


# Format 1 had no map, format 2 no hub factors, format 3 no ids of other
# sites, format 4 no nations, places, services and charts to filter by,
# format 5 no inverted index, format 6 codes that were rounded to the nearest,
# format 7 nothing of titles that were added, format 8 every number in its widest type,
# format 9 a float for each value of a row.
@pytest.mark.parametrize("old", range(1, SCHEMA))
def test_a_model_of_every_older_format_is_refused_by_its_number(tmp_path: Path, old: int) -> None:
    with zipfile.ZipFile(OLD_FORMATS / f"artifact-format-{old}.zip") as archive:
        archive.extractall(tmp_path)
    with pytest.raises(
        ArtifactFormat, match=f"has format {old}, and this release reads format {SCHEMA}: train"
    ):
        open_model(tmp_path)


def test_a_manifest_cannot_name_files_elsewhere(model: Model, tmp_path: Path) -> None:
    publish(model, tmp_path)
    manifest = _version(tmp_path) / MANIFEST
    document = json.loads(manifest.read_text())
    document["files"]["../outside.npy"] = {"bytes": 0, "sha256": ""}
    manifest.write_text(json.dumps(document))
    _sign(tmp_path, hash_files=False)
    with pytest.raises(ArtifactDamaged):
        open_model(tmp_path)


def test_a_version_of_more_files_than_a_process_can_open_is_refused(model: Model, tmp_path: Path) -> None:
    publish(model, tmp_path)
    version = _version(tmp_path)
    some = next(version.glob("*.npy")).read_bytes()
    claim = {"bytes": len(some), "sha256": hashlib.sha256(some).hexdigest()}
    document = json.loads((version / MANIFEST).read_text())
    for number in range(1001):
        (version / f"{number}.npy").write_bytes(some)
        document["files"][f"{number}.npy"] = claim
    (version / MANIFEST).write_text(json.dumps(document))
    _sign(tmp_path, hash_files=False)
    with pytest.raises(ArtifactDamaged, match="more than 1000 files"):
        open_model(tmp_path)


@pytest.mark.parametrize("pointer", ["", "../../etc 00", "x" * 500])
def test_a_pointer_that_names_no_version_is_refused(model: Model, tmp_path: Path, pointer: str) -> None:
    publish(model, tmp_path)
    (tmp_path / POINTER).write_text(pointer)
    with pytest.raises(ArtifactDamaged):
        open_model(tmp_path)


def test_the_last_version_stays_when_a_new_one_is_published(model: Model, tmp_path: Path) -> None:
    publish(model, tmp_path)
    old = _version(tmp_path)
    publish(model_of(*TITLES, title("d", genres=("drama",))), tmp_path)
    assert _version(tmp_path) != old
    assert len(open_model(old)) == 3
    assert len(open_model(tmp_path)) == 4


def test_publishing_over_a_damaged_copy_of_the_same_version_mends_it(model: Model, tmp_path: Path) -> None:
    publish(model, tmp_path)
    (_version(tmp_path) / "rows.entries.npy").write_bytes(b"damaged")
    assert len(publish(model, tmp_path)) == 3


def test_a_failed_write_leaves_the_current_model_alone(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(model, tmp_path)

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("recsys.publication._sync", fail)
    with pytest.raises(OSError, match="No space"):
        publish(model_of(*TITLES, title("d")), tmp_path)
    assert len(open_model(tmp_path)) == 3
    assert not list(tmp_path.glob(".writing-*"))


def test_a_model_that_would_be_refused_leaves_the_current_model_alone(model: Model, tmp_path: Path) -> None:
    good = publish(model, tmp_path)
    weights = {**dict(model.info.weights), "genre": float("nan")}
    with pytest.raises(ArtifactDamaged, match="weights"):
        publish(replace(model, info=replace(model.info, weights=weights)), tmp_path)
    assert open_model(tmp_path).info.version == good.info.version
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {good.info.version}


def test_no_path_of_this_machine_and_no_time_stands_in_the_manifest(model: Model, tmp_path: Path) -> None:
    publish(model, tmp_path)
    text = (_version(tmp_path) / MANIFEST).read_text()
    assert str(tmp_path) not in text
    assert set(json.loads(text)) == {"schema", "model", "files"}


def _sign(folder: Path, *, hash_files: bool = True) -> None:
    """Make sizes and hashes valid again, as somebody would who wants to do harm."""
    version = _version(folder)
    document = json.loads((version / MANIFEST).read_text())
    if hash_files:
        for name in document["files"]:
            raw = (version / name).read_bytes()
            document["files"][name] = {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
    raw = json.dumps(document).encode()
    (version / MANIFEST).write_bytes(raw)
    (folder / POINTER).write_text(f"{version.name} {hashlib.sha256(raw).hexdigest()}\n")


def _with_one(array: Any, place: int, value: float) -> Any:
    return np.concatenate((array[:place], np.array([value], array.dtype), array[place + 1 :]))


HOSTILE: dict[str, Callable[[Any], Any]] = {
    "facets.year": lambda array: array.astype(np.int64) + 2**40,
    "facets.tones.lengths": lambda array: -array,
    "facets.warned": lambda array: array[:-1],
    "relations.franchise": lambda array: array + 1_000,
    "rows.ratios": lambda array: np.append(array, np.nan),
    "rows.entries": lambda array: array.reshape(1, -1),
    "rows.starts": lambda array: array[::-1].copy(),
    "blocks.genres.idf.values": lambda array: array.astype("U8"),
    "people.flags": lambda array: array + 100,
    "people.renamed": lambda array: np.array([1_000], array.dtype),
    "blocks.cast.terms.bits": lambda array: ~array,
    "blocks.cast.terms.before": lambda array: array + 1,
    "documents.offsets": lambda array: array[::-1].copy(),
    "overview.x": lambda array: _with_one(array, 1, np.nan),
    "overview.y": lambda array: array[:-1],
    "overview.representatives": lambda array: array + 1,
    "hubs": lambda array: array[:-1],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_impossible_contents_are_refused_even_with_a_valid_manifest(
    model: Model, tmp_path: Path, name: str
) -> None:
    publish(model, tmp_path)
    path = _version(tmp_path) / f"{name}.npy"
    np.save(path, HOSTILE[name](np.load(path)))
    _sign(tmp_path)
    with pytest.raises(ArtifactDamaged):
        open_model(tmp_path)


FORGED_OVERVIEWS: dict[str, Callable[[Any], Any]] = {
    "x": lambda array: array * 0 + np.float32(np.inf),
    "y": lambda array: array * np.nan,
    "representatives": lambda array: array * 0,
}


@pytest.mark.parametrize("name", FORGED_OVERVIEWS)
def test_a_map_with_half_a_place_or_a_title_twice_among_the_representatives_is_refused(
    model: Model, tmp_path: Path, name: str
) -> None:
    publish(model, tmp_path)
    path = _version(tmp_path) / f"overview.{name}.npy"
    np.save(path, FORGED_OVERVIEWS[name](np.load(path)))
    _sign(tmp_path)
    with pytest.raises(ArtifactDamaged, match=r"overview"):
        open_model(tmp_path)


@pytest.mark.parametrize("factor", [np.nan, np.inf, 0.0, -1.0])
def test_a_hub_factor_that_is_no_factor_is_refused(model: Model, tmp_path: Path, factor: float) -> None:
    publish(model, tmp_path)
    path = _version(tmp_path) / "hubs.npy"
    np.save(path, _with_one(np.load(path), 1, factor))
    _sign(tmp_path)
    with pytest.raises(ArtifactDamaged, match="hubs"):
        open_model(tmp_path)


def test_a_model_without_a_map_is_whole(model: Model, tmp_path: Path) -> None:
    blank = replace(model, overview=Overview.blank(len(model)))
    published = publish(blank, tmp_path)
    assert not published.overview.has_map
    assert publish(model, tmp_path).overview.has_map


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("n_titles", "3"),
        ("n_titles", 10**9),
        ("weights", {}),
        ("weights", None),
        ("blocks", ["abc"]),
        ("blocks", []),
        ("on_request", {"places": "x"}),
        ("unheard_of", 1),
    ],
)
def test_an_impossible_description_is_refused_even_if_it_is_signed(
    model: Model, tmp_path: Path, key: str, value: object
) -> None:
    publish(model, tmp_path)
    manifest = _version(tmp_path) / MANIFEST
    document = json.loads(manifest.read_text())
    document["model"][key] = value
    manifest.write_text(json.dumps(document))
    _sign(tmp_path)
    with pytest.raises(ArtifactDamaged):
        open_model(tmp_path)


def test_publishers_of_one_folder_wait_for_each_other(model: Model, tmp_path: Path) -> None:
    other = model_of(*TITLES, title("d", genres=("drama",)))
    with ThreadPoolExecutor(4) as pool:
        published = list(pool.map(lambda one: publish(one, tmp_path), [model, other] * 6))
    assert [len(one) for one in published] == [3, 4] * 6
    assert len(open_model(tmp_path)) in (3, 4)


def test_what_a_publisher_left_that_died_is_cleared_by_the_next(model: Model, tmp_path: Path) -> None:
    (tmp_path / ".writing-gone").mkdir(parents=True)
    (tmp_path / ".writing-pointer").write_text("half")
    publish(model, tmp_path)
    assert not list(tmp_path.glob(".writing-*"))
