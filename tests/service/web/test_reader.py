from __future__ import annotations

import pytest

from recsys.wording import LANGUAGES, language_of
from service.web.reader import Reader, own_name

CHOSEN = Reader(language_of("ko"), True, "/titles/a", (("x", "1"),))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/", "/?language=ko"),
        ("/?like=a", "/?like=a&language=ko"),
        ("/?like=a&language=ja", "/?like=a&language=ja"),
        ("/titles/a%2Fb%3F#people", "/titles/a%2Fb%3F?language=ko#people"),
        ("#compare", "#compare"),
    ],
)
def test_a_chosen_language_stays_in_every_address(address: str, kept: str) -> None:
    assert CHOSEN.here(address) == kept


def test_a_language_that_only_the_browser_wishes_is_in_no_address() -> None:
    assert Reader(language_of("ko")).here("/?like=a") == "/?like=a"


def test_the_switches_lead_to_the_same_page() -> None:
    switches = list(CHOSEN.switches())
    assert [each.code for each in switches] == list(LANGUAGES)
    assert [each.address for each in switches if each.code == "ja"] == ["/titles/a?x=1&language=ja"]
    assert [each.code for each in switches if each.is_current] == ["ko"]


def test_a_language_calls_itself_by_its_own_name() -> None:
    assert [own_name(code) for code in ("en", "ko", "ja", "th")] == ["English", "한국어", "日本語", "ไทย"]
