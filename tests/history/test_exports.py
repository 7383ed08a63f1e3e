"""The synthetic exports that matching is measured with are read as they were written."""

from __future__ import annotations

import pytest

from recsys.catalogue import load_builtin
from recsys.history import read_history_bytes
from recsys.title import Form, Medium, Title
from tests.history.exports import FORMATS, export

TITLES = tuple(load_builtin())[::5]


@pytest.mark.parametrize("format", FORMATS)
def test_every_record_of_a_dirty_export_is_one_that_was_written(format: str) -> None:
    sample = export(format, TITLES, seed=1, dirt=True)
    history = read_history_bytes(sample.name, sample.data)
    found = {id for record in history.records for id in sample.meant(record)}
    written = {one.id for one in sample.truth if one.id and not (one.is_planned and "netflix" in format)}
    assert found == written
    assert history.n_read >= len(history.records)


@pytest.mark.parametrize("format", FORMATS)
def test_clean_export_has_one_record_a_title(format: str) -> None:
    sample = export(format, TITLES, seed=1, dirt=False)
    history = read_history_bytes(sample.name, sample.data)
    expected = [one for one in sample.truth if not (one.is_planned and "netflix" in format)]
    names = {(one.name, one.form) for one in expected}
    assert len(history.records) == (len(names) if "netflix" in format else len(expected))


@pytest.mark.parametrize("format", FORMATS)
def test_same_seed_gives_the_same_bytes(format: str) -> None:
    one, other = (export(format, TITLES, seed=7, dirt=True) for _ in range(2))
    assert one.data == other.data
    assert export(format, TITLES, seed=8, dirt=True).data != one.data


def test_dirty_export_has_titles_that_the_catalogue_lacks() -> None:
    truth = export("imdb", TITLES, seed=1, dirt=True).truth
    assert 0.08 < sum(one.id is None for one in truth) / len(truth) < 0.12


def test_each_site_gets_only_what_it_could_have() -> None:
    by_id: dict[str, Title] = {title.id: title for title in TITLES}

    def titles(format: str) -> list[Title]:
        return [by_id[one.id] for one in export(format, TITLES, seed=1, dirt=False).truth if one.id]

    assert all(title.form in (Form.FILM, Form.SHORT) for title in titles("letterboxd"))
    assert all(title.medium is Medium.ANIMATION for title in (*titles("myanimelist"), *titles("anilist")))
