from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys import load_builtin
from recsys.arrays import NamedArrays
from recsys.catalogue import Catalogue
from recsys.index import facets_of_titles
from recsys.names import ExternalIds, TitleNames
from recsys.ranking import RelationGraph
from recsys.title import (
    Credit,
    Form,
    Relation,
    RelationKind,
    Role,
    Source,
    SourceKind,
    Studio,
    Title,
    Tone,
    ToneBasis,
    ToneState,
)
from tests.builders import title
from tests.catalogue.strategies import titles
from tests.training.columnar.columns import columns_of
from training.columnar.documents import documents_of
from training.columnar.facets import facets_of
from training.columnar.names import external_ids_of, names_of_columns, relations_of_columns


def flattened(title: Title) -> Title:
    """What a flat table can hold of a title."""
    bare = Title(id=title.id, title=title.title)
    kept = "original_title year form medium genres tags tones countries languages sources synopsis episodes"
    own = {name: getattr(title, name) for name in (*kept.split(), "minutes", "status", "popularity")}
    credits = tuple(Credit(credit.person, credit.role, order=credit.order) for credit in title.credits)
    extra = {key: str(value) for key, value in title.extra.items()}
    return replace(
        bare, **own, credits=credits, studios=tuple(Studio(s.name) for s in title.studios), extra=extra
    )


def _related(drawn: list[Title], links: list[tuple[int, int, RelationKind]]) -> Catalogue:
    for first, second, kind in links:
        one, other = drawn[first % len(drawn)], drawn[second % len(drawn)]
        if one is not other:
            told = tuple(sorted({*one.relations, Relation(kind, other.id)}, key=lambda r: (r.kind, r.id)))
            drawn[first % len(drawn)] = replace(one, relations=told)
    return Catalogue(drawn)


def _tagged(title: Title, tags: tuple[str, ...]) -> Title:
    return replace(title, tags=tuple(sorted({*title.tags, *tags})))


_TELLING = (
    "found family|Gore|based on a novel|Mecha|bleak|Adapted From A Web Novel|epic|Suicide|Remake".split("|")
)
tagged = st.builds(_tagged, titles, st.lists(st.sampled_from(_TELLING), max_size=3).map(tuple))
catalogues = st.builds(
    _related,
    st.lists(tagged.map(flattened) | titles, min_size=1, max_size=4, unique_by=lambda title: title.id),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from(RelationKind)), max_size=4),
)


def _assert_equal(found: NamedArrays, expected: NamedArrays) -> None:
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        assert found[name].dtype == array.dtype, name
        np.testing.assert_array_equal(found[name], array, err_msg=name)


def _assert_equal_facts(catalogue: Catalogue) -> None:
    columns, rows = columns_of(catalogue), list(catalogue)
    row_of = {title.id: row for row, title in enumerate(rows)}
    _assert_equal(facets_of(columns).arrays(), facets_of_titles(rows).arrays())
    _assert_equal(names_of_columns(columns).arrays(), TitleNames.build(rows).arrays())
    _assert_equal(external_ids_of(columns).arrays(), ExternalIds.build(rows).arrays())
    _assert_equal(relations_of_columns(columns).arrays(), RelationGraph.build(rows, row_of).arrays())
    documents = documents_of(columns)
    assert list(documents.table) == list(catalogue.documents)
    assert documents.fingerprint == catalogue.fingerprint


@given(catalogues)
def test_columns_give_the_facts_that_the_titles_give(catalogue: Catalogue) -> None:
    _assert_equal_facts(catalogue)


def test_the_built_in_catalogue_gives_the_same_facts_whole_or_flat() -> None:
    some = list(load_builtin())[::4]
    _assert_equal_facts(Catalogue(some))
    flat = [replace(flattened(title), relations=title.relations) for title in some]
    _assert_equal_facts(Catalogue(flat))


def test_tags_countries_sources_and_relations_mean_the_same_tones() -> None:
    _assert_equal_facts(
        Catalogue(
            [
                title("a", tags=("found family", "Gore"), countries=("JP", "KR")),
                title("b", tags=("gore",), countries=("FR", "JP", "KR", "US")),
                title(
                    "c", sources=(Source(SourceKind.FILM),), relations=(Relation(RelationKind.PARENT, "a"),)
                ),
                title("d", tones=(Tone("epic", 3),), tags=("based on a novel",), genres=("fantasy",)),
                title(
                    "e", sources=(Source(SourceKind.NOVEL), Source(SourceKind.NOVEL, "Ahn")), genres=("war",)
                ),
            ]
        )
    )


def test_what_is_stated_wins_over_facts_a_guess_and_a_tag() -> None:
    denied = Tone("co-production", state=ToneState.NO)
    guessed = Tone("co-production", 1, basis=ToneBasis.INFERRED, confidence=0.5)
    titles = [
        title("a", countries=("JP", "KR"), tones=(denied,)),
        title("b", countries=("JP", "KR"), tones=(guessed,)),
        title("c", tags=("epic",), tones=(Tone("epic", 1, basis=ToneBasis.INFERRED, confidence=0.5),)),
        title("d", tags=("epic",), tones=(Tone("epic", state=ToneState.NO),)),
    ]
    _assert_equal_facts(Catalogue(titles))


def test_minutes_of_a_series_are_known_only_with_its_episodes() -> None:
    titles = [
        title(f"{form}-{episodes}", form=form, minutes=45, episodes=episodes)
        for form in (None, *Form)
        for episodes in (None, 16)
    ]
    _assert_equal_facts(Catalogue(titles))


def test_quotes_backslashes_and_letters_of_any_script_are_written_as_json_does() -> None:
    hostile = 'a "b" \\ \x7f </script> é 기생충 \U0001f3ac'
    credits = (Credit(hostile, Role.DIRECTOR), Credit(hostile, order=2))
    told = title("q", synopsis=f"one\n\ttwo {hostile}", original_title=hostile, tags=(hostile,))
    _assert_equal_facts(Catalogue([told, replace(title("r"), credits=credits, extra={hostile: hostile})]))


def test_popularity_is_written_as_its_owner_wrote_it() -> None:
    numbers = (0.0, 4216247.0, 0.1, 1e22, 2.0**53, -3.0)
    _assert_equal_facts(Catalogue([title(f"t{n}", popularity=value) for n, value in enumerate(numbers)]))
