from __future__ import annotations

import babel
import pytest

from recsys.catalogue.languages import language_code
from recsys.catalogue.locale_names import locale_names
from recsys.catalogue.package_data import vocabulary_file


def test_file_holds_what_babel_says() -> None:
    stored = vocabulary_file("locale_names.json")
    if stored["babel"] != babel.__version__:
        pytest.skip(f"the file was written with babel {stored['babel']}, and this is {babel.__version__}")
    assert stored == locale_names(), "write it again: see recsys/catalogue/locale_names.py"


@pytest.mark.parametrize("text", ["Korean", "한국어", "ko-KR", "kor"])
def test_language_is_known_by_its_names_and_codes(text: str) -> None:
    assert language_code(text) == "ko"
