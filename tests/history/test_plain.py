"""Lists that people keep themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.catalogue import load_builtin
from recsys.catalogue.problems import RowReport
from recsys.files import source_of_bytes
from recsys.history import History, Watching, read_history_bytes
from recsys.history.plain import PlainList
from recsys.history.plain_line import PlainLine, read_line
from recsys.names import title_key
from recsys.title import Form, Medium


def line(text: str) -> PlainLine:
    return read_line(text, RowReport())


def read(text: str, name: str = "films.txt") -> History:
    return read_history_bytes(name, text.encode())


@pytest.mark.parametrize(
    ("text", "title", "year", "rating"),
    [
        ("1. Crash Landing on You (2019) - 9/10", "Crash Landing on You", 2019, 0.9),
        ("- Goblin ★★★★½", "Goblin", None, 0.9),
        ("Goblin ★★★☆☆", "Goblin", None, 0.6),
        ("[x] Her, 2013", "Her", 2013, None),
        ("Her, 2013, 4/5", "Her", 2013, 0.8),
        ("Dark — loved it", "Dark", None, None),
        ("**Goblin** (2016) - 9/10 - cried a lot", "Goblin", 2016, 0.9),
        ("* [Parasite](https://example.org/p) 95%", "Parasite", None, 0.95),
        ("Kingdom (2019-2020)", "Kingdom", 2019, None),
        ("3 Idiots 8.5/10", "3 Idiots", None, 0.85),
        ("Dark: 9 out of 10", "Dark", None, 0.9),
        ('"Oldboy" (2003)', "Oldboy", 2003, None),
    ],
)
def test_name_year_and_rating_are_told_apart(
    text: str, title: str, year: int | None, rating: float | None
) -> None:
    found = line(text)
    assert (found.title, found.year, found.rating) == (title, year, rating)


@pytest.mark.parametrize(
    "text",
    [
        "Mission: Impossible - Fallout",
        "Anohana - The Flower We Saw That Day",
        "Crouching Tiger, Hidden Dragon",
        "Eat, Pray, Love",
        "(500) Days of Summer",
        "12 Angry Men",
        "12.12: The Day",
        "Reply 1988",
        "2046",
        "50/50",
        "I ♥ Huckabees",
        "#Alive",
        "Black ★ Rock Shooter",
    ],
)
def test_what_may_be_part_of_a_name_stays_in_it(text: str) -> None:
    found = line(text)
    assert (found.title, found.year, found.rating, found.is_liked) == (text, None, None, False)


def test_every_builtin_title_is_among_the_names_of_its_own_line() -> None:
    def is_kept(name: str) -> bool:
        found = line(name)
        told = f"{found.title} {found.year or ''} {found.form or ''} {'anime' if found.medium else ''}"
        return title_key(name) in {title_key(own) for own in (found.title, *found.names, told)}

    assert [name for title in load_builtin() for name in title.names if not is_kept(name)] == []


def test_number_without_a_scale_is_neither_rating_nor_name() -> None:
    report = RowReport()
    found = read_line("Vagabond - 7", report)
    assert (found.title, found.rating, found.names) == ("Vagabond", None, ("Vagabond - 7",))
    assert "'7' may be a rating" in report.problems[0].reason


def test_more_than_the_whole_is_no_rating() -> None:
    report = RowReport()
    assert read_line("Goblin - 11/10", report).rating is None
    assert "is more than the whole" in report.problems[0].reason


def test_name_in_another_script_is_a_name() -> None:
    assert line("Goblin (도깨비)").names[0] == "도깨비"


def test_form_in_brackets_is_read() -> None:
    found = line("Orange (anime)")
    assert (found.title, found.medium) == ("Orange", Medium.ANIMATION)
    assert line("Circle (2015 film)").form is Form.FILM


def test_hearts_and_thumbs_at_the_end_are_an_opinion() -> None:
    assert line("Goblin ❤️").is_liked
    assert line("Goblin 👎").is_disliked


def test_headings_and_boxes_tell_how_far() -> None:
    history = read(
        "A\n\n# Dropped\n- B\n## Watchlist\n* C\n* [x] D\nOn hold:\nE\n---\n// a remark\n# Favourites\nF\n"
    )
    assert {record.title: record.watching for record in history.records} == {
        "A": Watching.SEEN,
        "B": Watching.DROPPED,
        "C": Watching.PLANNED,
        "D": Watching.SEEN,
        "E": Watching.ON_HOLD,
        "F": Watching.SEEN,
    }
    assert history.records[-1].is_liked
    assert history.problems == ()


@pytest.mark.parametrize(
    ("heading", "watching"),
    [
        ("Films that I want to watch", Watching.PLANNED),
        ("Not seen yet", Watching.PLANNED),
        ("Finished watching", Watching.SEEN),
        ("Currently watching", Watching.WATCHING),
        ("Watched in 2020", Watching.SEEN),
    ],
)
def test_heading_may_be_a_phrase(heading: str, watching: Watching) -> None:
    assert read(f"# {heading}\nA\n").records[0].watching is watching


def test_title_with_a_colon_at_its_end_is_no_heading() -> None:
    assert [record.title for record in read("Breaking Bad:\nDark\n").records] == ["Breaking Bad:", "Dark"]


def test_cells_without_header_are_pieces_of_a_line() -> None:
    assert (line("Her\t2013\t8/10").year, line("| Her | 2013 | 8/10 |").rating) == (2013, 0.8)


def test_heading_without_meaning_is_told() -> None:
    history = read("# Autumn\nA\n")
    assert history.records[0].watching is Watching.SEEN
    assert history.problems[0].line == 1


def test_line_that_is_no_title_is_a_problem() -> None:
    long = PlainList().records([source_of_bytes("a.txt", f"Her\n{'x' * 700}\n".encode())])
    told = [(record is None, report.line, len(report.problems)) for record, report in long]
    assert told == [(True, 2, 1), (False, 1, 0)]


def test_table_of_titles_and_ratings_is_read() -> None:
    history = read("Movie;My Rating;Year;Status\nHer;8;2013;watched\nDark;9,5;2017;dropped\n", "mine.csv")
    assert [(one.title, one.rating, one.year, one.watching) for one in history.records] == [
        ("Her", 0.8, 2013, Watching.SEEN),
        ("Dark", 0.95, 2017, Watching.DROPPED),
    ]
    assert "taken as out of 10" in history.problems[0].reason


def test_few_low_ratings_of_a_table_tell_no_scale() -> None:
    history = read("title,rating\nHer,4\nDark,5\n", "mine.csv")
    assert [record.rating for record in history.records] == [None, None]
    assert "nothing tells their scale" in history.problems[0].reason


def test_scale_in_the_name_of_the_column_counts() -> None:
    (record,) = read("Title,Rating10\nHer,4\n", "mine.csv").records
    assert record.rating == 0.4


def test_table_of_one_column_is_read() -> None:
    assert len(read("Title\nHer\nDark\n", "mine.csv").records) == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("catalogue.csv", "show_id,title,director,cast,release_year\ns1,Her,X,Y,2013\n"),
        ("ratings.csv", "userId,movieId,rating\n1,2,3\n"),
        ("a.json", '{"title": "Her"}'),
        ("a.txt", '[{"title": "Her"}]'),
        ("a.txt", "<html><body>Her</body></html>"),
        ("a.txt", "\x00\x01\x02"),
        ("a.txt", ""),
        ("a.bin", "Her"),
    ],
)
def test_what_is_no_list_of_titles_is_not_claimed(name: str, text: str) -> None:
    assert not PlainList().claims(source_of_bytes(name, text.encode()))


@given(st.text(max_size=80))
def test_any_line_gives_a_name_and_a_rating_within_bounds(text: str) -> None:
    found = line(text)
    assert isinstance(found.title, str)
    assert found.rating is None or 0 <= found.rating <= 1
