"""Fields of JSON objects are read as what they should be, or told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.catalogue.problems import RowReport
from recsys.files import source_of_bytes
from recsys.importers.json_fields import (
    is_one_long_object,
    json_beginning,
    nested,
    number,
    objects,
    text,
    texts,
    whole,
)

READERS = (text, texts, whole, number, objects, nested)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def told(reader: Any, value: Any) -> tuple[Any, list[str]]:
    report = RowReport("a.json", 3)
    return reader({"key": value}, "key", report), [str(problem) for problem in report.problems]


@pytest.mark.parametrize(
    ("data", "beginning"),
    [
        (b' \n{"a": 1}', '{"a": 1}'),
        (b"\xef\xbb\xbf[1]", "[1]"),
        ('{"a": 1}'.encode("utf-16"), '{"a": 1}'),
        (b"a,b\n", ""),
        (b"", ""),
    ],
)
def test_beginning_of_json_is_told_from_other_files(data: bytes, beginning: str) -> None:
    assert json_beginning(source_of_bytes("a", data)) == beginning


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ('{\n "a": {\n }\n}\n', True),
        ('{"a": 1}', False),
        ('{"a": 1}\n{"a": 2}\n', False),
        ('{\n "a": 1\n}\n{\n "a": 2\n}\n', False),
        ('[\n{\n "a": 1\n}]', False),
    ],
)
def test_one_object_on_many_lines_is_told_from_several(text: str, is_one: bool) -> None:
    assert is_one_long_object(source_of_bytes("a", text.encode())) is is_one


@pytest.mark.parametrize("reader", READERS)
def test_null_is_unknown_and_no_problem(reader: Any) -> None:
    assert told(reader, None) == (reader({}, "key", RowReport()), [])


@pytest.mark.parametrize(
    ("reader", "value", "expected"),
    [
        (text, "Eon ", "Eon "),
        (text, 86, "86"),
        (text, 86.0, "86"),
        (text, 7.5, "7.5"),
        (texts, ["a", 1, None, " "], ["a", "1"]),
        (texts, "a, b", ["a, b"]),
        (whole, 12, 12),
        (whole, 12.0, 12),
        (whole, " 12 ", 12),
        (whole, "12.0", 12),
        (whole, "Unknown", None),
        (number, 7, 7.0),
        (number, "7.5", 7.5),
        (number, "", None),
        (objects, [{"a": 1}, None], [{"a": 1}]),
        (nested, {"a": 1}, {"a": 1}),
    ],
)
def test_value_is_read_as_what_it_means(reader: Any, value: Any, expected: Any) -> None:
    assert told(reader, value) == (expected, [])


@pytest.mark.parametrize(
    ("reader", "value", "left", "reason"),
    [
        (text, {"a": 1}, "", "a.json:3: key: an object is no text"),
        (text, True, "", "a.json:3: key: True is no text"),
        (texts, {"a": 1}, [], "a.json:3: key: an object is no list of texts"),
        (texts, ["a", ["b"]], ["a"], "a.json:3: key[1]: a list of 1 is no text"),
        (whole, 12.5, None, "a.json:3: key: 12.5 is no whole number"),
        (whole, "twelve", None, "a.json:3: key: 'twelve' is no whole number"),
        (whole, False, None, "a.json:3: key: False is no whole number"),
        (number, [7], None, "a.json:3: key: a list of 1 is no number"),
        (number, float("nan"), None, "a.json:3: key: nan is no number"),
        (objects, {"a": 1}, [], "a.json:3: key: an object is no list of objects"),
        (objects, [{"a": 1}, "b"], [{"a": 1}], "a.json:3: key[1]: 'b' is no object"),
        (nested, "b", {}, "a.json:3: key: 'b' is no object"),
    ],
)
def test_another_type_is_a_problem_and_the_rest_is_kept(
    reader: Any, value: Any, left: Any, reason: str
) -> None:
    assert told(reader, value) == (left, [reason])


@pytest.mark.parametrize("value", [10**400, -(10**400), 1e308, float("inf"), "9" * 5000])
@pytest.mark.parametrize("reader", READERS)
def test_huge_numbers_do_no_harm(reader: Any, value: Any) -> None:
    told(reader, value)


@pytest.mark.parametrize("reader", READERS)
def test_deep_nesting_does_no_harm(reader: Any) -> None:
    deep: Any = []
    for _ in range(10_000):
        deep = [deep]
    told(reader, deep)


@given(JSON)
def test_whatever_stands_there_is_read_or_told(value: Any) -> None:
    for reader in READERS:
        found, problems = told(reader, value)
        assert problems or found or value in (None, 0, "", [], {}) or isinstance(value, str | list)
