from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.catalogue.catalogue import AddedRelation, Catalogue
from recsys.catalogue.row import row_text
from recsys.errors import BadData
from recsys.title import Relation, RelationKind, Title
from tests.catalogue.strategies import titles


def film(id: str, *relations: tuple[RelationKind, str]) -> Title:
    return Title(id=id, title=id.upper(), relations=tuple(Relation(kind, other) for kind, other in relations))


def test_titles_stand_in_the_order_of_their_ids() -> None:
    catalogue = Catalogue([film("b"), film("c"), film("a")])
    assert [title.id for title in catalogue] == ["a", "b", "c"]
    assert catalogue[catalogue.row_of("b")] is catalogue.by_id["b"]
    assert len(catalogue) == 3
    assert "b" in catalogue
    assert "x" not in catalogue


@settings(max_examples=30, deadline=None)
@given(found=st.lists(titles, max_size=5, unique_by=lambda title: title.id), data=st.data())
def test_fingerprint_does_not_depend_on_the_order_given(found: list[Title], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(found))
    assert Catalogue(shuffled).fingerprint == Catalogue(found).fingerprint


def test_documents_are_the_canonical_rows_and_the_fingerprint_is_made_of_them() -> None:
    catalogue = Catalogue([film("b"), film("a")])
    assert list(catalogue.documents) == [row_text(title) for title in catalogue]
    lines = "".join(f"{document}\n" for document in catalogue.documents)
    assert catalogue.fingerprint == hashlib.sha256(lines.encode()).hexdigest()
    assert catalogue.documents is catalogue.documents


def test_fingerprint_changes_with_any_fact() -> None:
    one, other = Catalogue([film("a")]), Catalogue([Title(id="a", title="A", year=2019)])
    assert one.fingerprint != other.fingerprint


@pytest.mark.parametrize("kind", list(RelationKind))
def test_relation_is_told_from_both_sides(kind: RelationKind) -> None:
    catalogue = Catalogue([film("a", (kind, "b")), film("b")])
    assert catalogue.by_id["b"].relations == (Relation(kind.inverse, "a"),)
    assert catalogue.added_relations == (AddedRelation("b", kind.inverse, "a"),)


def test_completing_a_completed_catalogue_adds_nothing() -> None:
    once = Catalogue([film("a", (RelationKind.SEQUEL, "b")), film("b")])
    again = Catalogue(once)
    assert (again.titles, again.added_relations) == (once.titles, ())


def test_relation_to_an_absent_title_is_kept() -> None:
    catalogue = Catalogue([film("a", (RelationKind.SEQUEL, "gone"))])
    assert catalogue[0].relations == (Relation(RelationKind.SEQUEL, "gone"),)


@pytest.mark.parametrize("wrong", [[film("a"), film("a")], [film(" ")], [Title(id="a", title="")]])
def test_what_is_no_catalogue_is_refused(wrong: list[Title]) -> None:
    with pytest.raises(BadData):
        Catalogue(wrong)


def test_repr_counts() -> None:
    assert repr(Catalogue([film("a")])) == "Catalogue(1 titles, 0 countries, 0 people)"
