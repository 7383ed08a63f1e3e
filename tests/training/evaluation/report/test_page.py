from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from recsys.errors import QueryError
from tests.training.evaluation.report.measured import (
    CATALOGUE,
    FOUND,
    HOSTILE,
    JUDGEMENTS,
    MODEL,
    SETTINGS,
)
from training.evaluation.report import Contents, contents, n_steps, render, require_matplotlib

VOID = {"meta", "link", "img", "br"}


class Reading(HTMLParser):
    """Everything of a page that the tests ask about."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def values(self, attribute: str) -> list[str]:
        return [own[attribute] or "" for _, own in self.tags if attribute in own]


@pytest.fixture(scope="module")
def told() -> Contents:
    return contents(CATALOGUE, MODEL, JUDGEMENTS, FOUND, settings=SETTINGS)


@pytest.fixture(scope="module")
def page(told: Contents) -> str:
    return render(told)


def cells(page: str, heading: str, row: str) -> list[str]:
    """Cells of the first row of that name after the heading with that id."""
    after = page.split(f'id="{heading}"', 1)[1].split("<tbody>", 1)[1]
    found = re.search(rf'<tr><th scope="row">{row}</th>(.*?)</tr>', after)
    assert found is not None
    return re.findall(r"<td[^>]*>(.*?)</td>", found[1])


def test_every_section_is_there(page: str) -> None:
    ids = set(Reading(page).values("id"))
    parts = {"methods", "beyond", "blocks", "diversity"}
    assert {f"{kind}-{part}" for kind in ("pairs", "ratings") for part in parts} <= ids
    assert {"labels-methods", "labels-blocks", "examples", "map", "weights"} <= ids
    assert not {"labels-beyond", "labels-diversity"} & ids


def test_nothing_is_loaded_from_elsewhere(page: str) -> None:
    assert "http" not in page
    reading = Reading(page)
    for attribute in ("src", "href", "xlink:href"):
        assert all(value.startswith(("#", "data:image/png")) for value in reading.values(attribute))
    assert not {"link", "script", "iframe", "object"} & {tag for tag, _ in reading.tags}
    assert "@import" not in page
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", page))


def test_what_a_catalogue_says_is_only_text(page: str) -> None:
    assert "<script" not in page
    assert HOSTILE in "".join(Reading(page).text)


def test_tags_are_closed_in_their_order(page: str) -> None:
    assert Reading(page).open == []


def test_no_id_stands_twice_and_what_is_referred_to_is_there(page: str) -> None:
    reading = Reading(page)
    ids = reading.values("id")
    assert len(ids) == len(set(ids))
    referred = [value for value in reading.values("href") + reading.values("xlink:href") if value[0] == "#"]
    assert {value[1:] for value in referred} <= set(ids)


def test_figures_of_methods_are_those_of_the_evaluation(page: str) -> None:
    for task in FOUND.tasks:
        for method in task.methods:
            shown = cells(page, f"{task.kind}-methods", method.name)
            metrics = [name for name in method.figures if name != "graded_ndcg" or task.kind == "pairs"]
            assert shown == [
                f"{f.value:.4f} ({f.low:.4f} to {f.high:.4f})"
                for f in (method.figures[name] for name in metrics)
            ]


def test_comparisons_are_those_of_the_evaluation(page: str) -> None:
    after = page.split('aria-label="Table of the comparisons"', 1)[1]
    found = FOUND.task("pairs").method("soup").against["ndcg"].difference
    assert f"{found.value:+.4f} ({found.low:+.4f} to {found.high:+.4f})".replace("-", "−") in after


def test_figures_of_blocks_and_diversity_are_those_measured(page: str, told: Contents) -> None:
    for ablation in told.ablations:
        for gain in ablation.blocks:
            shown = cells(page, f"{ablation.kind}-blocks", gain.block)
            assert shown[:2] == [f"{gain.weight:.4f}", f"{gain.without.value:.4f}"]
            assert shown[2].startswith(f"{gain.gain.value:+.4f} ".replace("-", "−"))
            assert shown[3].startswith(f"{gain.alone.value:.4f} ")
    for traded in told.trade_offs:
        for point in traded.points:
            shown = cells(page, f"{traded.kind}-diversity", f"{point.asked:.1f}")
            assert shown[0].startswith(f"{point.ndcg.value:.4f} ")
            assert shown[2].startswith(f"{point.diversity.value:.4f} ")


def test_every_drawing_says_what_it_shows(page: str, told: Contents) -> None:
    drawings = [own for tag, own in Reading(page).tags if tag == "svg"]
    assert len(drawings) == len(FOUND.tasks) + len(told.ablations) + len(told.trade_offs) + 1
    assert all(own["role"] == "img" and own["aria-label"] for own in drawings)


def test_ink_of_drawings_is_that_of_the_page(page: str) -> None:
    assert "currentColor" in page
    assert "#000000" not in page
    assert "prefers-color-scheme: dark" in page


def test_how_many_were_asked_and_what_is_grey_is_said(page: str) -> None:
    assert "4 sources, 5 right answers" in page
    assert "2 viewers, 2 right answers" in page
    assert "Grey points are unknown" in page


def test_same_contents_give_the_same_page(told: Contents, page: str) -> None:
    assert render(told) == page


def test_catalogue_too_small_for_a_map_is_told_so(told: Contents) -> None:
    assert "too few titles or features for a map" in render(replace(told, map=None))


def test_steps_of_the_bar_are_those_that_are_told() -> None:
    steps: list[str] = []
    contents(CATALOGUE, MODEL, JUDGEMENTS, FOUND, settings=SETTINGS, tell=steps.append)
    assert len(steps) <= n_steps(MODEL, FOUND)


def test_missing_matplotlib_is_told_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(QueryError, match=r"pip install 'recsys\[plots\]'"):
        require_matplotlib()


def test_matplotlib_is_not_loaded_until_something_is_drawn() -> None:
    code = "import sys, training.evaluation.report, recsys.cli.app; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
