from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from recsys.additions import add_titles, carried, folded, publish_trained
from recsys.artifact import open_model
from recsys.catalogue import Catalogue
from recsys.errors import ArtifactDamaged
from recsys.model import Model
from recsys.publication import publish
from recsys.title import Relation, RelationKind, Title
from tests.additions.titles import BASE
from tests.builders import title
from training.pipeline import train

MAPLE = title("maple", genres=("crime",), year=2022, relations=(Relation(RelationKind.PARENT, "oak"),))
ELM = replace(next(one for one in BASE if one.id == "elm"), year=2003)


@pytest.fixture(scope="module")
def with_added(base: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model to which one title was added and in which one was changed; not to be written to."""
    folder = tmp_path_factory.mktemp("folding") / "trees"
    publish(base, folder)
    add_titles(folder, [MAPLE, ELM])
    return folder


@pytest.fixture
def folder(with_added: Path, tmp_path: Path) -> Path:
    """A copy of one's own."""
    return Path(shutil.copytree(with_added, tmp_path / "trees"))


def trained_with(titles: Iterable[Title], folder: Path) -> Model:
    folding = folded(Catalogue(titles), folder)
    assert folding.catalogue is not None
    return publish_trained(train(folding.catalogue), folder, folding)


@pytest.fixture(scope="module")
def retrained(with_added: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same catalogue trained again beside the added titles; not to be written to."""
    folder = Path(shutil.copytree(with_added, tmp_path_factory.mktemp("retrained") / "trees"))
    trained_with(BASE, folder)
    return folder


def mended(id: str, **facts: object) -> list[Title]:
    """The catalogue with one title changed."""
    return [replace(one, **facts) if one.id == id else one for one in BASE]  # type: ignore[arg-type]


def test_added_titles_are_trained_with_the_catalogue(folder: Path) -> None:
    folding = folded(Catalogue(BASE), folder)
    expected = Catalogue([*(one for one in BASE if one.id != "elm"), MAPLE, ELM])
    assert folding.catalogue is not None
    assert folding.catalogue.titles == expected.titles
    assert not folding.notices


def test_model_trained_with_them_says_that_it_holds_them(retrained: Path) -> None:
    model = open_model(retrained)
    assert (model.info.base, model.info.added_lines, model.added) == ("", 2, None)
    assert model.title(model.row("elm")).year == 2003


def test_they_are_not_lost_at_the_training_after_the_next(retrained: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(retrained, tmp_path / "again"))
    # The row of the oak is another one than that of the catalogue: the maple has completed its relations.
    oak = next(one for one in BASE if one.id == "oak")
    add_titles(folder, [replace(oak, year=1987), replace(MAPLE, year=1990)])
    second = trained_with(BASE, folder)
    folding = folded(Catalogue(BASE), folder)
    assert [second.title(second.row(id)).year for id in ("oak", "maple", "elm")] == [1987, 1990, 2003]
    assert {one.title.id for one in folding.folded} == {"oak", "maple", "elm"}
    assert folding.catalogue is not None
    assert folding.catalogue.fingerprint == second.info.fingerprint
    assert not folding.notices


def test_nothing_is_to_do_where_the_catalogue_says_the_same(folder: Path) -> None:
    folding = folded(Catalogue([*mended("elm", year=2003), MAPLE]), folder)
    assert (folding.folded, folding.notices) == ((), ())


def test_catalogue_that_was_changed_since_counts_and_the_title_is_named(folder: Path) -> None:
    folding = folded(Catalogue(mended("elm", year=1970)), folder)
    assert folding.catalogue is not None
    assert folding.catalogue.by_id["elm"].year == 1970
    (notice,) = folding.notices
    assert "[elm] was added to the last model, and the catalogue has been changed since" in notice


def test_new_title_that_the_catalogue_has_now_in_another_form_is_named(folder: Path) -> None:
    folding = folded(Catalogue([*BASE, replace(MAPLE, year=1999)]), folder)
    assert [one.title.id for one in folding.folded] == ["elm"]
    assert "[maple]" in folding.notices[0]


def test_title_that_the_catalogue_has_dropped_counts(folder: Path) -> None:
    folding = folded(Catalogue([one for one in BASE if one.id != "elm"]), folder)
    assert {one.title.id for one in folding.folded} == {"elm", "maple"}


def test_titles_added_while_a_model_was_trained_are_in_it_when_it_is_published(folder: Path) -> None:
    folding = folded(Catalogue(BASE), folder)
    assert folding.catalogue is not None
    trained = train(folding.catalogue)
    add_titles(folder, [title("yew", genres=("drama",)), replace(MAPLE, year=1990)])
    model = publish_trained(trained, folder, folding)
    assert model.names.row_of_id("yew") is not None
    assert model.title(model.row("maple")).year == 1990
    assert model.info.added_lines == 4
    assert add_titles(folder, [title("yew", genres=("drama",))]).info.version == model.info.version


def test_titles_are_carried_over_to_a_model_that_was_trained_without_them(folder: Path) -> None:
    trained = train(Catalogue(BASE))
    folding = carried(trained, folder)
    model = publish_trained(trained, folder, folding)
    assert {one.title.id for one in folding.carried} == {"elm", "maple"}
    assert model.title(model.row("elm")).year == 2003
    assert model.info.base


def test_first_training_has_nothing_to_fold(tmp_path: Path) -> None:
    folding = folded(Catalogue(BASE), tmp_path / "new")
    assert (folding.folded, folding.notices) == ((), ())
    assert not (tmp_path / "new").exists()


def test_model_that_cannot_be_read_does_not_hide_its_added_titles(folder: Path) -> None:
    (folder / open_model(folder).info.version / "manifest.json").write_bytes(b"{")
    (notice,) = folded(Catalogue(BASE), folder).notices
    assert "stay in" in notice
    assert ".added.jsonl" in notice


def test_file_that_has_gone_is_told(folder: Path) -> None:
    (file,) = folder.glob("*.added.jsonl")
    file.unlink()
    (notice,) = folded(Catalogue(BASE), folder).notices
    assert "has 0 lines" in notice


def test_damaged_line_stops_the_training(folder: Path) -> None:
    (file,) = folder.glob("*.added.jsonl")
    file.write_bytes(file.read_bytes().replace(b"2022", b"2023"))
    with pytest.raises(ArtifactDamaged, match=r"added\.jsonl:\d is not the line"):
        folded(Catalogue(BASE), folder)
