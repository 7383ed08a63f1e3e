"""All that is known of one title, for people and as JSON; what is not known is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from recsys.catalogue import read_catalogue
from recsys.catalogue.nations import crosses_borders, nations_of_cast, nations_of_crew
from recsys.publication import publish
from recsys.title import Credit, Role, Studio, Title
from service.app import create_app
from service.settings import Settings
from tests.cli.conftest import Run
from training.pipeline import train

FERRY: dict[str, Any] = {
    "schema": 1,
    "id": "ferry-2020",
    "title": "Ferry",
    "original_title": "나룻배",
    "aliases": [{"name": "The Last Boat", "kind": "working"}],
    "year": 2020,
    "form": "series",
    "medium": "live-action",
    "genres": ["drama"],
    "tags": ["harbour", "sad ending"],
    "tones": [
        {"id": "slow-burn", "intensity": 3},
        {"id": "dark", "basis": "inferred", "confidence": 0.7},
        {"id": "love-triangle", "state": "no"},
        {"id": "happy-ending", "state": "no"},
        {"id": "tragic"},
    ],
    "countries": ["KR"],
    "credits": [
        {"person": "Abe Ken", "role": "actor", "nationality": ["JP"], "order": 1},
        {"person": "Bae Su", "role": "actor", "nationality": ["KR"], "order": 2},
        {"person": "Chan Li", "role": "actor", "nationality": ["SG"], "order": 3},
        {"person": "Dan Oh", "role": "actor", "order": 4},
        {"person": "Egawa Mei", "role": "director", "nationality": ["JP"]},
    ],
    "filming_places": [{"name": "Busan", "country": "KR"}],
    "availability": [{"service": "Netflix", "country": "JP", "date": "2024-05"}],
    "ranks": [{"platform": "Netflix", "rank": 3, "country": "JP", "chart": "TV", "week": "2024-05-12"}],
    "relations": [
        {"kind": "sequel", "id": "ferry-2-2023"},
        {"kind": "same-source", "id": "boat-1999"},
        {"kind": "spin-off", "id": "nowhere-2030"},
    ],
    "sources": [{"kind": "comic", "name": "Boats"}],
    "facts": [
        {"field": "source", "value": "manga", "source": "a newspaper", "confidence": 0.6},
        {"field": "sources", "value": "manhwa", "source": "a service"},
        {"field": "tones", "value": "tragic", "source": "a fan"},
    ],
    "synopsis": "A ferryman waits.",
}
ROWS = (
    FERRY,
    {"schema": 1, "id": "ferry-2-2023", "title": "Ferry Two", "year": 2023, "genres": ["drama"]},
    {
        "schema": 1,
        "id": "boat-1999",
        "title": "Boat",
        "year": 1999,
        "genres": ["drama"],
        "content_warnings": [],
    },
    {"schema": 1, "id": "boat-2009", "title": "Boat", "year": 2009, "genres": ["war"]},
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published model of a few titles."""
    place = tmp_path_factory.mktemp("title")
    rows = place / "rows.jsonl"
    rows.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    publish(train(read_catalogue(rows, strict=True).catalogue), place / "model")
    return place / "model"


@pytest.fixture
def told(run: Run, folder: Path) -> str:
    """What is said of Ferry."""
    return run("title", "Ferry 2020", "--model", folder).stdout


def line(text: str, label: str) -> str:
    """What stands behind a label."""
    (found,) = [one for one in text.splitlines() if one.strip().startswith(f"{label}  ")]
    return found.strip().removeprefix(label).strip()


def after(text: str, heading: str) -> str:
    """The lines of a section."""
    return text.partition(f"\n{heading}\n")[2].partition("\n\n")[0]


def test_four_facts_of_origin_are_four_lines(told: str) -> None:
    assert line(told, "produced in") == "South Korea"
    assert line(told, "nationality of cast") == "3 nations: JP 1, KR 1, SG 1; unknown of 1"
    assert line(told, "nationality of crew") == "1 nation: JP 1"
    assert line(told, "filmed in") == "Busan (South Korea)"
    assert line(told, "set in") == "unknown"
    assert line(told, "crew across borders") == "yes"


def test_each_person_has_a_nationality_or_none_known(told: str) -> None:
    assert line(told, "actor") == "Abe Ken (JP), Bae Su (KR), Chan Li (SG), Dan Oh (nationality unknown)"
    assert line(told, "director") == "Egawa Mei (JP)"
    assert line(told, "writer") == "unknown"


def test_tones_say_how_strong_they_are_and_how_that_is_known(told: str) -> None:
    assert line(told, "slow burn") == "strong (3 of 3), stated"
    assert line(told, "dark") == "clear (2 of 3), inferred, 70% sure"
    assert line(told, "transnational cast") == "strong (3 of 3), computed from the facts"


def test_what_is_known_to_be_absent_is_told_apart(told: str) -> None:
    assert "no: love triangle" in after(told, "Known to be absent")
    assert "love triangle" not in after(told, "How it feels")


def test_endings_are_named_only_when_asked_for(run: Run, folder: Path, told: str) -> None:
    for word in ("tragic", "happy ending", "sad ending"):
        assert word not in told.casefold()
    assert "something is known of its ending: --spoilers names it" in told
    whole = run("title", "ferry-2020", "--model", folder, "--spoilers").stdout.casefold()
    assert "tragic" in after(whole, "how it feels")
    assert "no: happy ending" in after(whole, "known to be absent")
    assert "a fan: tragic" in whole
    assert "--spoilers" not in whole


def test_warnings_that_nobody_looked_for_are_no_absence(run: Run, folder: Path, told: str) -> None:
    assert after(told, "Content warnings").strip() == "nobody has looked"
    boat = run("title", "boat-1999", "--model", folder).stdout
    assert after(boat, "Content warnings").strip() == "looked for, none found"


def test_availability_and_ranks_are_told_with_their_dates(told: str) -> None:
    assert after(told, "Where it could be watched").strip() == "Netflix, Japan, seen 2024-05"
    assert after(told, "Ranks").strip() == "No. 3 on Netflix, TV, Japan, week of 2024-05-12"


def test_relations_are_sentences_and_versions_stand_apart(told: str) -> None:
    assert "are from the same source [boat-1999]" in after(told, "Other versions of its story")
    world = after(told, "Of the same story world")
    assert "Ferry Two is a sequel of Ferry [ferry-2-2023]" in world
    assert "spin off: nowhere-2030, which is not in the catalogue" in world


def test_conflicting_sources_are_both_told_beside_the_row(told: str) -> None:
    said = after(told, "Who says what")
    assert "sources: CONFLICT" in said
    assert "the catalogue: comic Boats" in said
    assert "a newspaper: manga (60% sure)" in said
    assert "a service: manhwa" in said


def test_all_that_is_not_known_is_said_to_be_unknown(run: Run, folder: Path) -> None:
    bare = run("title", "boat-2009", "--model", folder).stdout
    for label in ("form", "length", "produced in", "nationality of cast", "filmed in", "set in", "studio"):
        assert line(bare, label) == "unknown"
    for heading in ("How it feels", "Known to be absent", "Where it could be watched", "Ranks"):
        assert after(bare, heading).strip() == "unknown"


def test_another_name_is_told_as_such(run: Run, folder: Path) -> None:
    assert "found by working title: The Last Boat" in run("title", "the last boat", "--model", folder).stdout


@pytest.mark.parametrize(("name", "code"), [("Submarine Nine", 3), ("Boat", 4), ("Boat 1999", 0)])
def test_name_is_resolved_as_everywhere(run: Run, folder: Path, name: str, code: int) -> None:
    assert run("title", name, "--model", folder).exit_code == code


def test_json_is_what_the_service_answers(run: Run, folder: Path) -> None:
    document = json.loads(run("title", "Ferry 2020", "--model", folder, "--json").stdout)
    assert document.pop("matched_by") == "title"
    with TestClient(create_app(folder, Settings())) as client:
        assert client.get("/v1/titles/ferry-2020").json() == document


# Nations


def cast(*nations: tuple[str, ...]) -> Title:
    return Title(
        id="a", title="A", credits=tuple(Credit(f"P{n}", nationality=c) for n, c in enumerate(nations))
    )


def test_people_with_two_passports_count_in_both_and_make_one_nation() -> None:
    nations = nations_of_cast(cast(("JP", "KR"), ("KR",), ()))
    assert (nations.count, nations.people, nations.unknown) == (1, {"KR": 2, "JP": 1}, 1)


def test_director_who_also_writes_is_one_person() -> None:
    both = tuple(Credit("A", role=role, nationality=("JP",)) for role in (Role.DIRECTOR, Role.WRITER))
    assert nations_of_crew(Title(id="a", title="A", credits=both)).people == {"JP": 1}


@pytest.mark.parametrize(
    ("countries", "nationality", "studio", "expected"),
    [
        (("KR",), ("JP",), None, True),
        (("KR",), ("KR",), None, False),
        (("KR",), (), None, None),
        ((), ("JP",), None, None),
        (("KR",), (), "JP", True),
    ],
)
def test_crossed_borders_are_known_absent_or_unknown(
    countries: tuple[str, ...], nationality: tuple[str, ...], studio: str | None, expected: bool | None
) -> None:
    crew = (Credit("A", role=Role.DIRECTOR, nationality=nationality),)
    studios = (Studio("S", studio),) if studio else ()
    title = Title(id="a", title="A", countries=countries, credits=crew, studios=studios)
    assert crosses_borders(title) is expected
