from __future__ import annotations

import pytest

from recsys.catalogue.vocabulary import genre_ids, genre_medium, genre_vocabulary, tone_vocabulary
from recsys.title import Medium


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("slow-burn", "slow-burn"),
        ("Slow Burn", "slow-burn"),
        ("SLOW BURN story", "slow-burn"),
        ("will they, won't they", "slow-burn-romance"),
        ("nothing of the sort", None),
        ("", None),
    ],
)
def test_tone_is_found_by_id_name_synonym_and_foreign_name(text: str, id: str | None) -> None:
    assert tone_vocabulary().by_name(text) == id


def test_every_tone_is_found_by_its_own_id_and_name() -> None:
    tones = tone_vocabulary()
    assert {tones.by_name(name) for tone in tones for name in (tone.id, tone.name)} == {t.id for t in tones}
    assert all(tones.by_name(tone.id) == tones.by_name(tone.name) == tone.id for tone in tones)


def test_synonym_of_two_tones_means_neither() -> None:
    assert tone_vocabulary().by_name("hostage") is None


def test_kin_of_tones_are_tones_and_opposites_are_mutual() -> None:
    tones = tone_vocabulary()
    for tone in tones:
        assert tone.parent is None or tone.parent in tones
        for opposite in tone.opposites:
            entry = tones.get(opposite)
            assert entry is not None
            assert tone.id in entry.opposites


def test_wider_tones_are_found() -> None:
    assert tone_vocabulary().ancestors("slow-burn-romance") == ("slow-burn",)
    assert tone_vocabulary().ancestors("slow-burn") == ()


def test_flags_of_tones_are_read() -> None:
    tones = tone_vocabulary()
    assert {tone.id for tone in tones if tone.group == "content_warning"} <= {
        tone.id for tone in tones if tone.content_warning
    }
    assert any(tone.spoiler for tone in tones)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Science Fiction", ("sci-fi",)),
        ("Sci-Fi & Fantasy", ("sci-fi", "fantasy")),
        ("romantic comedy", ("romance", "comedy")),
        ("Slice of Life", ("slice-of-life",)),
        ("Award Winning", ("award-winning",)),
        ("Animation", ()),
        ("???", ()),
    ],
)
def test_genre_folds_to_the_vocabulary_or_stays_its_own(text: str, ids: tuple[str, ...]) -> None:
    assert genre_ids(text) == ids


def test_every_genre_of_the_vocabulary_means_itself() -> None:
    for genre in genre_vocabulary().values():
        for name in (genre.id, genre.name, *genre.synonyms):
            assert genre_ids(name) == (genre.id,)


def test_folding_a_genre_twice_changes_nothing() -> None:
    for text in ("Award Winning", "Sci-Fi & Fantasy", "恋愛もの", "Kids' TV", "R&B"):
        assert {again for id in genre_ids(text) for again in genre_ids(id)} == set(genre_ids(text))


def test_animation_is_a_medium() -> None:
    assert genre_medium("Animation") is Medium.ANIMATION
    assert genre_medium("Drama") is None
