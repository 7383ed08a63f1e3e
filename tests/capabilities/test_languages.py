"""C38: answers in the viewer's language, and titles found in their own."""

from __future__ import annotations

import pytest

from recsys import Model, QueryError
from tests.capabilities.asking import ask, found_by, ids

SCRIPTS = {"ko": ("가", "힣"), "ja": ("ぁ", "ヿ")}


@pytest.mark.parametrize("language", SCRIPTS)
def test_c38_every_reason_is_in_the_language_that_was_asked_for(model: Model, language: str) -> None:
    first, last = SCRIPTS[language]
    answer = ask(model, like=["Romantics Anonymous"], language=language, k=20)
    assert answer.results
    for result in answer.results:
        for reason in result.reasons:
            assert any(first <= letter <= last for letter in reason.text), reason.text


@pytest.mark.parametrize("language", SCRIPTS)
def test_c38_the_language_changes_words_and_never_the_list(model: Model, language: str) -> None:
    english = ask(model, like=["Romantics Anonymous"])
    other = ask(model, like=["Romantics Anonymous"], language=language)
    assert ids(other) == ids(english)
    assert [result.parts for result in other.results] == [result.parts for result in english.results]


def test_c38_a_language_that_is_not_there_is_refused_with_those_that_are(model: Model) -> None:
    with pytest.raises(QueryError, match=r"(?s)tlh.*(ko|ja)"):
        ask(model, like=["Romantics Anonymous"], language="tlh")


@pytest.mark.parametrize(
    ("native", "id"),
    [("기생충", "parasite-2019"), ("君の名は", "your-name-2016"), ("길복순", "kill-boksoon-2023")],
)
def test_c38_a_title_is_found_by_its_native_name(model: Model, native: str, id: str) -> None:
    assert next(iter(found_by(model, native))) == id
