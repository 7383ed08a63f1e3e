"""Dates as sites write them, in the one way of a row."""

from __future__ import annotations

import pytest

from recsys.importers.dates import iso_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019-12-14T00:00:00Z", "2019-12-14"),
        ("Aug  2, 2023", "2023-08-02"),
        ("May, 2021", "2021-05"),
        ("May 2021", "2021-05"),
        ("14-Dec-19", "2019-12-14"),
        ("14-Dec-68", "1968-12-14"),
        ("2019", "2019"),
    ],
)
def test_dates_are_read_in_all_their_spellings(text: str, date: str) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize("text", ["4/5/19", "soon", "", "2019-02-30", "Feb 30, 2019", "0000"])
def test_what_is_no_date_or_means_several_is_none(text: str) -> None:
    assert iso_date(text) is None
