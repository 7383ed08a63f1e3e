from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.errors import Ambiguous, Choice, NotFound, UnresolvedName
from recsys.names import TitleNames, resolve, title_key
from recsys.title import Alias, Relation, RelationKind, Title
from tests.names.small_catalogue import TITLES, resolve_small

CERTAIN = [
    ("her-2013", "her-2013", "id"),
    ("Romantic Anonymous", "romantics-anonymous-2025", "working title"),
    ("匿名の恋人たち", "romantics-anonymous-2025", "original title"),
    ("84 Square Meters", "wall-to-wall-2025", "working title"),
    ("84제곱미터", "wall-to-wall-2025", "original title"),
    ("Great Flood", "the-great-flood-2025", "title"),
    ("Toradora", "toradora-2008", "title"),
    ("トラドラ", "toradora-2008", "original title"),
    ("기생충", "parasite-2019", "original title"),
    ("시그널", "signal-2016", "original title"),
    ("!!!", "shouted", "title"),
    # A year or form tells twins apart, but a name that has it as a part comes first.
    ("Soul Mate (2025)", "soul-mate-2025", "title"),
    ("Soul Mate (2025, series)", "soul-mate-2025", "title"),
    ("Soulmate 2006", "soulmate-2006", "title"),
    ("Kidnap 2024", "kidnap-2024", "title"),
    ("Pancreas 2017", "pancreas-2017", "word"),
    ("Pancreas 2018", "pancreas-2018", "word"),
    ("Pancreas anime", "pancreas-2018", "word"),
    ("I Want to Eat Your Pancreas (live action)", "pancreas-2017", "title"),
    ("Reply 1988", "reply-1988", "title"),
    ("Reply (1988)", "reply", "title"),
    # A longer name is no rival if a colon, a long tail or a relation says so.
    ("Parasite", "parasite-2019", "title"),
    ("Her", "her-2013", "title"),
    ("Stranger", "stranger-2017", "title"),
    ("Crash Landing", "crash-landing-on-you-2019", "beginning"),
    ("Parasit", "parasite-2019", "spelling"),
    ("Romntics Anonymuos", "romantics-anonymous-2025", "spelling"),
]


@pytest.mark.parametrize(("text", "title_id", "matched_by"), CERTAIN)
def test_a_certain_name_gives_its_title(names: TitleNames, text: str, title_id: str, matched_by: str) -> None:
    found = resolve_small(names, text)
    assert (TITLES[found.row].id, found.matched_by) == (title_id, matched_by)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("Soulmate", ["soul-mate-2025", "soulmate-2006"]),
        ("Pancreas", ["pancreas-2017", "pancreas-2018"]),
        ("I Want to Eat Your Pancreas", ["pancreas-2017", "pancreas-2018"]),
        ("Pancreas film", ["pancreas-2017", "pancreas-2018"]),
        ("Kidnap", ["kidnap-2024", "kidnap-game-2025"]),
        ("Kidnapp", ["kidnap-2024", "kidnap-game-2025"]),
        ("Crash", ["crash-landing-on-you-2019"]),
        ("불시착", ["crash-landing-on-you-2019"]),
    ],
)
def test_an_uncertain_name_gives_choices(names: TitleNames, text: str, choices: list[str]) -> None:
    with pytest.raises(Ambiguous) as caught:
        resolve_small(names, text)
    assert [choice.id for choice in caught.value.choices] == choices


def test_unknown_title_suggests_three_nearest_names(names: TitleNames) -> None:
    with pytest.raises(NotFound, match="nearest names are: Goblin") as caught:
        resolve_small(names, "Goblin 3")
    assert caught.value.choices[0].id == "goblin-2016"
    assert len(caught.value.choices) == 3


@pytest.mark.parametrize(
    "text", ["Stranger 3", "Stranger II", "Reply 1989", "Hre", "Parasite 2018", "???", " "]
)
def test_a_near_name_is_not_taken_for_another(names: TitleNames, text: str) -> None:
    with pytest.raises(NotFound):
        resolve_small(names, text)


def test_a_year_does_not_fit_a_title_without_one(names: TitleNames) -> None:
    with pytest.raises(NotFound) as caught:
        resolve_small(names, "Undated Story (2017)")
    assert caught.value.choices[0].id == "yearless"


def test_two_equally_near_spellings_are_choices() -> None:
    names = TitleNames.build([Title(id=name, title=name) for name in ("Mantas", "Mantos", "Other")])
    with pytest.raises(Ambiguous) as caught:
        resolve(names, "Mantis", lambda row: Choice(str(row), "label"))
    assert [choice.id for choice in caught.value.choices] == ["0", "1"]


def test_two_words_that_are_less_than_half_of_a_name_are_a_choice() -> None:
    names = TitleNames.build([Title(id="moon", title="Long Night of the Silver Moon")])
    assert outcome(names, "Long Night")[0] == "Ambiguous"
    assert outcome(names, "Long Night of the Silver")[0] == "Resolved"


def test_a_word_that_stands_in_a_title_is_not_corrected_to_another() -> None:
    names = TitleNames.build([Title(id="0", title="Stranger"), Title(id="1", title="Cruel Strangers")])
    assert outcome(names, "Strangers")[0] == "Ambiguous"
    assert meant(names, "Strangers") == {0, 1}


def test_a_name_with_its_year_is_certain_beside_a_longer_name_of_that_year() -> None:
    names = TitleNames.build(
        [Title(id=f"id {name}", title=name, year=2010) for name in ("Iron Man", "Iron Man 2")]
    )
    assert meant(names, "Iron Man") == {0, 1}
    assert meant(names, "Iron Man (2010)") == {0}


def test_the_message_does_not_grow_with_its_input(names: TitleNames) -> None:
    with pytest.raises(NotFound) as caught:
        resolve_small(names, "q" * 100_000)
    assert str(caught.value).count("q") < 81


def test_choices_are_cut_when_a_word_is_in_very_many_names() -> None:
    names = TitleNames.build([Title(id=str(at), title=f"Love {at}") for at in range(100)])
    with pytest.raises(Ambiguous) as caught:
        resolve(names, "love", lambda row: Choice(str(row), "label"))
    assert len(caught.value.choices) == 20


WORDS = st.sampled_from(["soul", "mate", "game", "the", "kid", "nap", "2", "1999", "사랑", "비", "!"])
CATALOGUES = st.lists(
    st.builds(
        lambda words, year: (" ".join(words), year),
        st.lists(WORDS, min_size=1, max_size=3),
        st.none() | st.just(1999),
    ),
    min_size=1,
    max_size=8,
).map(lambda rows: [Title(id=f"id-{at}", title=name, year=year) for at, (name, year) in enumerate(rows)])


@given(CATALOGUES)
def test_every_title_is_resolved_by_its_id(titles: list[Title]) -> None:
    names = TitleNames.build(titles)
    for row, title in enumerate(titles):
        assert resolve(names, title.id, lambda row: Choice(str(row), "")).row == row


@given(CATALOGUES)
def test_an_exact_name_never_gives_another_title(titles: list[Title]) -> None:
    names = TitleNames.build(titles)
    for title in titles:
        bearing = {at for at, other in enumerate(titles) if title_key(other.title) == title_key(title.title)}
        assert bearing <= meant(names, title.title)
        assert len(bearing) == 1 or outcome(names, title.title)[0] == "Ambiguous"


@given(CATALOGUES, st.lists(WORDS, min_size=1, max_size=3).map(" ".join))
def test_a_stored_index_resolves_the_same(titles: list[Title], text: str) -> None:
    built = TitleNames.build(titles)
    assert outcome(TitleNames.from_arrays(built.arrays()), text) == outcome(built, text)


@given(st.text(max_size=30))
def test_any_text_is_a_title_or_an_unresolved_name(text: str) -> None:
    kind, *_ = outcome(TitleNames.build(TITLES[:5]), text)
    assert kind in ("Resolved", "Ambiguous", "NotFound")


def outcome(names: TitleNames, text: str) -> tuple[object, ...]:
    try:
        found = resolve(names, text, lambda row: Choice(str(row), "label"))
    except UnresolvedName as error:
        return type(error).__name__, str(error), error.choices
    return "Resolved", found


def meant(names: TitleNames, text: str) -> set[int]:
    """Rows of the one title found, or of the choices offered."""
    try:
        return {resolve(names, text, lambda row: Choice(str(row), "label")).row}
    except UnresolvedName as error:
        return {int(choice.id) for choice in error.choices}


def test_a_remake_is_meant_where_its_title_is_also_an_alias_of_the_film_it_remakes() -> None:
    remake = Title(
        id="anew",
        title="Shy Chocolates",
        relations=(Relation(RelationKind.ORIGINAL, "first"),),
    )
    first = Title(
        id="first",
        title="Les chocolats timides",
        aliases=(Alias("Shy Chocolates"),),
        relations=(Relation(RelationKind.REMAKE, "anew"),),
    )
    found = resolve(TitleNames.build([remake, first]), "Shy Chocolates", lambda row: Choice(str(row), ""))
    assert (found.row, found.matched_by) == (0, "title")


def test_an_alias_that_is_the_title_of_an_unrelated_work_is_asked_about() -> None:
    other = Title(id="other", title="Something Else", aliases=(Alias("Shy Chocolates"),))
    called_so = Title(id="so", title="Shy Chocolates")
    with pytest.raises(Ambiguous):
        resolve(TitleNames.build([other, called_so]), "Shy Chocolates", lambda row: Choice(str(row), ""))


@pytest.mark.parametrize(("text", "is_asked"), [("Road", False), ("The Road", True), ("road 2026", False)])
def test_a_longer_title_behind_an_article_is_no_rival_of_a_name_without_one(
    text: str, is_asked: bool
) -> None:
    titles = (Title(id="home", title="The Road Home"), Title(id="road", title="Road", year=2026))
    names = TitleNames.build(titles)
    if is_asked:
        with pytest.raises(Ambiguous):
            resolve(names, text, lambda row: Choice(titles[row].id, titles[row].title))
    else:
        assert resolve(names, text, lambda row: Choice(titles[row].id, titles[row].title)).row == 1
