from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.errors import ArtifactDamaged
from recsys.names import PeopleIndex, person_key
from recsys.title import Credit, Title

OGURI = Credit("Shun Oguri", native="小栗旬")


def index_of(*credits: Credit) -> PeopleIndex:
    return PeopleIndex.build([title_of(credits)])


def title_of(credits: Iterable[Credit]) -> Title:
    return Title(id="t", title="T", credits=tuple(credits))


@pytest.mark.parametrize("spelling", ["Shun Oguri", "OGURI SHUN", "Oguri, Shun", "小栗旬", "小栗 旬"])
def test_every_spelling_finds_one_person(spelling: str) -> None:
    people = index_of(OGURI, Credit("Oguri Shun"))
    assert len(people) == 1
    assert people.find(spelling) == people.canonical(OGURI)


def test_aliases_join_spellings_that_folding_cannot() -> None:
    people = index_of(Credit("Gong Myoung", aliases=("Gong Myung",)), Credit("Gong Myung"))
    assert len(people) == 1


def test_names_that_share_a_part_share_nothing() -> None:
    people = index_of(Credit("Kim Tae-ri"), Credit("Kim Tae-joon"))
    assert people.find("Kim Tae-ri") != people.find("Kim Tae-joon")
    assert people.find("Kim") is None


class TestNameTwins:
    one = Credit("Kim Min-ji", native="김민지")
    other = Credit("Min Ji Kim", native="김민디")
    bare = Credit("Kim Minji")

    def test_different_native_names_keep_them_apart(self) -> None:
        people = index_of(self.one, self.other)
        assert people.canonical(self.one) != people.canonical(self.other)

    def test_a_credit_without_native_name_stays_apart_from_both(self) -> None:
        people = index_of(self.one, self.other, self.bare)
        assert people.canonical(self.bare) == person_key("Kim Min-ji")
        assert len(people) == 3

    def test_their_common_name_finds_nobody_and_names_all_bearers(self) -> None:
        people = index_of(self.one, self.other, self.bare)
        assert people.find("Kim Min-ji") is None
        assert set(people.bearers("Kim Min-ji")) == set(
            map(people.canonical, (self.one, self.other, self.bare))
        )

    def test_a_native_name_finds_its_bearer(self) -> None:
        people = index_of(self.one, self.other)
        assert people.find("김민지") == people.canonical(self.one)

    def test_a_newcomer_with_a_third_native_name_is_somebody_else(self) -> None:
        people = index_of(self.one)
        assert people.canonical(self.other) != people.canonical(self.one)


def test_different_ids_are_different_people_whatever_their_names() -> None:
    one, other = (Credit("Kim Min-ji", native="김민지", person_id=number) for number in ("1", "2"))
    people = index_of(one, other)
    assert (people.canonical(one), people.canonical(other)) == ("id:1", "id:2")


def test_one_credit_with_names_of_two_ids_does_not_join_them() -> None:
    one, other = Credit("A B", native="안", person_id="1"), Credit("C D", native="비", person_id="2")
    people = index_of(one, other, Credit("안", native="비"))
    assert (people.find("A B"), people.find("C D")) == ("id:1", "id:2")


def test_an_id_from_one_source_and_a_native_name_from_another_are_one_person() -> None:
    people = index_of(Credit("Shun Oguri", person_id="7"), OGURI)
    assert people.canonical(OGURI) == "id:7"


@pytest.mark.parametrize("names", [("Ann Bo", "Cy Du"), ("Cy Du", "Ann Bo")])
def test_an_alias_never_joins_two_native_names(names: tuple[str, str]) -> None:
    one, other = Credit(names[0], native="安博"), Credit(names[1], native="杜思")
    people = index_of(one, other, Credit(names[0], aliases=(names[1],)))
    assert people.canonical(one) != people.canonical(other)


def test_display_is_the_most_used_spelling_and_ties_go_by_text() -> None:
    people = index_of(*[Credit("Oguri Shun")] * 2, OGURI)
    assert people.display(people.canonical(OGURI)) == "Oguri Shun"
    tied = index_of(Credit("Oguri Shun"), Credit("OGURI SHUN"))
    assert tied.display(tied.canonical(OGURI)) == "OGURI SHUN"


def test_display_of_an_unknown_token_is_the_token() -> None:
    assert index_of().display("nobody") == "nobody"


def test_a_title_gives_each_person_once_in_order_of_credits() -> None:
    title = title_of([Credit("Zoe Ash"), OGURI, Credit("Ash Zoe"), Credit(" ")])
    people = PeopleIndex.build([title])
    assert people.tokens_of(title) == (people.find("Zoe Ash"), people.find("小栗旬"))


NAMES = st.sampled_from(["Kim Min-ji", "Min Ji Kim", "Lee An", "An", "Bo Cy", "김민지", "이안"])
CREDITS = st.lists(
    st.builds(
        Credit,
        NAMES,
        native=st.sampled_from([None, "김민지", "김민디", "이안"]),
        aliases=st.lists(NAMES, max_size=2).map(tuple),
        person_id=st.sampled_from([None, None, "1", "2"]),
    ),
    max_size=7,
)


@given(CREDITS)
def test_tokens_do_not_depend_on_the_order_of_credits(credits: list[Credit]) -> None:
    turned = list(reversed(credits))
    one, other = index_of(*credits), index_of(*turned)
    assert [one.canonical(credit) for credit in credits] == [other.canonical(credit) for credit in credits]


@given(CREDITS)
def test_two_ids_are_never_one_token(credits: list[Credit]) -> None:
    people = index_of(*credits)
    assert all(people.canonical(credit) == f"id:{credit.person_id}" for credit in credits if credit.person_id)


@given(CREDITS, CREDITS)
def test_a_stored_index_answers_the_same_also_for_new_credits(known: list[Credit], new: list[Credit]) -> None:
    built = index_of(*known)
    stored = PeopleIndex.from_arrays(built.arrays())
    assert repr(stored) == repr(built)
    for credit in known + new:
        token = built.canonical(credit)
        assert stored.canonical(credit) == token
        assert stored.display(token) == built.display(token)
        assert stored.bearers(credit.person) == built.bearers(credit.person)


@given(CREDITS)
def test_the_bearers_of_a_name_are_all_who_are_credited_by_it_in_order_of_their_tokens(
    credits: list[Credit],
) -> None:
    people, expected = index_of(*credits), defaultdict(set)
    for credit in credits:
        for name in filter(None, (credit.person, credit.native, *credit.aliases)):
            expected[person_key(name)].add(people.canonical(credit))
    for name, tokens in expected.items():
        assert people.bearers(name) == tuple(sorted(tokens))


@given(CREDITS)
def test_a_credit_is_among_the_bearers_of_its_name(credits: list[Credit]) -> None:
    people = index_of(*credits)
    assert all(people.canonical(credit) in people.bearers(credit.person) for credit in credits)


def test_arrays_that_do_not_fit_are_refused() -> None:
    arrays = index_of(OGURI).arrays()
    with pytest.raises(ArtifactDamaged, match="people"):
        PeopleIndex.from_arrays(arrays | {"token": np.full_like(arrays["token"], 99)})


@given(CREDITS)
def test_there_are_as_many_tokens_as_people(credits: list[Credit]) -> None:
    people = index_of(*credits)
    assert len({people.canonical(credit) for credit in credits}) == len(people)
