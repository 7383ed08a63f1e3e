"""What is stored of people: every string once, and bearers only where they are no matter of course."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from recsys.errors import ArtifactDamaged
from recsys.names import PeopleIndex, StringTable, person_key
from recsys.names.people_arrays import NAME
from recsys.title import Credit, Title

ONE, OTHER = Credit("Kim Min-ji", native="김민지"), Credit("Min Ji Kim", native="김민디")
ALONE = (Credit("Ahn Example"), Credit("Bo Example"), Credit("小栗旬"))


def index_of(*credits: Credit) -> PeopleIndex:
    return PeopleIndex.build([Title(id="t", title="T", credits=credits)])


def keys_of(arrays: Mapping[str, NDArray[Any]]) -> list[str]:
    return list(StringTable(arrays["keys.blob"], arrays["keys.offsets"]))


def test_a_name_that_is_its_own_token_is_stored_once() -> None:
    assert keys_of(index_of(*ALONE).arrays()) == sorted(person_key(credit.person) for credit in ALONE)


def test_nothing_is_stored_of_the_bearer_of_a_name_that_one_person_bears() -> None:
    arrays = index_of(*ALONE, Credit("Cy Example", aliases=("Cy Other",), person_id="7")).arrays()
    assert len(arrays["ambiguous"]) == len(arrays["bearers"]) == 0


def test_nothing_is_stored_of_a_name_that_is_its_own_token() -> None:
    arrays = index_of(*ALONE).arrays()
    assert len(arrays["renamed"]) == len(arrays["token"]) == 0


def test_of_a_name_that_has_another_token_its_token_is_stored() -> None:
    arrays = index_of(*ALONE, Credit("Cy Example", person_id="7")).arrays()
    keys = keys_of(arrays)
    assert [keys[place] for place in arrays["renamed"]] == [person_key("Cy Example")]
    assert [keys[place] for place in arrays["token"]] == ["id:7"]


def test_nothing_is_stored_of_a_token_that_is_no_name() -> None:
    arrays = index_of(ONE, OTHER).arrays()
    is_name = arrays["flags"] & NAME > 0
    assert not is_name.all()
    assert is_name[arrays["renamed"]].all()


def test_a_stored_index_names_people_as_the_built_one() -> None:
    credits = (*ALONE, ONE, OTHER, Credit("Cy Example", aliases=("Cy Other",), person_id="7"))
    built = index_of(*credits)
    stored = PeopleIndex.from_arrays(built.arrays())
    names = [name for credit in credits for name in (credit.person, credit.native, *credit.aliases) if name]
    assert list(map(stored.canonical, names)) == list(map(built.canonical, names))
    assert list(map(stored.canonical, credits)) == list(map(built.canonical, credits))
    assert list(map(stored.bearers, names)) == list(map(built.bearers, names))


def test_of_name_twins_their_common_name_alone_has_its_bearers_stored() -> None:
    arrays = index_of(*ALONE, ONE, OTHER).arrays()
    keys = keys_of(arrays)
    assert [keys[place] for place in arrays["ambiguous"]] == [person_key("Kim Min-ji")]
    assert len(arrays["bearers"]) == 2


def test_a_token_that_is_no_name_is_found_by_no_typing() -> None:
    people = index_of(ONE, OTHER)
    tokens = [people.canonical(ONE), people.canonical(OTHER)]
    assert not set(tokens) & {person_key(token) for token in tokens}
    for token in tokens:
        assert people.canonical(Credit(token)) != token
        assert people.bearers(token) == ()
        assert people.display(token) != token


def test_a_name_that_is_nobodys_token_has_nothing_to_show() -> None:
    people = index_of(Credit("Bo Example", aliases=("Cy Example",)))
    name = person_key("Cy Example")
    assert people.canonical(Credit("Cy Example")) != name
    assert people.display(name) == name


def test_names_alone_give_what_credits_of_them_give() -> None:
    names = sorted(ALONE, key=lambda credit: person_key(credit.person))
    keys = StringTable.from_strings(person_key(credit.person) for credit in names)
    shown = StringTable.from_strings(credit.person for credit in names)
    is_native = np.array([not credit.person.isascii() for credit in names])
    found, expected = PeopleIndex.of_names(keys, shown, is_native).arrays(), index_of(*ALONE).arrays()
    assert found.keys() == expected.keys()
    for name, array in found.items():
        assert array.dtype == expected[name].dtype
        np.testing.assert_array_equal(array, expected[name])


def test_an_index_of_nobody_finds_nobody() -> None:
    people = PeopleIndex.from_arrays(index_of().arrays())
    assert len(people) == 0
    assert people.find("Ahn Example") is None
    assert people.canonical("Ahn Example") == person_key("Ahn Example")


@pytest.mark.parametrize("name", ["renamed", "token", "ambiguous", "bearers"])
def test_a_key_beyond_the_last_is_refused(name: str) -> None:
    arrays = index_of(ONE, OTHER).arrays()
    with pytest.raises(ArtifactDamaged, match="people"):
        PeopleIndex.from_arrays(arrays | {name: np.full_like(arrays[name], 99)})


@pytest.mark.parametrize("name", ["renamed", "token", "flags", "ambiguous", "bearers"])
def test_arrays_of_different_lengths_are_refused(name: str) -> None:
    arrays = index_of(ONE, OTHER).arrays()
    with pytest.raises(ArtifactDamaged, match="people"):
        PeopleIndex.from_arrays(arrays | {name: arrays[name][:-1]})
