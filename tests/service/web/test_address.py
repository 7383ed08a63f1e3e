from __future__ import annotations

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from service.web.address import Address

WORDS = st.text(alphabet="abcé한漢&=+%#, ;/", min_size=1, max_size=8)
PAIRS = st.lists(
    st.tuples(st.sampled_from(["like", "text", "more", "countries_any", "k"]), WORDS), max_size=6
)


@given(pairs=PAIRS)
def test_an_address_says_the_same_when_it_is_read_again(pairs: list[tuple[str, str]]) -> None:
    address = Address.of(pairs)
    assert Address.of(parse_qsl(str(address).removeprefix("/?"))) == address


@given(pairs=PAIRS)
def test_what_is_added_can_be_taken_away(pairs: list[tuple[str, str]]) -> None:
    address = Address.of(pairs)
    assert address.plus("dislike", "x").minus("dislike", "x") == address


def test_what_a_form_sends_untouched_is_not_part_of_the_address() -> None:
    sent = [
        ("like", "a"),
        ("form", ""),
        ("escapism", "0.0"),
        ("relations", "one"),
        ("k", "10"),
        ("text", "  "),
    ]
    assert str(Address.of(sent)) == "/?like=a"


def test_lists_between_commas_are_one_value_each() -> None:
    address = Address.of([("countries_all", "JP, KR"), ("tones", "restrained,slow-burn>=2")])
    assert address.values("countries_all") == ["JP", "KR"]
    assert address.values("tones") == ["restrained", "slow-burn>=2"]


def test_a_title_with_a_comma_stays_whole() -> None:
    assert Address.of([("like", "Me, Myself")]).values("like") == ["Me, Myself"]


def test_nothing_asked_is_the_plain_address() -> None:
    assert str(Address()) == "/"
