from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from recsys.errors import ArtifactDamaged
from recsys.names import TitleNames
from recsys.title import Alias, AliasKind, Relation, RelationKind, Title
from tests.names.small_catalogue import TITLES


def row(title_id: str) -> int:
    return [title.id for title in TITLES].index(title_id)


def test_every_name_is_kept_as_written_with_its_kind() -> None:
    aliases = (Alias("W", kind=AliasKind.WORKING), Alias("R", kind=AliasKind.ROMANISED), Alias("T"))
    names = TitleNames.build([Title(id="t", title="T", original_title="시", aliases=aliases)])
    kinds = [names.kind_of(name) for name in range(len(names.written))]
    expected = [("T", "title"), ("시", "original title"), ("W", "working title"), ("R", "romanised")]
    assert list(zip(names.written, kinds, strict=True)) == expected


def test_names_are_found_by_key_in_the_order_of_titles(names: TitleNames) -> None:
    found = [int(names.owner[name]) for name in names.exact("SOULMATE")]
    assert found == [row("soul-mate-2025"), row("soulmate-2006")]


def test_blank_text_is_no_name(names: TitleNames) -> None:
    assert names.exact(" ") == []


def test_relations_hold_over_several_steps() -> None:
    chain = [
        Title(id=str(at), title="T", relations=(Relation(RelationKind.SEQUEL, str(at + 1)),))
        for at in range(3)
    ]
    names = TitleNames.build([*chain, Title(id="x", title="T")])
    assert names.are_related(0, 2)
    assert not names.are_related(0, 3)


def test_unknown_year_form_and_medium_have_codes_of_their_own() -> None:
    names = TitleNames.build([Title(id="t", title="T")])
    assert (int(names.year[0]), int(names.form[0]), int(names.medium[0])) == (-1, 0, 0)


def test_an_empty_catalogue_has_an_index() -> None:
    names = TitleNames.from_arrays(TitleNames.build([]).arrays())
    assert (len(names), names.exact("Her"), names.row_of_id("her")) == (0, [], None)


def test_arrays_come_back_from_memory_maps(names: TitleNames, tmp_path: Path) -> None:
    for name, array in names.arrays().items():
        np.save(tmp_path / f"{name}.npy", array)
    mapped = {name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in names.arrays()}
    stored = TitleNames.from_arrays(mapped)
    assert list(stored.written) == list(names.written)
    assert stored.row_of_id("her-2013") == row("her-2013")


def test_a_missing_array_is_named(names: TitleNames) -> None:
    arrays = names.arrays()
    del arrays["year"]
    with pytest.raises(ArtifactDamaged, match="year"):
        TitleNames.from_arrays(arrays)


@pytest.mark.parametrize("column", ["owner", "family", "key_order"])
def test_rows_outside_the_catalogue_are_refused(names: TitleNames, column: str) -> None:
    arrays = names.arrays()
    with pytest.raises(ArtifactDamaged, match="do not fit"):
        TitleNames.from_arrays(arrays | {column: arrays[column] + 1_000})


def test_first_name_of_a_title_is_the_one_that_it_is_known_by(names: TitleNames) -> None:
    assert [names.written[names.first_of(row)] for row in range(len(TITLES))] == [t.title for t in TITLES]
