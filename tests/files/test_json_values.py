"""JSON of any size is read value by value; one that is broken costs no other."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.catalogue.problems import RowReport
from recsys.files import LONGEST_VALUE, json_document, json_records, source_of_bytes


def values(data: str | bytes, **options: Any) -> list[Any]:
    raw = data.encode() if isinstance(data, str) else data
    return [value for value, _ in json_records(source_of_bytes("t.json", raw), **options)]


def problems(data: str | bytes, **options: Any) -> list[str]:
    raw = data.encode() if isinstance(data, str) else data
    found = json_records(source_of_bytes("t.json", raw), **options)
    return [str(problem) for _, report in found for problem in report.problems]


@pytest.mark.parametrize("text", ['[{"a": 1}, {"a": 2}]', '{"a": 1}\n{"a": 2}\n', '{"a": 1}\n\n{"a": 2}'])
def test_a_list_and_lines_give_the_same_values(text: str) -> None:
    assert values(text) == [{"a": 1}, {"a": 2}]


def test_the_list_under_a_key_gives_its_values() -> None:
    text = '{"license": {"name": "x"}, "data": [{"a": 1}, {"a": 2}], "more": 1}'
    assert values(text, inside="data") == [{"a": 1}, {"a": 2}]


def test_an_object_without_that_list_is_one_value() -> None:
    assert values('{"data": {"a": 1}}', inside="data") == [{"data": {"a": 1}}]


def test_values_know_the_line_that_they_begin_on() -> None:
    text = '[\n  {"a": 1},\n\n  {\n    "a": 2\n  }\n]'
    assert [report.line for _, report in json_records(source_of_bytes("t", text.encode()))] == [2, 4]


def test_a_broken_value_costs_no_other() -> None:
    text = '[\n  {"a": 1},\n  {"a" 2,\n   "b": [{"c": 1}]},\n  {"a": 3}\n]'
    assert values(text) == [{"a": 1}, None, {"a": 3}]
    assert problems(text) == ["t.json:3: is not JSON: Expecting ':' delimiter"]


def test_a_broken_line_costs_no_other() -> None:
    assert values('{"a": 1}\n{"a": \n{"a": 3}\n') == [{"a": 1}, None, {"a": 3}]


def test_a_list_that_is_cut_off_gives_what_was_whole() -> None:
    text = '[{"a": 1}, {"a": 2}, {"a": "thr'
    assert values(text)[:2] == [{"a": 1}, {"a": 2}]
    assert problems(text)[-1] == "t.json:1: the file ends within a list"


def test_not_a_number_is_not_known() -> None:
    assert values('[{"rating": NaN, "votes": Infinity}]') == [{"rating": None, "votes": None}]


def test_half_characters_are_replaced() -> None:
    assert values('["\\ud83d", "\\ud83d\\ude00"]') == ["\ufffd", "😀"]


def test_a_value_longer_than_the_window_is_read_whole() -> None:
    long = ["x" * 1000] * 2000
    assert values(json.dumps([long, 1])) == [long, 1]


def test_a_value_that_would_fill_the_memory_is_told() -> None:
    text = f'[{{"a": "{"x" * (3 * LONGEST_VALUE)}"}},\n{{"a": 2}}]'
    assert values(text) == [None, {"a": 2}]
    assert "one value is longer" in problems(text)[0]


def test_a_value_that_is_nested_too_deeply_is_told() -> None:
    assert "nested too deeply" in problems("[" * 100_000 + "]" * 100_000 + "\n")[0]


def test_a_number_at_the_edge_of_the_window_is_not_cut() -> None:
    text = json.dumps(list(range(100_000)))
    assert values(text) == list(range(100_000))


def test_text_without_any_value_ends_soon() -> None:
    assert len(problems("abc\n" * 100_000)) < 2_000


def test_many_values_that_never_end_are_given_up() -> None:
    text = '[{"a": 1},\n' + '{"a": [1,\n' * 300 + '{"b": 1},\n' * 200_000
    found = problems(text)
    assert found[-1].endswith("no more of this can be read")


def test_a_list_of_long_values_is_not_given_up() -> None:
    long = "x" * 2_000_000
    assert len(values(json.dumps([long] * 60))) == 60


def test_a_document_is_read_whole() -> None:
    report = RowReport()
    assert json_document(source_of_bytes("t.json", b'\xef\xbb\xbf{"a": [1]}'), report) == {"a": [1]}
    assert not report.problems


@pytest.mark.parametrize("data", [b"", b"{", b"[" * 100_000, b'{"a": 1} x'])
def test_a_document_that_is_none_is_told(data: bytes) -> None:
    report = RowReport("t.json")
    assert json_document(source_of_bytes("t.json", data), report) is None
    assert "is not JSON" in report.problems[0].reason


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(json_values, max_size=6), st.sampled_from([None, 0, 2]))
def test_what_the_json_module_writes_is_read_back(written: list[Any], indent: int | None) -> None:
    assert values(json.dumps(written, indent=indent)) == written


@given(st.binary(max_size=200))
def test_no_bytes_bring_it_down(data: bytes) -> None:
    found = list(json_records(source_of_bytes("t.json", b"[" + data), inside="data"))
    assert all(value is None or not report.problems for value, report in found)
