"""How an answer reads: in the viewer's language, versions apart from sequels, filters in words."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from recsys.answer import Answer, RelatedTitle, Relaxation, ResolvedSeed
from recsys.answer_files import answer_markdown
from recsys.cli.render import render_answer
from recsys.cli.render_question import MOST_SEEDS
from recsys.filter_names import filter_in_words
from recsys.wording import ENGLISH, language_of
from tests.answer_files.answers import answer, result

RETURNS = RelatedTitle("r", "The Lantern Returns", 2021, "sequel", "The Lantern Returns carries it on")
OLDER = RelatedTitle("o", "Old Lantern", 1961, "original", "The Lantern is a remake of Old Lantern", True)


def shown(found: Answer) -> list[str]:
    stream = io.StringIO()
    render_answer(Console(file=stream, width=10_000, markup=False, emoji=False, highlight=False), found)
    return stream.getvalue().splitlines()


def asked(found: Answer, **options: object) -> Answer:
    return replace(found, query=replace(found.query, options=options))


def test_other_versions_stand_apart_from_the_story_world() -> None:
    lines = shown(answer(result(), related=(RETURNS, OLDER)))
    assert lines[-5:] == [
        "Other versions of the same story:",
        "  - The Lantern is a remake of Old Lantern",
        "",
        "Of the same story world:",
        "  - The Lantern Returns carries it on",
    ]


def test_countries_and_forms_are_named_in_the_language_of_the_answer() -> None:
    found = answer(result(countries=("JP", "KR"), form="series"))
    assert "(2019, series, Japan + South Korea)" in "\n".join(shown(found))
    assert "(2019, 시리즈, 일본 + 한국)" in "\n".join(shown(asked(found, language="ko")))


def test_animation_is_told() -> None:
    assert "(2019, animated film, South Korea)" in "\n".join(shown(answer(result(medium="animation"))))


@pytest.mark.parametrize("code", ["en", "ko", "ja"])
def test_reasons_and_notes_stand_under_each_other_in_every_language(code: str) -> None:
    found = asked(answer(result(reasons=("feels alike",), notes=("not yet released",))), language=code)
    reason, note = shown(found)[-2:]
    places = {cell_len(reason.partition("feels")[0]), cell_len(note.partition("not yet")[0])}
    assert len(places) == 1


def test_titles_of_several_viewers_stand_under_their_names() -> None:
    seeds = (
        ResolvedSeed("a", "Alpha", 1.0, "title", 1),
        ResolvedSeed("b", "Beta", -0.5, "alias", 2),
        ResolvedSeed("c", "Gamma", 1.0, "title", 2),
    )
    found = asked(answer(), together=["Ana", "Ben"])
    found = replace(found, query=replace(found.query, seeds=seeds))
    assert shown(found)[:5] == [
        "Ana:",
        "  Like Alpha [a]",
        "Ben:",
        "  Like Gamma [c]",
        "  Unlike Beta [b] (found by alias)",
    ]


def test_a_long_history_is_not_listed_to_its_end() -> None:
    lines = shown(answer(liked=tuple(f"Title {n}" for n in range(MOST_SEEDS + 30))))
    assert sum(line.startswith("Like ") for line in lines) == MOST_SEEDS
    assert "  and 30 more" in lines


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("countries.all", "production countries (leave out --countries-all)"),
        ("cities.any", "places (leave out --cities-any)"),
        ("year", "year (leave out --year-from and --year-to)"),
        ("period", "time of the story (leave out --period-from and --period-to)"),
        ("within", "titles to choose from (leave out --within and --within-title)"),
        ("max_minutes", "length (leave out --max-minutes)"),
        ("released_by", "release date (leave out --released-by)"),
        ("services", "where it can be watched (leave out --services)"),
        ("genres: slice-of-life", "genre: slice of life (leave out --genres slice-of-life)"),
        (
            "tones: slow-burn-romance>=2",
            "tone: slow burn romance >= 2 (leave out --tones 'slow-burn-romance>=2')",
        ),
        ("avoid: gore", "what to avoid: gore (leave out --avoid gore)"),
        ("cast: Bae Doona", "cast: Bae Doona (leave out --cast 'Bae Doona')"),
        ("cast_from: KR", "nationality of the cast: South Korea (leave out --cast-from KR)"),
        ("set_in: Paris", "where it is set: Paris (leave out --set-in Paris)"),
        ("new_filter: x", "new_filter: x (leave out --new-filter x)"),
    ],
)
def test_an_empty_answer_names_a_filter_in_words_and_the_option_to_leave_out(name: str, line: str) -> None:
    lines = shown(answer(relaxations=(Relaxation(name, 3),)))
    assert f"  - without a condition on {line}: 3 results" in lines


def test_a_filter_that_a_text_may_have_set_names_the_text_too() -> None:
    lines = shown(answer(text="by a Japanese director", relaxations=(Relaxation("directors_from: JP", 1),)))
    told = "nationality of the directors: Japan (leave out --directors-from JP and --text): 1 result"
    assert f"  - without a condition on {told}" in lines


def test_filters_are_named_in_the_language() -> None:
    assert filter_in_words("cast_from: JP", language_of("ko")).endswith("일본")
    assert filter_in_words("year", language_of("ko")) != filter_in_words("year", ENGLISH)


def test_markdown_says_the_same_of_versions_and_countries() -> None:
    text = answer_markdown(asked(answer(result(), related=(RETURNS, OLDER)), language="ja"))
    assert "韓国" in text
    assert text.index("Old Lantern") < text.index("The Lantern Returns carries it on")
    assert text.count("## ") == 2
