"""C35: a row with hardly any facts neither breaks an answer nor stands at its top."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from recsys import Catalogue, Model, Title, read_catalogue
from recsys.catalogue import row_from_title
from tests.capabilities.asking import ask, ids, result_of
from training.pipeline import train

BARE = {"id": "bare", "title": "Bare"}


@pytest.fixture(scope="session")
def incomplete_model(fixture_model: Model, tmp_path_factory: pytest.TempPathFactory) -> Model:
    """The mission's titles, Soul Mate without people or dates, and a row that has only a name."""
    titles = [fixture_model.title(row) for row in range(len(fixture_model))]
    rows = [row_from_title(t) for t in titles if t.id != "soul-mate-2025"]
    path = tmp_path_factory.mktemp("incomplete") / "catalogue.jsonl"
    thin = {"id": "soul-mate-2025", "title": "Soul Mate", "genres": ["romance"], "countries": ["JP", "KR"]}
    lines = [json.dumps(row, ensure_ascii=False) for row in (*rows, thin, BARE)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    reading = read_catalogue([path])
    assert not reading.problems
    return train(reading.catalogue)


def test_c35_a_row_without_people_dates_or_tones_is_recommended(incomplete_model: Model) -> None:
    answer = ask(incomplete_model, like=["romantics-anonymous-2025"])
    reasons = [reason.text for reason in result_of(answer, "soul-mate-2025").reasons]
    assert reasons == ["also romance", "Japan and South Korea together and international co-production"]


def test_c35_a_row_without_people_dates_or_tones_can_be_a_seed(incomplete_model: Model) -> None:
    answer = ask(incomplete_model, like=["Soul Mate"])
    assert "what-comes-after-love-2024" in ids(answer)[:3]
    for result in answer.results:
        assert sum(part.value for part in result.parts) == pytest.approx(result.score, abs=1e-6)


@pytest.mark.parametrize("seed", ["romantics-anonymous-2025", "parasite-2019", "your-name-2016"])
def test_c35_a_row_without_any_fact_is_never_recommended(incomplete_model: Model, seed: str) -> None:
    assert "bare" not in ids(ask(incomplete_model, like=[seed], relations="include"))


def test_c35_a_row_without_any_fact_as_a_seed_gives_nothing_and_says_so(incomplete_model: Model) -> None:
    answer = ask(incomplete_model, like=["Bare"])
    assert answer.results == ()
    assert "no title shares a trait with the question" in answer.notices


def test_c35_an_unknown_form_is_kept_and_marked(model: Model) -> None:
    answer = ask(model, like=["Squid Game"], filters={"form": "series", "countries": {"any": ["SG"]}})
    assert "not known: form" in result_of(answer, "kidnap-game-2026").notes


def test_c35_a_catalogue_of_names_alone_can_be_trained_and_asked() -> None:
    model = train(Catalogue([Title(id="a", title="One Name"), Title(id="b", title="Other Name")]))
    assert ask(model, like=["One Name"]).results == ()


def test_c35_cast_that_is_missing_takes_nothing_from_the_other_blocks(fixture_model: Model) -> None:
    titles = [fixture_model.title(row) for row in range(len(fixture_model))]
    model = train(Catalogue(replace(t, credits=()) for t in titles))
    answer = ask(model, like=["Kidnap Game"])
    assert "what-comes-after-love-2024" in ids(answer)
    assert not [part for r in answer.results for part in r.parts if part.block in ("cast", "creators")]
