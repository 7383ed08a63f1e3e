"""The one document that the command and the service give."""

from __future__ import annotations

import json

from recsys.catalogue import Catalogue, Problem, Reading, audit
from recsys.catalogue.audit_document import audit_document
from recsys.title import Title


def reading(*titles: Title, problems: int = 0) -> Reading:
    told = tuple(Problem("a.jsonl", line, "title", "is missing") for line in range(problems))
    return Reading(Catalogue(titles), told, ())


def pairs(n: int) -> list[Title]:
    """n names, each of two works."""
    return [
        Title(id=f"{name}-{year}", title=f"Name {name}", year=year)
        for name in range(n)
        for year in (1990, 2000)
    ]


def test_document_is_json_and_complete_without_a_bound() -> None:
    read = reading(*pairs(7), problems=3)
    document = json.loads(json.dumps(audit_document(read, audit(read.catalogue))))
    assert document["n_unlisted"] == 0
    assert len(document["findings"]) == sum(document["counts"].values())
    assert len(document["problems"]) == document["n_problems"] == 3


def test_groups_count_all_findings_and_say_what_to_do() -> None:
    read = reading(*pairs(7))
    groups = {group["kind"]: group for group in audit_document(read, audit(read.catalogue), most=2)["groups"]}
    assert groups["same-name"]["count"] == 7
    assert "remakes" in groups["same-name"]["advice"]


def test_what_is_not_listed_is_counted() -> None:
    read = reading(*pairs(7), problems=5)
    report = audit(read.catalogue)
    whole, part = audit_document(read, report), audit_document(read, report, most=2)
    listed = len(part["findings"]) + len(part["problems"])
    assert part["n_unlisted"] == len(whole["findings"]) + 5 - listed > 0
    assert part["counts"] == whole["counts"]


def test_share_of_titles_that_know_a_field_is_told() -> None:
    read = reading(Title(id="a", title="A", year=2000), Title(id="b", title="B"), Title(id="c", title="C"))
    document = audit_document(read, audit(read.catalogue))
    assert (document["known"]["year"], document["missing"]["year"]) == (0.3333, 2)


def test_empty_catalogue_knows_no_shares() -> None:
    read = reading()
    assert audit_document(read, audit(read.catalogue))["known"] == {}
