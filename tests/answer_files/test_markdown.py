from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.answer import RelatedTitle
from recsys.answer_files import answer_markdown
from recsys.answer_files.markdown import escaped
from tests.answer_files.answers import NOTHING_LEFT, answer, result


def test_a_result_is_an_item_with_its_reasons_and_notes() -> None:
    told = result(original_title="등불", reasons=("feels alike: hope",), notes=("not yet released",))
    assert answer_markdown(answer(told)) == (
        "# Like The Lantern\n\n"
        "1. **Title 1** 등불 (2019, film, South Korea)\n"
        "   - tone: feels alike: hope\n"
        "   - note: not yet released\n"
    )


def test_details_belong_to_their_item_also_under_two_digits() -> None:
    assert "10. **Title 10**" in (text := answer_markdown(answer(result(10, reasons=("hope",)))))
    assert "\n    - tone: hope\n" in text


def test_animation_is_told() -> None:
    assert "(2019, animated film, South Korea)" in answer_markdown(answer(result(medium="animation")))


def test_an_empty_answer_says_which_filter_to_drop() -> None:
    text = answer_markdown(NOTHING_LEFT)
    assert "Nothing is left." in text
    assert "- without genres: 1 result\n- without year: 3 results\n" in text


def test_story_world_and_notices_follow() -> None:
    related = RelatedTitle("r", "The Lantern Returns", 2021, "sequel", "The Lantern Returns is a sequel")
    text = answer_markdown(answer(result(), related=(related,), notices=("a notice",)))
    assert "## Of the same story world\n\n- The Lantern Returns is a sequel\n" in text
    assert text.endswith("## Please note\n\n- a notice\n")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", r"a\|b"),
        ("*NSYNC_", r"\*NSYNC\_"),
        ("[link](x)", r"\[link\](x)"),
        ("<script>", r"\<script\>"),
        (r"back\slash`", r"back\\slash\`"),
        ("&lt;", r"\&lt;"),
        ("#Alive", r"\#Alive"),
        ("- list", r"\- list"),
        ("1. first", r"1\. first"),
        ("two\nlines", "two lines"),
    ],
)
def test_signs_of_markdown_are_escaped(text: str, shown: str) -> None:
    assert escaped(text) == shown


@given(st.text(max_size=40))
def test_no_sign_is_left_bare_and_nothing_is_lost(text: str) -> None:
    found = escaped(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|]", found)
    assert re.sub(r"\\([\W_])", r"\1", found) == " ".join(text.split())
