from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from recsys.additions import add_titles, added_file, catch_up, derived, publishing
from recsys.artifact import current_manifest, open_model
from recsys.errors import ArtifactDamaged, ArtifactMissing, BadData
from recsys.model import Model
from recsys.publication import publish
from recsys.title import Title
from tests.additions.titles import BASE, assert_same
from tests.builders import title

MAPLE, ASPEN = title("maple", genres=("crime",), year=2022), title("aspen", genres=("drama",))


@pytest.fixture(scope="session")
def published(base: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model of this folder, published once; not to be written to."""
    folder = tmp_path_factory.mktemp("published") / "trees"
    publish(base, folder)
    return folder


@pytest.fixture(scope="session")
def published_with_maple(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, to which a title was added."""
    folder = Path(shutil.copytree(published, tmp_path_factory.mktemp("added") / "trees"))
    add_titles(folder, [MAPLE])
    return folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A copy of one's own of the trained model."""
    return Path(shutil.copytree(published, tmp_path / "trees"))


@pytest.fixture
def grown(published_with_maple: Path, tmp_path: Path) -> Path:
    """A copy of one's own of the model to which a title was added."""
    return Path(shutil.copytree(published_with_maple, tmp_path / "grown"))


def file_of(folder: Path) -> Path:
    (file,) = folder.glob("*.added.jsonl")
    return file


def versions(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_dir()}


def die(*_: object) -> None:
    raise KeyboardInterrupt


def append_only(folder: Path, monkeypatch: pytest.MonkeyPatch, *titles: Title) -> None:
    """Add titles as somebody who dies before they are published."""
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_published", die)
        with pytest.raises(KeyboardInterrupt):
            add_titles(folder, titles)


def test_added_title_is_in_the_current_model(base: Model, published_with_maple: Path) -> None:
    assert_same(open_model(published_with_maple).arrays(), derived(base, [MAPLE]).arrays())


def test_manifest_says_what_was_added_to_what(published: Path, published_with_maple: Path) -> None:
    info, trained = open_model(published_with_maple).info, open_model(published).info
    size = file_of(published_with_maple).stat().st_size
    assert (info.base, info.added_lines, info.added_bytes) == (trained.version, 1, size)


def test_titles_that_change_nothing_publish_nothing(folder: Path) -> None:
    before = open_model(folder).info
    assert add_titles(folder, BASE[:2]).info == before
    assert not list(folder.glob("*.jsonl"))


def test_title_that_was_added_before_takes_no_second_line(grown: Path) -> None:
    first = open_model(grown).info
    assert add_titles(grown, [MAPLE]).info == first
    assert len(file_of(grown).read_bytes().splitlines()) == 1


def test_same_titles_give_the_same_version_in_another_folder(grown: Path, folder: Path) -> None:
    model = add_titles(folder, [MAPLE])
    assert model.info == open_model(grown).info == open_model(folder).info
    assert model.is_verified


def test_what_the_digest_of_the_trainer_says_stays(base: Model) -> None:
    made = replace(base, info=replace(base.info, made_from="digest"))
    assert derived(made, [MAPLE]).info.made_from == "digest"


def test_last_word_counts_and_all_but_two_replaced_versions_go(published: Path, grown: Path) -> None:
    trained = open_model(published).info.version
    models = [add_titles(grown, [replace(MAPLE, year=year)]) for year in range(2000, 2003)]
    assert versions(grown) == {trained, *(model.info.version for model in models)}
    assert models[-1].title(models[-1].row("maple")).year == 2002


def test_lines_of_somebody_who_died_are_published_by_catch_up(
    base: Model, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append_only(folder, monkeypatch, MAPLE)
    assert len(open_model(folder)) == len(BASE)
    model = catch_up(folder)
    assert model is not None
    assert_same(model.arrays(), derived(base, [MAPLE]).arrays())
    assert catch_up(folder) is None


def test_where_nothing_is_left_to_do_nothing_is_opened(grown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "open_model", die)
    monkeypatch.setattr(publishing, "AddedFile", None)
    assert catch_up(grown) is None


def test_who_waits_finds_the_own_lines_published_by_another(
    base: Model, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append_only(folder, monkeypatch, MAPLE)
    model = add_titles(folder, [ASPEN])
    assert_same(model.arrays(), derived(base, [ASPEN, MAPLE]).arrays())
    assert add_titles(folder, [MAPLE]).info == model.info


def test_many_who_add_at_once_lose_nothing(folder: Path) -> None:
    titles = [title(f"tree-{number}", genres=("drama",)) for number in range(3)]
    with ThreadPoolExecutor(3) as threads:
        models = list(threads.map(lambda one: add_titles(folder, [one]), titles))
    for one, model in zip(titles, models, strict=True):
        assert model.names.row_of_id(one.id) is not None
    assert {one.id for one in titles} <= set(open_model(folder).names.ids.table)


@pytest.mark.parametrize("n_left", [1, 100, -1])
def test_line_that_was_not_written_to_its_end_is_not_read(
    grown: Path, n_left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = file_of(grown).read_bytes()
    append_only(grown, monkeypatch, ASPEN)
    file_of(grown).write_bytes(whole + file_of(grown).read_bytes()[len(whole) :][:n_left])
    assert catch_up(grown) is None


def test_line_that_was_not_written_to_its_end_is_cut_off_by_the_next(
    grown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = file_of(grown).read_bytes()
    append_only(grown, monkeypatch, ASPEN)
    file_of(grown).write_bytes(file_of(grown).read_bytes()[:-1])
    model = add_titles(grown, [replace(ASPEN, id="aspen-2")])
    assert "aspen" not in set(model.names.ids.table)
    assert file_of(grown).read_bytes().startswith(whole)
    assert len(file_of(grown).read_bytes().splitlines()) == 2


def test_lines_that_could_not_be_written_leave_the_file_as_it_was(
    grown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = file_of(grown).read_bytes()

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(added_file, "_sync", fail)
        with pytest.raises(OSError, match="No space"):
            add_titles(grown, [ASPEN])
    assert file_of(grown).read_bytes() == whole


def test_damaged_line_is_refused_by_file_and_line(grown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = grown
    append_only(folder, monkeypatch, ASPEN)
    file, whole = file_of(folder), file_of(folder).read_bytes()
    for place, line in ((whole.index(b"crime"), 1), (whole.index(b"drama"), 2)):
        file.write_bytes(whole[:place] + b"x" + whole[place + 1 :])
        for act in (catch_up, lambda folder: add_titles(folder, [title("yew")])):
            with pytest.raises(ArtifactDamaged, match=rf"added\.jsonl:{line} is not the line"):
                act(folder)


def test_file_that_lacks_what_the_model_holds_is_refused(grown: Path) -> None:
    file_of(grown).unlink()
    with pytest.raises(ArtifactDamaged, match="does not begin with the 1 lines"):
        add_titles(grown, [ASPEN])


def test_damaged_array_is_not_signed_anew(folder: Path) -> None:
    version = folder / open_model(folder).info.version
    whole = (version / "hubs.npy").read_bytes()
    (version / "hubs.npy").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(ArtifactDamaged, match=r"hubs\.npy"):
        add_titles(folder, [MAPLE])


def test_folder_without_a_model_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(ArtifactMissing):
        add_titles(tmp_path / "nothing", [MAPLE])
    assert not (tmp_path / "nothing").exists()


def test_folder_of_one_version_is_not_the_folder_of_the_model(folder: Path) -> None:
    with pytest.raises(ArtifactMissing, match="one version of a model"):
        add_titles(folder / open_model(folder).info.version, [MAPLE])


def test_titles_that_are_refused_leave_no_line(folder: Path) -> None:
    with pytest.raises(BadData):
        add_titles(folder, [MAPLE, replace(MAPLE, title="")])
    assert not list(folder.glob("*.jsonl"))
    assert current_manifest(folder)["model"]["added_lines"] == 0
