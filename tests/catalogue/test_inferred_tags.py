from __future__ import annotations

from typing import Any

from recsys.catalogue import row_from_title, title_from_row, tones_of, warnings_of
from recsys.catalogue.problems import RowReport
from recsys.catalogue.row import read_row
from recsys.title import InferredTag, Title
from tests.builders import title


def read(*tags: dict[str, Any]) -> tuple[Title, list[str]]:
    report = RowReport()
    found = read_row({"schema": 1, "id": "a", "title": "A", "inferred_tags": list(tags)}, report)
    assert found is not None
    return found, [str(problem) for problem in report.problems]


def test_inferred_tags_are_read_in_order_and_written_again() -> None:
    found, problems = read({"name": "School", "confidence": 0.9}, {"name": "Gore", "confidence": 0.04})
    assert found.inferred_tags == (InferredTag("Gore", 0.04), InferredTag("School", 0.9))
    assert problems == []
    assert title_from_row(row_from_title(found)) == found


def test_a_tag_without_confidence_is_left_out() -> None:
    found, problems = read({"name": "School"}, {"name": "Gore", "confidence": 2})
    assert found.inferred_tags == ()
    assert problems == [
        "row: inferred_tags[0].confidence: is missing",
        "row: inferred_tags[1].confidence: 2 is more than 1.0",
    ]


def test_of_a_tag_given_twice_the_first_counts() -> None:
    found, problems = read({"name": "School", "confidence": 0.9}, {"name": "School", "confidence": 0.1})
    assert found.inferred_tags == (InferredTag("School", 0.9),)
    assert "given twice" in problems[0]


def test_an_inferred_tag_is_neither_a_tone_nor_a_warning() -> None:
    found = title("a", inferred_tags=(InferredTag("creepy", 0.9), InferredTag("gore", 0.9)))
    assert tones_of(found) == ()
    assert warnings_of(found) is None
