"""C21, C22: spin-offs are told apart from the merely similar, from both sides."""

from __future__ import annotations

import pytest

from recsys import Model
from tests.capabilities.asking import ask, ids, result_of

SENTENCE = "Mantis is a spin-off of Kill Boksoon"
PAIR = [("Kill Boksoon", "mantis-2025", "spin-off"), ("Mantis", "kill-boksoon-2023", "parent")]


@pytest.mark.parametrize(("seed", "related", "kind"), PAIR)
def test_c21_exclude_leaves_the_related_title_out(model: Model, seed: str, related: str, kind: str) -> None:
    answer = ask(model, like=[seed], relations="exclude")
    assert answer.results
    assert related not in ids(answer)
    assert not answer.related


@pytest.mark.parametrize(("seed", "related", "kind"), PAIR)
def test_c21_only_gives_the_related_title_alone(model: Model, seed: str, related: str, kind: str) -> None:
    assert ids(ask(model, like=[seed], relations="only")) == [related]


def test_c21_by_default_one_related_title_at_most_and_labelled(model: Model) -> None:
    answer = ask(model, like=["Kill Boksoon"])
    assert ids(answer).count("mantis-2025") == 1
    assert SENTENCE in result_of(answer, "mantis-2025").notes


def test_c21_by_default_one_title_of_each_story_world(builtin_model: Model) -> None:
    by_default = set(ids(ask(builtin_model, like=["Lovely Runner"])))
    reply = {"reply-1988-2015", "reply-1994-2013", "reply-1997-2012"}
    assert len(reply & by_default) == 1
    assert reply <= set(ids(ask(builtin_model, like=["Lovely Runner"], relations="include")))


def test_c21_another_version_of_a_seed_is_offered_apart(builtin_model: Model) -> None:
    answer = ask(builtin_model, like=["i-want-to-eat-your-pancreas-2017"])
    assert "i-want-to-eat-your-pancreas-2018" not in ids(answer)
    assert "i-want-to-eat-your-pancreas-2018" in {other.id for other in answer.related}


@pytest.mark.parametrize(("seed", "related", "kind"), PAIR)
def test_c22_a_spin_off_is_told_from_both_sides(model: Model, seed: str, related: str, kind: str) -> None:
    answer = ask(model, like=[seed])
    told = {other.id: (str(other.kind), other.text) for other in answer.related}
    assert told[related] == (kind, SENTENCE)
    assert SENTENCE in result_of(answer, related).notes
