"""Exports of MyAnimeList."""

from __future__ import annotations

import gzip

import pytest

from recsys.history import History, Watching, read_history_bytes
from recsys.title import Form, Medium

INFO = "<myinfo><user_export_type>1</user_export_type></myinfo>"


def anime(id: int = 5, **fields: str) -> str:
    inside = {"series_title": "<![CDATA[Cow &amp; Boy]]>", "my_status": "Completed", **fields}
    elements = "".join(f"<{tag}>{text}</{tag}>" for tag, text in inside.items())
    return f"<anime><series_animedb_id>{id}</series_animedb_id>{elements}</anime>"


def read(*entries: str, info: str = INFO, name: str = "animelist.xml") -> History:
    text = f"<?xml version='1.0' encoding='UTF-8'?>\n<myanimelist>\n{info}\n{''.join(entries)}</myanimelist>"
    data = text.encode()
    return read_history_bytes(name, gzip.compress(data) if name.endswith(".gz") else data)


@pytest.mark.parametrize("name", ["animelist.xml", "animelist.xml.gz"])
def test_entry_is_a_record_with_its_id(name: str) -> None:
    (record,) = read(anime(series_type="Movie", my_score="8", my_finish_date="2020-01-02"), name=name).records
    assert (record.title, record.ids, record.rating) == ("Cow & Boy", {"mal": "5"}, 0.8)
    assert (record.form, record.medium, record.date) == (Form.FILM, Medium.ANIMATION, "2020-01-02")
    assert record.line == 4


@pytest.mark.parametrize(
    ("status", "watching"),
    [
        ("Watching", Watching.WATCHING),
        ("Completed", Watching.SEEN),
        ("On-Hold", Watching.ON_HOLD),
        ("Dropped", Watching.DROPPED),
        ("Plan to Watch", Watching.PLANNED),
        ("6", Watching.PLANNED),
    ],
)
def test_status_is_read_in_words_and_numbers(status: str, watching: Watching) -> None:
    (record,) = read(anime(my_status=status)).records
    assert record.watching is watching


def test_zeros_mean_no_score_and_no_date() -> None:
    history = read(anime(my_score="0", my_finish_date="0000-00-00"))
    assert (history.records[0].rating, history.records[0].date, history.problems) == (None, None, ())


def test_list_of_manga_is_refused() -> None:
    history = read("<manga><manga_mangadb_id>1</manga_mangadb_id></manga>", info="<myinfo><user_export_type>2"
                   "</user_export_type></myinfo>")  # fmt: skip
    assert history.records == ()
    assert "is a list of manga; expected one of anime" in history.problems[0].reason


def test_export_that_says_it_is_of_manga_is_refused_at_once() -> None:
    history = read(anime(), info="<myinfo><user_export_type>2</user_export_type></myinfo>")
    assert history.records == ()
    assert "is a list of manga" in history.problems[0].reason


def test_entities_are_not_expanded() -> None:
    anime = "<anime><series_title>&a;</series_title></anime>"
    bomb = f"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><myanimelist>{anime}</myanimelist>"
    history = read_history_bytes("a.xml", bomb.encode())
    assert history.records == ()
    assert "declares Entities, which is not read" in history.problems[0].reason


def test_file_that_ends_too_early_gives_what_came_before() -> None:
    text = f"<myanimelist>{INFO}\n{anime()}\n<anime><series_animedb_id>6"
    history = read_history_bytes("a.xml", text.encode())
    assert len(history.records) == 1
    assert history.problems[0].line == 3


def test_entry_without_name_and_id_is_a_problem() -> None:
    history = read("<anime><my_score>5</my_score></anime>")
    assert "neither series_title nor series_animedb_id" in history.problems[0].reason
