"""XML is read without entities, without references, and within bounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recsys.files import XmlElement, source_of_bytes, xml_records


def records(data: str | bytes, *tags: str) -> list[XmlElement]:
    raw = data.encode() if isinstance(data, str) else data
    found = xml_records(source_of_bytes("t.xml", raw), tags or ("anime",))
    return [element for element, _ in found if element is not None]


def problems(data: str | bytes, *tags: str) -> list[str]:
    raw = data.encode() if isinstance(data, str) else data
    found = xml_records(source_of_bytes("t.xml", raw), tags or ("anime",))
    return [str(problem) for _, report in found for problem in report.problems]


def test_elements_of_a_name_come_with_what_is_in_them() -> None:
    (found,) = records("<list><anime><Title><![CDATA[A & B]]></Title><id site='x'> 7 </id></anime></list>")
    assert (found.get("title"), found.get("id"), found.all("id")[0].attributes) == (
        "A & B",
        "7",
        {"site": "x"},
    )


def test_they_know_the_line_that_they_begin_on() -> None:
    found = xml_records(source_of_bytes("t", b"<r>\n<a/>\n\n<a/></r>"), ("a",))
    assert [report.line for _, report in found] == [2, 4]


def test_what_follows_the_document_is_passed_over() -> None:
    text = "<movie><title>Her</title></movie>\nhttps://www.themoviedb.org/movie/152601"
    assert records(text, "movie")[0].get("title") == "Her"
    assert problems(text, "movie") == []


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r><anime>&b;</anime></r>'
    assert records(bomb) == []
    assert "Entities" in problems(bomb)[0]


def test_files_are_not_read_for_a_document() -> None:
    text = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><anime>&x;</anime></r>'
    assert records(text) == []
    assert len(problems(text)) == 1


def test_a_plain_doctype_does_no_harm() -> None:
    assert len(records('<?xml version="1.0"?><!DOCTYPE r><r><anime/></r>')) == 1


def test_a_document_that_is_cut_off_gives_what_was_whole_and_says_where() -> None:
    text = "<r>\n<anime><id>1</id></anime>\n<anime><id>2"
    assert [one.get("id") for one in records(text)] == ["1"]
    assert problems(text)[0].startswith("t.xml:3: is not XML")


def test_elements_nested_without_end_are_told() -> None:
    assert "levels deep" in problems("<r>" + "<anime>" * 1000)[0]


def test_a_text_that_would_fill_the_memory_is_told() -> None:
    assert "longer than" in problems(f"<r><anime>{'x' * (2**20 + 1)}</anime></r>")[0]


def test_an_element_with_too_many_others_is_told() -> None:
    assert "holds more than" in problems(f"<r><anime>{'<a/>' * 20_000}</anime></r>")[0]


def test_an_encoding_that_nobody_knows_is_told() -> None:
    assert problems('<?xml version="1.0" encoding="klingon"?><r/>')


@given(st.binary(max_size=200))
def test_no_bytes_bring_it_down(data: bytes) -> None:
    found = list(xml_records(source_of_bytes("t.xml", b"<r><anime>" + data), ("anime",)))
    assert all(element is not None or report.problems for element, report in found)
