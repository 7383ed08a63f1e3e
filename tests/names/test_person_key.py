from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.names.person_key import least_rotation, person_key

WORDS = st.lists(st.text("abcdefgéøhijkmnrstuy", min_size=1, max_size=8), min_size=2, max_size=4)


@pytest.mark.parametrize("spelling", ["Tae Ri Kim", "KIM TAERI", "Kim, Tae-ri", "Taeri Kim", "Kím Tae Rí"])
def test_spellings_of_one_name_share_a_key(spelling: str) -> None:
    assert person_key(spelling) == person_key("Kim Tae-ri")


def test_names_that_share_a_family_name_differ() -> None:
    four = ("Kim Ji-hyun", "Kim Tae-ri", "Kim Tae-joon", "Kim Tae-won")
    assert len({person_key(name) for name in four}) == 4


def test_single_names_are_not_rotated() -> None:
    assert (person_key("Rina"), person_key("Nari")) == ("rina", "nari")


def test_native_names_lose_spaces_only() -> None:
    assert person_key("小栗　旬") == person_key("小栗旬") == "小栗旬"


@given(WORDS, st.integers(0, 3), st.sampled_from([" ", "-", "  "]), st.booleans())
def test_key_does_not_depend_on_order_case_and_hyphens(
    words: list[str], by: int, gap: str, upper: bool
) -> None:
    turned = words[by % len(words) :] + words[: by % len(words)]
    written = gap.join(turned)
    assert person_key(written.upper() if upper else written) == person_key(" ".join(words))


@given(st.text("ab", min_size=1, max_size=12))
def test_least_rotation_is_the_least_of_all(text: str) -> None:
    start = least_rotation(text)
    assert text[start:] + text[:start] == min(text[i:] + text[:i] for i in range(len(text)))


@given(st.text("ab", min_size=95, max_size=130))
def test_least_rotation_of_a_long_text_is_the_least_of_all(text: str) -> None:
    start = least_rotation(text)
    assert text[start:] + text[:start] == min(text[i:] + text[:i] for i in range(len(text)))


@pytest.mark.parametrize("text", ["ab" * 20, "ab" * 70, "a" * 20, "a" * 200])
def test_of_equal_rotations_the_first_is_the_least(text: str) -> None:
    assert least_rotation(text) == 0


def test_no_text_has_no_rotation_but_itself() -> None:
    assert least_rotation("") == 0
