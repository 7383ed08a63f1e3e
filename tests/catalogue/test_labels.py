from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.catalogue.labels import DEBRIS, Meaning, SortedLabels, meaning_of, sort_labels
from recsys.catalogue.package_data import vocabulary_file
from recsys.catalogue.vocabulary import genre_ids, genre_medium, genre_vocabulary, tone_vocabulary
from recsys.kinds import Form, Medium, SourceKind
from recsys.names.fold import fold_text

LISTS = ("genres", "tones", "media", "forms", "sources", "other")
KINDS_BEYOND = {
    "audience",
    "character",
    "debris",
    "origin",
    "people",
    "presentation",
    "standing",
    "subject",
}


def said(label: str) -> Meaning:
    meaning = meaning_of(label)
    assert meaning is not None
    return meaning


@pytest.mark.parametrize(
    ("label", "genres"),
    [
        ("Science Fiction", ("sci-fi",)),
        ("Sci-Fi & Fantasy", ("sci-fi", "fantasy")),
        ("Action-Adventure", ("action", "adventure")),
        ("MECHA", ("sci-fi",)),
        ("Film-Noir", ("crime",)),
        ("Stand-Up Comedy & Talk Shows", ("comedy", "variety")),
        ("Doctor Male Lead", ("medical",)),
        ("Shounen", ()),
    ],
)
def test_label_says_genres_of_ours(label: str, genres: tuple[str, ...]) -> None:
    assert said(label).genres == genres


@pytest.mark.parametrize(
    ("label", "tones"),
    [
        ("Slow Burn", ("slow-burn",)),
        ("Mother-Daughter Relationship", ("family-bonds",)),
        ("Brother-in-law-Sister-in-law Relationship", ("family-bonds",)),
        ("Smart Female Lead", ("strong-female-lead",)),
        ("Smart Male Lead", ()),
        ("Ecchi", ("cw-nudity",)),
        ("Chinese Republican Era", ("period-20th-century",)),
        ("Boss-Employee Relationship", ("workplace-romance",)),
        ("Aviation Industry", ("workplace",)),
    ],
)
def test_label_says_tones_of_ours(label: str, tones: tuple[str, ...]) -> None:
    assert said(label).tones == tones


def test_what_our_own_names_say_comes_first() -> None:
    assert said("Tech-Noir").tones == ("cyberpunk", "dark")
    assert said("Period Drama").genres == ("historical", "drama")


def test_text_in_the_place_of_a_label_is_not_taken_apart() -> None:
    assert said("Very " * 10 + "Smart Male Lead").other == "character"
    assert meaning_of("Very " * 30 + "Smart Male Lead") is None


@pytest.mark.parametrize(
    ("label", "form", "medium"),
    [
        ("International Movies", Form.FILM, None),
        ("Korean TV Shows", Form.SERIES, None),
        ("Turkish Movies", Form.FILM, None),
        ("French-Language TV Shows", Form.SERIES, None),
        ("TV Movie", Form.FILM, None),
        ("Anime Features", Form.FILM, Medium.ANIMATION),
        ("Anime Series", Form.SERIES, Medium.ANIMATION),
        ("Adult Animation", None, Medium.ANIMATION),
        ("Tokusatsu", None, Medium.LIVE_ACTION),
    ],
)
def test_label_says_form_and_medium(label: str, form: Form | None, medium: Medium | None) -> None:
    assert (said(label).form, said(label).medium) == (form, medium)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Adapted From A Web Novel", SourceKind.WEB_NOVEL),
        ("Adapted From  Video Game", SourceKind.GAME),
        ("Adapted From A Manhua", SourceKind.WEBTOON),
        ("Inspired By Real Events", SourceKind.TRUE_STORY),
        ("based on comic", SourceKind.COMIC),
    ],
)
def test_label_says_what_a_title_was_before(label: str, kind: SourceKind) -> None:
    assert said(label).sources == (kind,)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Seinen", "audience"),
        ("Award Winning", "standing"),
        ("Eccentric Male Lead", "character"),
        ("Detective Supporting Character", "character"),
        ("Foreign", "origin"),
        ("IMAX", "presentation"),
        ("(no genres listed)", DEBRIS),
    ],
)
def test_label_beyond_our_vocabularies_is_understood_and_not_mapped(label: str, kind: str) -> None:
    meaning = said(label)
    assert meaning.other == kind
    assert not meaning.is_of_a_vocabulary
    assert not meaning.is_another_fact


@pytest.mark.parametrize(
    "label",
    ["Quantum Movies", "In Old Movies Only", "", "???", "nothing of the sort", "lead", "x" * 200, "恋愛もの"],
)
def test_label_that_no_table_knows_means_nothing(label: str) -> None:
    assert meaning_of(label) is None


def test_genres_are_ours_and_what_says_more_stays_a_tag() -> None:
    found = sort_labels(["Action & Adventure", "Mecha", "Comedies", "Award Winning"])
    assert found.genres == ("action", "adventure", "sci-fi", "comedy")
    assert found.tags == ("Mecha", "Award Winning")


def test_genre_that_is_told_by_form_and_medium_is_no_tag() -> None:
    found = sort_labels(["Anime Features", "Movies"])
    assert found == SortedLabels(medium=Medium.ANIMATION, form=Form.FILM)


def test_hint_at_a_country_is_kept_as_a_tag() -> None:
    found = sort_labels(["British TV Shows", "TV Dramas"])
    assert found == SortedLabels(genres=("drama",), tags=("British TV Shows",), form=Form.SERIES)


def test_tags_stay_as_given_and_make_neither_genre_nor_medium() -> None:
    found = sort_labels([], ["Murder", "anime", " Smart  Male Lead "])
    assert found == SortedLabels(tags=("Murder", "anime", "Smart Male Lead"))


def test_tags_say_sources_and_form() -> None:
    found = sort_labels(["Drama"], ["Adapted From A Webtoon", "Web Series"])
    assert (found.sources, found.form) == ((SourceKind.WEBTOON,), Form.SERIES)


def test_labels_that_contradict_each_other_say_no_form() -> None:
    assert sort_labels(["International Movies", "TV Dramas"]).form is None


def test_unknown_names_are_kept_as_tags_and_told() -> None:
    found = sort_labels(["Drama", "Quantum Knitting"], ["Left-handed Piano"])
    assert found.unmapped == ("Quantum Knitting", "Left-handed Piano")
    assert found.tags == found.unmapped


def test_what_is_no_label_is_dropped() -> None:
    assert sort_labels(["(no genres listed)", " ", "-"], ["(Vote tags)"]) == SortedLabels()


def test_name_that_commas_tore_apart_is_one_again() -> None:
    found = sort_labels(["Drama", "Arts", "Entertainment", "and Culture", "Comedy"])
    assert found.tags == ("Arts, Entertainment, and Culture",)
    assert found.genres == ("drama", "comedy")


def test_label_given_twice_counts_once() -> None:
    assert sort_labels(["Mecha", "Mecha"], ["Mecha"]).tags == ("Mecha",)


@given(st.lists(st.text(max_size=30), max_size=6), st.lists(st.text(max_size=30), max_size=6))
def test_no_name_with_letters_is_lost_and_all_genres_are_ours(genres: list[str], tags: list[str]) -> None:
    found = sort_labels(genres, tags)
    assert set(found.genres) <= set(genre_vocabulary())
    assert set(found.unmapped) <= set(found.tags)
    for tag in tags:
        meaning = meaning_of(" ".join(tag.split()))
        if fold_text(tag) and (meaning is None or meaning.other != DEBRIS):
            assert " ".join(tag.split()) in found.tags


@given(
    st.sampled_from(
        [name for kind in LISTS for names in vocabulary_file("labels.json")[kind].values() for name in names]
    )
)
def test_case_and_punctuation_of_a_label_do_not_matter(label: str) -> None:
    assert meaning_of(label.upper().replace("-", " ")) == meaning_of(label)


def test_table_says_only_what_the_model_knows() -> None:
    table = vocabulary_file("labels.json")
    assert set(table["other"]) == KINDS_BEYOND
    for part in (table, *table["families"]):
        assert set(part.get("genres", ())) <= set(genre_vocabulary())
        assert all(tone in tone_vocabulary() for tone in part.get("tones", ()))
        assert set(part.get("sources", ())) <= set(SourceKind)
    assert set(table["forms"]) <= set(Form)
    assert set(table["media"]) <= set(Medium)


def test_table_repeats_nothing_that_our_own_vocabularies_say() -> None:
    table = vocabulary_file("labels.json")
    assert not [name for id, names in table["genres"].items() for name in names if id in genre_ids(name)]
    assert not [
        name
        for id, names in table["tones"].items()
        for name in names
        if tone_vocabulary().by_name(name) == id
    ]
    assert not [name for id, names in table["media"].items() for name in names if genre_medium(name) == id]


def test_table_lists_no_name_twice_in_one_list() -> None:
    for kind in LISTS:
        for names in vocabulary_file("labels.json")[kind].values():
            folded = [fold_text(name) for name in names]
            assert len(set(folded)) == len(folded)


def test_told_names_of_the_table_say_something() -> None:
    for name in vocabulary_file("labels.json")["told"]:
        meaning = said(name)
        assert meaning.genres or meaning.is_another_fact
