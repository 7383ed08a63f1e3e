"""C39, C41, C42: who says what, what changes between two models, and what looks wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recsys import Catalogue, Model, Title, common_seeds, diff, load_builtin
from recsys.catalogue import AuditReport, FindingKind, Severity, audit
from recsys.catalogue.claims import claims_of
from recsys.title import Fact
from tests.capabilities.asking import MISSION_TITLES
from training.pipeline import train


def told(*facts: Fact) -> Title:
    return Title(id="a", title="A", year=2020, facts=facts)


def test_c39_sources_that_agree_are_no_conflict() -> None:
    (year,) = claims_of(told(Fact("year", "2020", "one"), Fact("year", "2020", "another")))
    assert (len(year.claims), year.is_conflict) == (2, False)


def test_c39_a_source_that_contradicts_the_row_is_a_conflict_and_both_are_kept() -> None:
    (year,) = claims_of(told(Fact("year", "2021", "one", 0.4)))
    assert year.is_conflict
    assert [str(held) for held in year.held] == ["2020"]
    assert [(claim.value, claim.source, claim.confidence) for claim in year.claims] == [("2021", "one", 0.4)]


def test_c39_a_title_of_which_nobody_said_more_has_no_claims(builtin_model: Model) -> None:
    assert not claims_of(told())


@pytest.fixture(scope="module")
def without_one(fixture_model: Model) -> Model:
    kept = (id for id in MISSION_TITLES if id != "squid-game-2021")
    return train(Catalogue(fixture_model.title(fixture_model.row(id)) for id in kept))


def test_c41_a_model_differs_in_nothing_from_itself(fixture_model: Model) -> None:
    found = diff(fixture_model, fixture_model, common_seeds(fixture_model, fixture_model))
    assert (found.mean_overlap, len(found.changed), found.failures) == (1, 0, ())


def test_c41_what_went_out_one_way_came_in_the_other(fixture_model: Model, without_one: Model) -> None:
    there = diff(fixture_model, without_one, common_seeds(fixture_model, without_one), k=5)
    back = diff(without_one, fixture_model, common_seeds(without_one, fixture_model), k=5)
    assert there.only_a == back.only_b == ("squid-game-2021",)
    out = {query.name: {gone.id for gone in query.went_out} for query in there.changed}
    into = {query.name: {come.id for come in query.came_in} for query in back.changed}
    assert out == into
    assert any("squid-game-2021" in ids for ids in out.values())


@pytest.fixture(scope="module")
def report() -> AuditReport:
    """What is found in the mission's titles, one of them twice, and one with a label of one country."""
    titles = [title for title in load_builtin() if title.id in MISSION_TITLES]
    twice = replace(next(t for t in titles if t.id == "parasite-2019"), id="parasite-again", relations=())
    label = replace(next(t for t in titles if t.id == "connect-2022"), countries=("KR",))
    return audit(Catalogue([*(t for t in titles if t.id != "connect-2022"), twice, label]))


def test_c42_a_title_that_stands_there_twice_is_a_double(report: AuditReport) -> None:
    assert [found.ids for found in report.of(FindingKind.DUPLICATE)] == [("parasite-2019", "parasite-again")]


def test_c42_a_label_of_one_country_that_people_contradict_is_pointed_at(report: AuditReport) -> None:
    found = [one for one in report.of(FindingKind.ONE_COUNTRY_LABEL) if "connect-2022" in one.ids]
    assert [one.text for one in found if "KR alone" in one.text and "JP" in one.text]


def test_c42_nothing_is_surely_or_probably_wrong_in_the_built_in_catalogue() -> None:
    counts = audit(load_builtin()).counts
    assert (counts[Severity.ERROR], counts[Severity.WARNING]) == (0, 0)
