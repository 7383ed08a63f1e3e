from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from recsys.errors import QueryError
from recsys.wording import ENGLISH, LANGUAGES, language_of
from recsys.wording.locales import message_files

THAI = """\
msgid ""
msgstr ""
"Language: th\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "also {genres}"
msgstr "แนวเดียวกัน: {genres}"
"""


def _with_locales(folder: Path, code: str) -> str:
    """What a new process says that was told of a folder of locales."""
    finished = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "RECSYS_LOCALES": str(folder), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return finished.stdout.strip()


def _put(folder: Path, language: str, text: str) -> Path:
    path = folder / language / "LC_MESSAGES" / "answers.po"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_english_korean_and_japanese_are_there() -> None:
    assert {"en", "ja", "ko"} <= set(LANGUAGES)
    assert LANGUAGES[0] == "en"


@pytest.mark.parametrize("code", ["ko", "KO", "ko-KR", "ko_KR", " ko ", "ko-Kore-KR"])
def test_a_language_is_found_by_any_spelling_of_its_code(code: str) -> None:
    assert language_of(code) is language_of("ko")


def test_english_of_any_country_is_english() -> None:
    assert language_of("en-GB") is ENGLISH


@pytest.mark.parametrize("code", ["th", "", "Korean", "../ko", "k" * 5000, "ko-" * 3000])
def test_an_unknown_language_is_refused_with_those_that_there_are(code: str) -> None:
    with pytest.raises(QueryError, match="en, ja, ko") as refused:
        language_of(code)
    assert len(str(refused.value)) < 300


def test_a_folder_of_ones_own_adds_a_language(tmp_path: Path) -> None:
    _put(tmp_path, "th", THAI)
    code = (
        "from recsys.wording import LANGUAGES, language_of\n"
        "thai = language_of('th-TH')\n"
        "print(LANGUAGES, thai.say('also {genres}', genres='x'), thai.say('from {country}', country='y'))"
    )
    assert _with_locales(tmp_path, code) == "('en', 'ja', 'ko', 'th') แนวเดียวกัน: x from y"


def test_a_folder_that_is_not_there_is_told_to_who_misses_a_language(tmp_path: Path) -> None:
    code = (
        "from recsys.wording import language_of\n"
        "try:\n    language_of('th')\nexcept Exception as error:\n    print(error)"
    )
    assert "RECSYS_LOCALES names" in _with_locales(tmp_path / "nowhere", code)


def test_a_later_folder_comes_after_an_earlier_one(tmp_path: Path) -> None:
    own, added = _put(tmp_path / "own", "ko", THAI), _put(tmp_path / "added", "ko", THAI)
    assert message_files([tmp_path / "own", tmp_path / "added"]) == {"ko": (own, added)}


def test_a_folder_without_messages_is_no_language(tmp_path: Path) -> None:
    (tmp_path / "ko").mkdir()
    (tmp_path / "readme").write_text("", encoding="utf-8")
    assert message_files([tmp_path]) == {}


def test_a_country_or_script_in_the_name_of_a_folder_is_part_of_the_code(tmp_path: Path) -> None:
    path = _put(tmp_path, "pt_BR", THAI)
    assert message_files([tmp_path]) == {"pt-BR": (path,)}


def test_english_needs_no_message_files(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from recsys.wording import ENGLISH, language_of\n"
        "language_of('en').say('also {genres}', genres=ENGLISH.listed([ENGLISH.genre('drama'), 'b']))\n"
        "ENGLISH.tone('slow-burn'), ENGLISH.country('KR'), ENGLISH.language_name('ko')\n"
        "print(sorted(name for name in sys.modules if name.startswith(('babel.messages', 'babel.lists'))))"
    )
    assert _with_locales(tmp_path, code) == "[]"
