"""docs/watching.md says what is exposed and what is logged, no more and no less."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path

import pytest

from recsys.model import Model
from service.routes.metrics import router
from service.watching.noted import Refusal
from tests.service.watching.conftest import Log, Watched

TEXT = (Path(__file__).parents[3] / "docs" / "watching.md").read_text(encoding="utf-8")
ROW = re.compile(r"\| `(\w+)` \| (histogram|gauge|counter) \| (.*?) ?\|")
SUFFIXES = re.compile(r"_(bucket|sum|count)$")


def documented() -> dict[str, tuple[str, frozenset[str]]]:
    """Kind and labels of each metric of the document."""
    return {
        name: (kind, frozenset(re.findall(r"`(\w+)`", labels))) for name, kind, labels in ROW.findall(TEXT)
    }


def exposed(text: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Kind and labels of each metric that is exposed."""
    kinds = dict(re.findall(r"# TYPE (\w+) (\w+)", text))
    labels: dict[str, set[str]] = {name: set() for name in kinds}
    for name, inside in re.findall(r"^(\w+)\{(.*)\}", text, re.MULTILINE):
        labels[name if name in kinds else SUFFIXES.sub("", name)] |= set(re.findall(r'(\w+)="', inside))
    return {name: (kind, frozenset(labels[name] - {"le"})) for name, kind in kinds.items()}


@pytest.mark.skipif(sys.platform != "linux", reason="what the system says of a process is read on Linux only")
def test_every_metric_is_in_the_document_with_its_kind_and_labels(watched: Watched, model: Model) -> None:
    watched.client.get("/v1/titles/paper-lanterns-2019/similar?offset=500")
    watched.watch.serving(model.info, len(model))
    assert exposed(watched.watch.exposition()[0].decode()) == documented()


def test_every_field_of_the_log_is_in_the_document(watched: Watched, log: Log) -> None:
    watched.client.get("/boom/x")
    try:
        raise KeyError
    except KeyError:
        logging.getLogger("service").exception("seen")
    log.handler.lines.n_dropped = 1
    fields = {name for line in log.lines() for name in line}
    table = TEXT.split("| field |")[1].split("\n\n")[0]
    told = {
        name
        for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert fields == told


@pytest.mark.parametrize("reason", Refusal)
def test_every_reason_of_a_refusal_is_in_the_document(reason: Refusal) -> None:
    assert f"`{reason.value}`" in TEXT


def test_every_metric_that_an_alert_reads_exists() -> None:
    alerts = TEXT.split("### Alerts")[1].split("## The log")[0]
    names = {SUFFIXES.sub("", name) for name in re.findall(r"\brecsys_\w+", alerts)}
    assert names <= documented().keys()


def test_the_metrics_are_no_part_of_the_api() -> None:
    assert [getattr(route, "include_in_schema", None) for route in router.routes] == [False]
