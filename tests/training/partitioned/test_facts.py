from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys import load_builtin
from recsys.arrays import NamedArrays
from recsys.catalogue import Catalogue
from recsys.catalogue.package_data import vocabulary_file
from recsys.title import Alias, Relation, RelationKind, Title
from tests.builders import title
from tests.faults.scale import rounds
from tests.training.columnar.columns import columns_of
from tests.training.columnar.test_facts import catalogues, flattened
from tests.training.partitioned.parts_of_titles import facts_of_parts, together, written_parts
from training.columnar.model import facts_of
from training.partitioned import merged_grams
from training.partitioned.relation_edges import complete_relations
from training.partitioned.retold import retell_part, retold_rows, stored_titles
from training.pipeline import Facts


def _assert_equal(found: NamedArrays, expected: NamedArrays) -> None:
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        assert found[name].dtype == array.dtype, name
        np.testing.assert_array_equal(found[name], array, err_msg=name)


def _as_in_one_file(cut: Sequence[Sequence[Title]], folder: Path, *, n_at_once: int = 2) -> Facts:
    """The facts of the parts, after comparing them with those of one file."""
    expected = facts_of(columns_of(together(cut)))
    found = facts_of_parts(cut, folder, n_at_once=n_at_once)
    assert list(found.documents) == list(expected.documents)
    for name in ("facets", "names", "external_ids", "relations", "documents"):
        _assert_equal(getattr(found, name).arrays(), getattr(expected, name).arrays())
    assert found.fingerprint == expected.fingerprint
    return found


def _told_alone(catalogue: Catalogue) -> list[Title]:
    """The titles with what each tells itself."""
    added = {(relation.id, relation.kind, relation.other) for relation in catalogue.added_relations}
    return [
        replace(t, relations=tuple(r for r in t.relations if (t.id, r.kind, r.id) not in added))
        for t in catalogue
    ]


@st.composite
def cuts(draw: st.DrawFn) -> list[list[Title]]:
    """Titles dealt out to parts; some parts have a title that another one has too."""
    titles = _told_alone(draw(catalogues))
    n_parts = draw(st.integers(1, 4))
    cut: list[list[Title]] = [[] for _ in range(n_parts)]
    for one in titles:
        cut[draw(st.integers(0, n_parts - 1))].append(one)
    for place, other in draw(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=2)):
        double = replace(titles[place % len(titles)], title="Another title", tags=("a tag of the double",))
        if all(own.id != double.id for own in cut[other % n_parts]):
            cut[other % n_parts].append(double)
    return cut


@settings(max_examples=rounds(usual=4, soak=200))
@given(cuts())
def test_the_facts_of_parts_are_those_of_one_file(cut: list[list[Title]]) -> None:
    with TemporaryDirectory() as folder:
        _as_in_one_file(cut, Path(folder))


def test_the_built_in_catalogue_in_three_parts_gives_the_same_facts(tmp_path: Path) -> None:
    some = _told_alone(Catalogue(list(load_builtin())[::8]))
    titles = [flattened(one) if place % 3 else one for place, one in enumerate(some)]
    _as_in_one_file([titles[::3], titles[1::3], titles[2::3]], tmp_path, n_at_once=32)


def test_a_title_becomes_a_remake_by_what_another_part_says(tmp_path: Path) -> None:
    remade = Relation(RelationKind.REMAKE, "b")
    cut = [[title("b", countries=("KR",))], [title("a", relations=(remade,))]]
    facts = _as_in_one_file(cut, tmp_path)
    terms = list(facts.facets.terms["tones"])
    assert [terms[code] for code in facts.facets.tones.row(1).columns] == ["remake"]
    assert json.loads(facts.documents[1])["relations"] == [{"id": "a", "kind": "original"}]


def test_escapism_follows_the_tones_that_another_part_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vocabulary_file("escapism.json")["tones"], "remake", 0.5)
    told = [title("a", relations=(Relation(RelationKind.REMAKE, "b"),))]
    facts = _as_in_one_file([[title("b"), title("c")], told], tmp_path)
    np.testing.assert_array_equal(facts.facets.escapism, np.array([np.nan, 0.5, np.nan], np.float32))


def test_relations_lead_over_several_parts_to_one_family(tmp_path: Path) -> None:
    def follows(id: str) -> tuple[Relation, ...]:
        return (Relation(RelationKind.PREQUEL, id),)

    cut = [
        [title("d", relations=follows("c")), title("a")],
        [title("c", relations=(*follows("a"), Relation(RelationKind.SEQUEL, "nowhere")))],
        [title("b", relations=(Relation(RelationKind.OTHER, "e"),)), title("e")],
    ]
    facts = _as_in_one_file(cut, tmp_path)
    assert facts.names.family.tolist() == [0, 1, 0, 0, 1]
    assert facts.relations.franchise.tolist() == [0, 1, 0, 0, 2]


def test_what_only_a_double_told_of_another_title_is_forgotten(tmp_path: Path) -> None:
    double = title("a", relations=(Relation(RelationKind.REMAKE, "b"),))
    facts = _as_in_one_file([[title("a")], [double, title("b"), title("c")]], tmp_path)
    assert not len(facts.relations.edges.data)


def test_no_word_of_a_double_is_left(tmp_path: Path) -> None:
    double = title("a", genres=("western",), aliases=(Alias("Only Here"),), external_ids={"imdb": "tt1"})
    facts = _as_in_one_file([[title("a")], [double, title("b", genres=("war",))]], tmp_path)
    assert list(facts.facets.terms["genres"]) == ["war"]
    assert list(facts.names.written) == ["A", "B"]
    assert not len(facts.external_ids)


def test_a_relation_is_told_once_even_if_both_titles_tell_it(tmp_path: Path) -> None:
    first = title("a", relations=(Relation(RelationKind.SEQUEL, "b"),))
    second = title("b", relations=(Relation(RelationKind.PREQUEL, "a"),))
    _as_in_one_file([[first], [second]], tmp_path)


def test_a_title_is_told_anew_only_where_its_relations_change(tmp_path: Path) -> None:
    follows = (Relation(RelationKind.PREQUEL, "a"),)
    cut = [
        [title("a"), title("b", relations=follows), title("e"), title("f")],
        [
            title("c", relations=(Relation(RelationKind.PARENT, "e"),)),
            title("a"),
            title("d", relations=follows),
        ],
    ]
    parts, order, work = written_parts(cut, tmp_path)
    complete_relations(parts, order, work)
    for part in parts:
        retell_part(part, work)
    assert [retold_rows(part, work).tolist() for part in parts] == [[0, 2], []]
    told = stored_titles(parts[0], work, np.array([1, 2]))
    assert told[1].relations == follows
    assert told[2].relations == (Relation(RelationKind.SPIN_OFF, "c"),)


def test_pieces_of_names_are_merged_the_same_in_ranges_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merged_grams, "_AT_ONCE", 7)
    names = ("The Host", "기생충", "Host and Guest", "A", "Mother", "Høst", "Train to Busan")
    titles = [title(f"t{n}", title=name, aliases=(Alias(f"{name} {n}"),)) for n, name in enumerate(names)]
    _as_in_one_file([titles[::2], titles[1::2], []], tmp_path)


def test_fame_is_a_rank_among_the_titles_of_all_parts(tmp_path: Path) -> None:
    titles = [title(f"t{n}", popularity=float(n % 4)) for n in range(6)]
    _as_in_one_file([titles[:2], titles[2:], [title("z")]], tmp_path)
