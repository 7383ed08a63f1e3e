from __future__ import annotations

import pytest

from recsys.catalogue.languages import language_code, language_tag


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ko", "ko"),
        ("KOR", "ko"),
        ("ko-KR", "ko"),
        ("Korean", "ko"),
        ("한국어", "ko"),
        ("cn", "yue"),
        ("Mandarin", "zh"),
        ("yue", "yue"),
        ("Cantonese", "yue"),
        ("Punjabi", "pa"),
        ("Panjabi", "pa"),
        ("xx", None),
        ("", None),
        ("Elvish", None),
    ],
)
def test_language_folds_to_its_code(text: str, code: str | None) -> None:
    assert language_code(text) == code


def test_tag_keeps_script_and_country() -> None:
    assert language_tag("zh-Hant") == "zh-Hant"
    assert language_tag("Korean") == "ko"
    assert language_tag("qq-Hant") is None
