from __future__ import annotations

from pathlib import Path

import pytest

from recsys.errors import BadData
from recsys.wording.messages import Messages, read_messages

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def read(folder: Path, *texts: str, code: str = "ko") -> Messages:
    paths = [folder / f"{number}.po" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(HEAD + text, encoding="utf-8")
    return read_messages(paths, code)


def test_a_translation_is_found_by_its_english(tmp_path: Path) -> None:
    assert read(tmp_path, 'msgid "ending"\nmsgstr "결말"\n').find("ending") == "결말"


def test_a_name_is_found_in_its_context_only(tmp_path: Path) -> None:
    messages = read(tmp_path, 'msgctxt "genre"\nmsgid "Drama"\nmsgstr "드라마"\n')
    assert messages.find("Drama", context="genre") == "드라마"
    assert messages.find("Drama") is None


def test_what_is_empty_or_doubtful_is_not_translated(tmp_path: Path) -> None:
    messages = read(tmp_path, '#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n')
    assert (messages.find("a"), messages.find("c")) == (None, None)


def test_the_last_file_wins(tmp_path: Path) -> None:
    messages = read(
        tmp_path, 'msgid "a"\nmsgstr "one"\n\nmsgid "b"\nmsgstr "one"\n', 'msgid "a"\nmsgstr "two"\n'
    )
    assert (messages.find("a"), messages.find("b")) == ("two", "one")


@pytest.mark.parametrize("strange", ["{genre}", "{genres.__class__}", "{genres!r}", "{genres:>99999}", "{}"])
def test_a_placeholder_that_the_english_has_not_is_refused(tmp_path: Path, strange: str) -> None:
    with pytest.raises(BadData, match=r"0\.po:\d+: msgstr has the placeholder .* has \{genres\}"):
        read(tmp_path, f'msgid "also {{genres}}"\nmsgstr "장르 {strange}"\n')


def test_an_open_brace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"0\.po:\d+"):
        read(tmp_path, 'msgid "also {genres}"\nmsgstr "장르 {genres"\n')


def test_a_damaged_file_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"0\.po:5: no line of a \.po file: 'nonsense'"):
        read(tmp_path, "nonsense\n")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(HEAD.encode() + 'msgid "ending"\nmsgstr "결말"\n'.encode("cp949"))
    with pytest.raises(BadData, match=r"a\.po: no \.po file in UTF-8"):
        read_messages([path], "ko")


def test_a_language_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="'qqq' is no language that Babel knows"):
        read(tmp_path, "", code="qqq")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="cannot be read"):
        read_messages([tmp_path], "ko")
