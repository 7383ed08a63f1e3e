"""Lines are read in any encoding, numbered, and never longer than the memory bears."""

from __future__ import annotations

import gzip

import pytest

from recsys.errors import BadData
from recsys.files import LONGEST_LINE, source_of_bytes, sources_of_bytes, text_lines


def lines(data: bytes, encoding: str | None = None) -> list[str]:
    return [text for _, text, _ in text_lines(source_of_bytes("t.txt", data), encoding=encoding)]


def problems(data: bytes) -> list[str]:
    found = text_lines(source_of_bytes("t.txt", data))
    return [str(problem) for _, _, report in found for problem in report.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unicode_is_read_in_each_of_its_encodings(encoding: str) -> None:
    # Without a mark, UTF-16 is known by the zeros of its Latin letters.
    assert lines("Goblin\r\n도깨비\n".encode(encoding)) == ["Goblin", "도깨비"]


def test_a_line_that_is_not_utf8_is_read_as_windows_text_and_told() -> None:
    data = "ok\nAmélie\n".encode("windows-1252")
    assert lines(data) == ["ok", "Amélie"]
    assert problems(data) == ["t.txt:2: is not UTF-8: read as windows-1252"]


def test_only_the_first_of_many_such_lines_are_told() -> None:
    found = problems("é\n".encode("latin-1") * 1000)
    assert len(found) == 20
    assert "later lines of this kind are not told" in found[-1]


def test_an_owner_may_name_the_encoding() -> None:
    assert lines("도깨비".encode("cp949"), "cp949") == ["도깨비"]


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(BadData, match="there is no encoding 'klingon'"):
        lines(b"x", "klingon")


def test_a_line_that_would_fill_the_memory_is_left_out_and_told() -> None:
    data = b"a\n" + b"x" * (2 * LONGEST_LINE + 5) + b"\nb\n"
    assert lines(data) == ["a", "", "b"]
    assert "t.txt:2: the line is longer" in problems(data)[0]


def test_the_end_of_a_damaged_file_says_where_it_is() -> None:
    (source,) = sources_of_bytes("a.txt.gz", gzip.compress(b"line\n" * 99_999)[:-9])
    *_, (number, text, report) = text_lines(source)
    assert (text, report.line) == ("", number)
    assert "from here on" in report.problems[0].reason


def test_lines_are_numbered_from_one_also_after_blank_ones() -> None:
    source = source_of_bytes("t.txt", b"\na\n\nb")
    assert [number for number, text, _ in text_lines(source) if text] == [2, 4]
