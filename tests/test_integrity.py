"""Arrays that cannot be those of a model are refused, whoever signed them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from recsys.arrays import NamedArrays, prefixed, under
from recsys.errors import ArtifactDamaged
from recsys.integrity import check_arrays, features, numbers
from recsys.integrity.checking import PARTS
from recsys.integrity.chosen_bits import are_counted
from recsys.integrity.claim import Described
from recsys.integrity.features import _are_all_there
from recsys.integrity.lengths import are_lengths
from recsys.integrity.neighbours import _are_first_in_their_places
from recsys.integrity.texts import are_ascending, are_objects
from recsys.model import Model
from recsys.names import ChosenStrings, StringTable
from recsys.names.chosen_strings import RUN, RUN_BYTES
from recsys.neighbours import NOBODY
from recsys.short_rows import GROUP, starts_of
from recsys.title import Alias, Credit, Relation, RelationKind
from tests.builders import model_of, title

Forge = Callable[[NDArray[Any]], NDArray[Any]]
MANY = 5  # of everything, so that no number that is altered is the first or the last


@pytest.fixture(scope="module")
def model() -> Model:
    """A model in which every array holds a few numbers."""
    return model_of(
        *(
            title(
                f"title-{number}",
                genres=("drama", "crime"),
                tones=("grounded", "binge-worthy"),
                credits=(
                    Credit(f"Ahn Example {number}"),
                    *(
                        Credit(f"Namesake {number}", native=f"{family}{chr(0xAC00 + number)}")
                        for family in "김이"
                    ),
                ),
                countries=("KR", "JP"),
                year=2000 + number,
                synopsis="A cook keeps a lighthouse.",
                aliases=(Alias(f"Other {number}"),),
                external_ids={"imdb": f"tt{number:07d}"},
                relations=(Relation(RelationKind.SEQUEL, f"title-{(number + 1) % MANY}"),),
            )
            for number in range(MANY)
        )
    )


@pytest.fixture(scope="module")
def arrays(model: Model) -> NamedArrays:
    return model.arrays()


def read_in_full(model: Model, arrays: NamedArrays) -> Iterator[str]:
    """Names of the arrays of which a claim reads every number."""
    described = Described(model.info, arrays)
    claims = (claim for part in PARTS for claim in part(described))
    return (claim.name for claim in claims if claim.reads_all and claim.name in arrays)


def with_an_impossible_number(array: NDArray[Any]) -> NDArray[Any]:
    damaged = array.copy()
    limits = None if array.dtype.kind == "f" else np.iinfo(array.dtype)
    damaged[len(damaged) // 2] = np.nan if limits is None else limits.min or limits.max
    return damaged


def test_arrays_of_a_sound_model_are_accepted(model: Model, arrays: NamedArrays) -> None:
    check_arrays(model.info, arrays)
    check_arrays(model.info, arrays, reads_all=False)


def test_one_impossible_number_anywhere_is_found_in_full_and_only_then(
    model: Model, arrays: NamedArrays
) -> None:
    names = {name for name in read_in_full(model, arrays) if len(arrays[name]) > 2}
    unknown = {"facets.escapism", "facets.fame"}  # NaN is what they say of the unknown
    assert len(names) > 50
    bytes_of_any_kind = {"rows.entries"}  # most of them say something possible: see test_packed_matrix.py
    for name in names - unknown - bytes_of_any_kind:
        damaged = {**arrays, name: with_an_impossible_number(arrays[name])}
        check_arrays(model.info, damaged, reads_all=False)
        with pytest.raises(ArtifactDamaged, match=name.replace(".", r"\.").split(r"\.")[0]):
            check_arrays(model.info, damaged)


@pytest.mark.parametrize("name", ["facets.genres", "relations.edges"])
def test_rows_that_are_longer_than_their_entries_are_found(
    model: Model, arrays: NamedArrays, name: str
) -> None:
    longer = arrays[f"{name}.lengths"] + np.uint8(1)
    with pytest.raises(ArtifactDamaged, match=f"{name}.lengths"):
        check_arrays(model.info, {**arrays, f"{name}.lengths": longer})
    late = arrays[f"{name}.starts"] + np.uint32(1)
    with pytest.raises(ArtifactDamaged, match=f"{name}.starts"):
        check_arrays(model.info, {**arrays, f"{name}.starts": late}, reads_all=False)


@pytest.mark.parametrize("name", ["facets.genres", "relations.edges"])
def test_rows_wider_than_there_is_need_for_are_refused(model: Model, arrays: NamedArrays, name: str) -> None:
    starts = arrays[f"{name}.starts"].astype(np.int64)
    with pytest.raises(ArtifactDamaged, match=f"{name}.starts"):
        check_arrays(model.info, {**arrays, f"{name}.starts": starts}, reads_all=False)
    for wider in (np.uint16, np.uint32):
        lengths = arrays[f"{name}.lengths"].astype(wider)
        with pytest.raises(ArtifactDamaged, match=f"{name}.lengths"):
            check_arrays(model.info, {**arrays, f"{name}.lengths": lengths})


def test_dial_beyond_its_end_is_found(model: Model, arrays: NamedArrays) -> None:
    for name in ("facets.escapism", "facets.fame"):
        with pytest.raises(ArtifactDamaged, match=name):
            check_arrays(model.info, {**arrays, name: np.full_like(arrays[name], 1.5)})


def test_lengths_are_compared_without_reading_anything(model: Model, arrays: NamedArrays) -> None:
    for name, array in arrays.items():
        # Any number of titles may stand for all, and only codes tell how many weights or ratios are distinct.
        is_of_any_length = name in ("overview.representatives", "rows.ratios") or name.endswith(".idf.values")
        if len(array) and not is_of_any_length:
            with pytest.raises((ArtifactDamaged, IndexError, ValueError)):
                check_arrays(model.info, {**arrays, name: array[:-1]}, reads_all=False)


def test_a_distinct_weight_that_is_missing_is_found_in_full(model: Model, arrays: NamedArrays) -> None:
    name = "blocks.genres.idf.values"
    with pytest.raises(ArtifactDamaged, match=r"blocks\.genres\.idf\.codes"):
        check_arrays(model.info, {**arrays, name: arrays[name][:-1]})


def test_codes_wider_than_there_is_need_for_are_refused_without_reading_anything(
    model: Model, arrays: NamedArrays
) -> None:
    for name in ("facets.genres.indices", "blocks.genres.idf.codes"):
        with pytest.raises(ArtifactDamaged, match=name):
            check_arrays(model.info, {**arrays, name: arrays[name].astype(np.uint32)}, reads_all=False)


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda postings: postings | np.uint32(MANY << 8), id="of no title"),
        pytest.param(lambda postings: postings & ~np.uint32(255), id="without a code"),
        pytest.param(lambda postings: postings & np.uint32(255), id="twice of one title"),
    ],
)
def test_postings_that_no_list_has_are_refused(model: Model, arrays: NamedArrays, forge: Forge) -> None:
    name = "inverted.postings"
    with pytest.raises(ArtifactDamaged, match=r"inverted\.postings"):
        check_arrays(model.info, {**arrays, name: forge(arrays[name])})


def test_features_that_could_add_nothing_are_found_in_full(model: Model, arrays: NamedArrays) -> None:
    forged = {**arrays, "inverted.largest": np.zeros_like(arrays["inverted.largest"])}
    check_arrays(model.info, forged, reads_all=False)
    with pytest.raises(ArtifactDamaged, match=r"inverted\.largest"):
        check_arrays(model.info, forged)


def test_more_titles_than_an_index_can_have_are_refused(model: Model, arrays: NamedArrays) -> None:
    described = Described(replace(model.info, n_titles=2**28 + 1), arrays)
    refused = next(claim for claim in features.inverted(described) if not claim.holds())
    assert refused.name == "n_titles"


def test_a_type_is_compared_without_reading_anything(model: Model, arrays: NamedArrays) -> None:
    for name, array in arrays.items():
        with pytest.raises(ArtifactDamaged, match=name):
            check_arrays(model.info, {**arrays, name: array.astype(np.complex128)}, reads_all=False)


def test_nothing_is_read_where_only_sizes_are_compared(
    model: Model, arrays: NamedArrays, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object, **__: object) -> Iterator[NDArray[Any]]:
        pytest.fail("an array was read")

    monkeypatch.setattr(numbers, "blocks", read)
    check_arrays(model.info, arrays, reads_all=False)


@pytest.mark.parametrize("place", range(9))
@pytest.mark.parametrize("broken", ["x}", "{x", "{"])
def test_one_document_that_is_no_object_is_found_wherever_it_stands(
    place: int, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "BLOCK", 3)
    whole = [f'{{"{number}"}}' for number in range(9)]
    sound, damaged = (
        StringTable.from_strings(texts) for texts in (whole, [*whole[:place], broken, *whole[place + 1 :]])
    )
    assert are_objects(sound.blob, sound.offsets)
    assert not are_objects(damaged.blob, damaged.offsets)


whole_numbers = st.lists(st.integers(-5, 20), max_size=30).map(lambda items: np.array(items, dtype=np.int64))


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of three numbers, so that a short array has several."""
    monkeypatch.setattr(numbers, "BLOCK", 3)


@pytest.mark.usefixtures("small_blocks")
class TestBlocks:
    """Looking block by block finds what looking at the whole array finds."""

    @staticmethod
    @given(values=whole_numbers, low=st.integers(-6, 3), end=st.integers(0, 22))
    def test_bounds(values: NDArray[np.int64], low: int, end: int) -> None:
        expected = bool(((values >= low) & (values < end)).all())
        assert numbers.are_within(values, low, end) == expected

    @staticmethod
    @given(values=whole_numbers, is_sorted=st.booleans())
    def test_order(values: NDArray[np.int64], is_sorted: bool) -> None:
        values = np.sort(values) if is_sorted else values
        assert numbers.never_fall(values) == bool((np.diff(values) >= 0).all())
        assert numbers.always_rise(values) == bool((np.diff(values) > 0).all())

    @staticmethod
    @given(
        n_rows=st.integers(2 * GROUP + 1, 5 * GROUP),
        seed=st.integers(0, 2**16),
        place=st.integers(0, 5 * GROUP),
        change=st.sampled_from([-1, 1]),
    )
    def test_lengths(n_rows: int, seed: int, place: int, change: int) -> None:
        own = np.random.default_rng(seed).integers(0, 4, n_rows, np.uint8)
        starts = starts_of(own).astype(np.int64)  # one less than 0 is -1
        assert are_lengths(own, starts)
        starts[1 + place % (len(starts) - 2)] += change  # another claim is about the first and the last
        assert not are_lengths(own, starts)

    @staticmethod
    @given(
        values=st.lists(st.sampled_from([0.0, 0.5, 1.0, -1.0, 2.0, np.nan, np.inf]), max_size=9).map(
            lambda items: np.array(items, dtype=np.float32)
        )
    )
    def test_floats(values: NDArray[np.float32]) -> None:
        finite = np.isfinite(values)
        assert numbers.are_finite(values) == bool(finite.all())
        assert numbers.are_unknown(values) == bool(np.isnan(values).all())
        assert numbers.are_positive(values) == bool((finite & (values > 0)).all())
        assert numbers.are_not_negative(values) == bool((finite & (values >= 0)).all())
        assert numbers.are_signed_shares(values) == bool((np.isnan(values) | (np.abs(values) <= 1)).all())

    @staticmethod
    @given(places=st.lists(st.integers(-1, 2), max_size=24), k=st.integers(1, 4))
    def test_places(places: list[int], k: int) -> None:
        rows = np.array(places[: len(places) // k * k], dtype=np.int32)
        of_each = [list(title) for title in rows.reshape(-1, k)]
        expected = all(title == sorted(title, key=lambda row: row == NOBODY) for title in of_each)
        assert _are_first_in_their_places(rows, k) == expected


# Beginnings in common, letters that are zeros, and lengths around eight bytes.
some_texts = st.lists(
    st.builds(
        str.__add__, st.sampled_from([0, 7, 8, 16, 72]).map("a".__mul__), st.text("\0ab가", max_size=3)
    ),
    max_size=12,
)


@pytest.mark.usefixtures("small_blocks")
@given(texts=some_texts, is_sorted=st.booleans())
def test_strings_are_in_order_if_each_is_below_the_next(texts: list[str], is_sorted: bool) -> None:
    texts = sorted(set(texts)) if is_sorted else texts
    table = StringTable.from_strings(texts)
    assert are_ascending(table.blob, table.offsets) == all(one < other for one, other in pairwise(texts))


@pytest.mark.parametrize("texts", [["", "b"], ["b", "c"], ["", "\0"], ["b" * 9, "b" * 8 + "c"]])
@pytest.mark.parametrize("n_common", [63, 64, 72, 500])
def test_strings_with_long_beginnings_in_common_are_compared_to_their_ends(
    texts: list[str], n_common: int
) -> None:
    lower, higher = ("a" * n_common + text for text in texts)
    for pair in ([lower, higher], [higher, lower], [lower, lower]):
        table = StringTable.from_strings(pair)
        assert are_ascending(table.blob, table.offsets) == (pair == [lower, higher])


def test_offsets_that_leave_the_text_are_in_no_order() -> None:
    blob = np.frombuffer(b"ab", np.uint8)
    for offsets in ([0, 1, 3], [-1, 1, 2], [0, 2, 1, 2]):
        assert not are_ascending(blob, np.array(offsets, np.int64))


def test_names_of_people_out_of_order_are_found_in_full(model: Model, arrays: NamedArrays) -> None:
    keys = list(StringTable.from_arrays(under("people.keys", arrays)))
    for forged in ([keys[1], keys[0], *keys[2:]], [keys[0], keys[0], *keys[2:]]):
        stored = prefixed("people.keys", StringTable.from_strings(forged).arrays())
        check_arrays(model.info, {**arrays, **stored}, reads_all=False)
        with pytest.raises(ArtifactDamaged, match=r"people\.keys"):
            check_arrays(model.info, {**arrays, **stored})


@pytest.mark.parametrize("column", ["genres", "tones", "countries"])
def test_terms_of_facts_out_of_order_are_found_in_full(
    model: Model, arrays: NamedArrays, column: str
) -> None:
    name = f"facets.{column}.terms"
    terms = list(StringTable.from_arrays(under(name, arrays)))
    for forged in (terms[::-1], [terms[0], terms[0], *terms[2:]]):
        stored = prefixed(name, StringTable.from_strings(forged).arrays())
        check_arrays(model.info, {**arrays, **stored}, reads_all=False)
        with pytest.raises(ArtifactDamaged, match=name):
            check_arrays(model.info, {**arrays, **stored})


def test_a_chosen_string_past_the_end_of_its_table_is_found_at_once(
    model: Model, arrays: NamedArrays
) -> None:
    name, n_keys = "blocks.cast.terms.bits", len(arrays["people.flags"])
    assert n_keys % 8  # there are bits after the last one
    stray = arrays[name].copy()
    stray[-1] |= 1 << n_keys % 8
    with pytest.raises(ArtifactDamaged, match=r"blocks\.cast\.terms"):
        check_arrays(model.info, {**arrays, name: stray}, reads_all=False)


@pytest.mark.parametrize("block", [3, 2 * RUN_BYTES, numbers.BLOCK], ids=["a run", "two runs", "all"])
def test_sums_that_are_not_those_of_the_bits_are_found(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "BLOCK", block)
    table = StringTable.from_strings(f"{number:05}" for number in range(5 * RUN + 9))
    chosen = [key for place, key in enumerate(table) if place % 7 < place // RUN]  # others in each run
    choice = ChosenStrings.of(table, StringTable.from_strings(chosen))
    assert are_counted(choice.bits, choice.before)
    for place in range(len(choice.before)):
        forged = choice.before.copy()
        forged[place] += 1
        assert not are_counted(choice.bits, forged)
    for place in range(0, len(choice.bits), RUN_BYTES):
        damaged = choice.bits.copy()
        damaged[place] ^= 1
        assert not are_counted(damaged, choice.before)


@given(st.lists(st.integers(-2, 8), max_size=8).map(lambda items: np.array(items, dtype=np.int32)))
def test_an_order_holds_every_row_once(order: NDArray[np.int32]) -> None:
    assert _are_all_there(order) == (sorted(order.tolist()) == list(range(len(order))))


@given(st.permutations(range(8)))
def test_every_order_is_one(rows: list[int]) -> None:
    assert _are_all_there(np.array(rows, dtype=np.int32))
