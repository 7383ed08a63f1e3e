"""JSON that two readers may understand differently is refused, in words that repeat nothing of it."""

from __future__ import annotations

import json
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.errors import QueryError
from service.errors import UnreadableBody
from service.history import HistoryUpload
from service.json_body import MOST_KEYS, strictly_read

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=20)
@given(VALUES)
def test_json_is_read_as_it_was_written(value: object) -> None:
    assert strictly_read(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"like":["a"],"like":["b"]}', "the same name twice"),
        (b'{"a":{"b":1,"b":1}}', "the same name twice"),
        (b'{"a":1,"\\u0061":2}', "the same name twice"),
        (b"\xef\xbb\xbf{}", "no JSON"),
        ('{"like":["a"]}'.encode("utf-16"), "not UTF-8"),
        ('{"like":["a"]}'.encode("utf-16-le"), "no JSON"),
        (b'{"like":["\xff"]}', "not UTF-8"),
        (b'{"like":["\xed\xa0\x80"]}', "not UTF-8"),
        (b"[NaN]", "does not know"),
        (b"[-Infinity]", "does not know"),
        (b"[" * 100_000, "too deep"),
        (b'{"a":' * 100_000, "too deep"),
        (b"9" * 5_000, "too long"),
        (b"{} {}", "no JSON"),
        (b"'a'", "no JSON"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_certain_is_refused(body: bytes, told: str) -> None:
    with pytest.raises(UnreadableBody) as caught:
        strictly_read(body)
    assert told in caught.value.detail
    assert caught.value.status_code == 400


def test_names_are_counted_in_each_object() -> None:
    assert len(strictly_read(json.dumps(dict.fromkeys(map(str, range(MOST_KEYS)))).encode())) == MOST_KEYS
    with pytest.raises(UnreadableBody, match="400"):
        strictly_read(json.dumps(dict.fromkeys(map(str, range(MOST_KEYS + 1)))).encode())


def test_very_many_names_are_refused_in_a_moment() -> None:
    body = b"{" + b",".join(b'"k%d":1' % n for n in range(50_000)) + b"}"
    began = process_time()
    with pytest.raises(UnreadableBody):
        strictly_read(body)
    assert process_time() - began < 1  # a tenth of a millisecond a name was five seconds


@pytest.mark.parametrize("text", ["eA==", "eA ==\r\n", "eHh4", "", " ZX\nh4 eHg=\n"])
def test_base64_may_be_broken_into_lines(text: str) -> None:
    HistoryUpload(file="a.txt", base64=text).to_bytes()


@pytest.mark.parametrize(
    "text", ["?", "e", "eA=", "eA", "e-_4", "eA==eA==", "eA==\u00a0", "e\u0430==", "=", "eH%4"]
)
def test_base64_that_is_damaged_is_not_read_as_something_else(text: str) -> None:
    with pytest.raises(ValueError, match="base64"):
        HistoryUpload(file="a.txt", base64=text)


def test_a_history_has_one_content() -> None:
    with pytest.raises(QueryError, match="either"):
        HistoryUpload(file="a.txt", base64="eA==", text="x").to_bytes()


@pytest.mark.parametrize("value", [b"[]", b"{}", b"0", b'{"like":[]}'])
def test_millions_of_small_values_are_refused_without_making_them(value: bytes) -> None:
    body = b"[%b]" % b",".join([value] * 1_000_000)
    began = process_time()
    with pytest.raises(UnreadableBody, match="values"):
        strictly_read(body)
    assert process_time() - began < 0.5


def test_signs_within_texts_are_no_values() -> None:
    text = '[{,"' * 200_000
    assert strictly_read(json.dumps({"text": text}).encode()) == {"text": text}
