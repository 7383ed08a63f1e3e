from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys.catalogue import Catalogue
from recsys.title import InferredTag, Title, Tone, ToneBasis, ToneState
from tests.builders import title
from tests.training.tagging.made_up import BAKERS, GHOSTS, labelled, unlabelled
from training.tagging import infer_tags, infer_tones

TEACHERS = labelled()


def tones_of_one(asked: Title, **settings: float) -> dict[str, Tone]:
    tagging = infer_tones(Catalogue([asked]), TEACHERS, **settings)  # type: ignore[arg-type]
    return {tone.id: tone for tone in tagging.catalogue[0].tones}


def tags_of_one(asked: Title, **settings: float) -> dict[str, float]:
    tagging = infer_tags(Catalogue([*TEACHERS, asked]), **settings)  # type: ignore[arg-type]
    return {tag.name: tag.confidence for tag in tagging.catalogue.by_id[asked.id].inferred_tags}


def test_a_title_gets_the_tone_of_titles_with_the_same_words() -> None:
    found = tones_of_one(unlabelled("new", GHOSTS, genres=("horror",)))
    assert found["creepy"].basis is ToneBasis.INFERRED
    assert 0.5 <= found["creepy"].confidence < 1
    assert "healing" not in found


def test_another_language_of_labels_works_the_same() -> None:
    found = tags_of_one(unlabelled("new", BAKERS, genres=("drama",)))
    assert max(found, key=found.__getitem__) == "Homely"


def test_nothing_is_inferred_for_a_described_title() -> None:
    five = ("ensemble-cast", "serialized", "hopeful", "grounded", "epic")
    described = replace(title("new", tones=five), synopsis=GHOSTS)
    assert set(tones_of_one(described)) == set(five)


@pytest.mark.parametrize(
    "said",
    [
        Tone("creepy", intensity=1),
        Tone("creepy", state=ToneState.NO),
        Tone("creepy", basis=ToneBasis.INFERRED, confidence=0.11),
    ],
)
def test_what_a_title_says_of_a_tone_stays_as_it_is(said: Tone) -> None:
    asked = replace(title("new", tones=(said,), genres=("horror",)), synopsis=GHOSTS)
    assert tones_of_one(asked)["creepy"] == said


def test_a_tone_that_a_tag_means_already_is_not_inferred_again() -> None:
    asked = unlabelled("new", GHOSTS, genres=("horror",), tags=("creepy",))
    assert "creepy" not in tones_of_one(asked)


def test_no_tone_is_inferred_to_be_absent() -> None:
    catalogue = infer_tones(Catalogue([unlabelled("new", GHOSTS)]), TEACHERS).catalogue
    assert all(tone.state is ToneState.YES for tone in catalogue[0].tones)


def test_a_title_with_tags_gets_no_inferred_ones() -> None:
    assert tags_of_one(unlabelled("new", GHOSTS, tags=("noir",))) == {}


def test_tags_inferred_before_are_made_again() -> None:
    stale = unlabelled("new", GHOSTS, inferred_tags=(InferredTag("Stale", 0.9),))
    assert "Stale" not in tags_of_one(stale)


def test_a_higher_threshold_offers_less() -> None:
    asked = unlabelled("new", GHOSTS)
    low, high = tags_of_one(asked, at_least=0.01), tags_of_one(asked, at_least=0.6)
    assert set(high) < set(low) or set(high) == set(low)
    assert all(sure >= 0.6 for sure in high.values())


def test_most_keeps_the_surest() -> None:
    asked = unlabelled("new", GHOSTS)
    everything = tags_of_one(asked, at_least=0.01)
    best = max(everything, key=everything.__getitem__)
    assert tags_of_one(asked, at_least=0.01, most=1) == {best: everything[best]}


def test_a_tone_that_cannot_be_told_from_the_evidence_is_not_offered() -> None:
    rng = np.random.default_rng(0)
    drawn = [replace(t, tags=("Odd",) if rng.random() < 0.5 else ("Even",)) for t in TEACHERS]
    tagging = infer_tags(Catalogue([*drawn, unlabelled("new", GHOSTS)]), at_least=0.9)
    assert not any(record.is_trusted for record in tagging.words)
    assert tagging.n_guesses == 0


def test_owners_own_titles_teach_too() -> None:
    asked = unlabelled("new", GHOSTS, genres=("horror",))
    tagging = infer_tones(Catalogue([*TEACHERS, asked]))
    assert "creepy" in {tone.id for tone in tagging.catalogue.by_id["new"].tones}
    assert tagging.n_asked == 1


def test_nothing_to_learn_from_leaves_the_catalogue_as_it_is() -> None:
    catalogue = Catalogue([unlabelled("a", GHOSTS), unlabelled("b", BAKERS)])
    for tagging in (infer_tones(catalogue), infer_tags(catalogue)):
        assert tagging.catalogue.fingerprint == catalogue.fingerprint
        assert (tagging.n_learned_from, tagging.n_guesses, tagging.words) == (0, 0, ())


def test_nobody_to_ask_leaves_the_catalogue_as_it_is() -> None:
    catalogue = Catalogue(TEACHERS)
    assert infer_tags(catalogue).catalogue.fingerprint == catalogue.fingerprint


def test_everything_but_the_guesses_stays() -> None:
    asked = unlabelled("new", GHOSTS, year=1999, popularity=3.0)
    after = infer_tones(Catalogue([asked]), TEACHERS).catalogue[0]
    assert replace(after, tones=()) == asked


def test_the_same_catalogue_gives_the_same_bytes() -> None:
    catalogue = Catalogue([*TEACHERS, unlabelled("x", GHOSTS), unlabelled("y", BAKERS)])
    shuffled = Catalogue(reversed(list(catalogue)))
    assert infer_tags(catalogue).catalogue.fingerprint == infer_tags(shuffled).catalogue.fingerprint


def test_records_count_what_was_held_out() -> None:
    tagging = infer_tags(Catalogue([*TEACHERS, unlabelled("new", GHOSTS, genres=("horror",))]))
    spooky = next(record for record in tagging.words if record.name == "Spooky")
    assert (spooky.n_known, spooky.is_trusted) == (30, True)
    assert tagging.n_learned_from == len(TEACHERS)
    assert sum(found.count for found in tagging.reliability.bins) == len(TEACHERS) * len(tagging.words)
