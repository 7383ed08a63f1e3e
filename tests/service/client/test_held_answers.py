"""The memory of a client is bounded, whatever it is asked to hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.client.held_answers import HeldAnswer, HeldAnswers

KEPT = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 60)), max_size=40)


@given(kept=KEPT)
def test_memory_never_grows_beyond_its_bounds_and_counts_what_it_holds(kept: list[tuple[str, int]]) -> None:
    held = HeldAnswers(most=4, most_bytes=100)
    for address, size in kept:
        held.keep(address, HeldAnswer('"t"', b"x" * size))
        assert len(held) <= 4
        assert held.n_bytes <= 100
    found = [answer for letter in "abcdefgh" if (answer := held.find(letter))]
    assert sum(len(answer.body) for answer in found) == held.n_bytes


def test_answer_that_was_asked_for_longest_ago_goes_first() -> None:
    held = HeldAnswers(most=2)
    held.keep("a", HeldAnswer('"1"', b"a"))
    held.keep("b", HeldAnswer('"2"', b"b"))
    assert held.find("a") is not None
    held.keep("c", HeldAnswer('"3"', b"c"))
    assert held.find("b") is None
    assert held.find("a") == HeldAnswer('"1"', b"a")


def test_answer_that_is_too_long_is_not_held_and_drives_out_only_its_own_former_one() -> None:
    held = HeldAnswers(most_bytes=10)
    held.keep("a", HeldAnswer('"1"', b"a"))
    held.keep("b", HeldAnswer('"2"', b"b"))
    held.keep("a", HeldAnswer('"3"', b"a" * 11))
    assert held.find("a") is None
    assert held.find("b") is not None
