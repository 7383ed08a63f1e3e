"""A plain question must not wait for modules that it does not need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import recsys
import recsys.catalogue

ROOT = Path(__file__).resolve().parents[2]
LOADED = """
import json, sys
from recsys.cli import main
sys.argv = ["recsys", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
sys.stderr.write(json.dumps(sorted(sys.modules)))
"""
HEAVY = {
    *("sklearn", "scipy", "numba", "llvmlite", "pyarrow", "pandas", "joblib", "matplotlib"),
    *("fastapi", "starlette", "uvicorn", "jinja2", "filelock", "defusedxml", "babel"),
    *("asyncio", "concurrent.futures", "http.client", "multiprocessing", "ssl", "xml.sax"),
    *("training", "service", "recsys.importers", "recsys.merging", "recsys.history", "recsys.files"),
    *("recsys.model_diff", "recsys.publication", "recsys.comparison", "recsys.catalogue.jsonl"),
    *("recsys.catalogue.builtin", "recsys.cli.train", "recsys.cli.serve", "recsys.cli.import_catalogue"),
}
"""None of these answers what is similar to a title; together they take longer than the answer."""


def loaded(*arguments: object) -> set[str]:
    """The modules that a command has loaded when it ends."""
    ended = subprocess.run(
        [sys.executable, "-c", LOADED, *map(str, arguments)],
        capture_output=True,
        check=True,
        encoding="utf-8",
        cwd=ROOT,
    )
    assert ended.stdout
    return set(json.loads(ended.stderr.splitlines()[-1]))


@pytest.mark.parametrize("form", [[], ["--json"], ["-k", "3"]])
def test_plain_question_loads_nothing_that_it_does_not_need(model: Path, form: list[str]) -> None:
    modules = loaded("similar", "The Lantern", "--model", model, *form)
    assert HEAVY & modules == set()
    assert "recsys.query_document" not in modules  # pydantic reads whole documents, not a title's name


def test_question_with_likes_and_filters_loads_nothing_heavier(model: Path) -> None:
    asked = ("recommend", "--like", "The Lantern", "--year-from", "1990", "--model", model)
    assert HEAVY & loaded(*asked) == set()


def test_title_that_is_no_plain_name_is_read_as_in_any_other_question(model: Path) -> None:
    modules = loaded("similar", "The Lantern", "--genres", "drama", "--model", model)
    assert "recsys.query_document" in modules


def test_command_loads_no_other_command(model: Path) -> None:
    modules = loaded("search", "lantern", "--model", model)
    others = {"recommend", "similar", "train", "merge", "evaluate", "audit", "diff", "tag", "serve"}
    assert {f"recsys.cli.{name}" for name in others} & modules == set()


@pytest.mark.parametrize("package", [recsys, recsys.catalogue], ids=["recsys", "recsys.catalogue"])
def test_every_public_name_is_there_and_no_other_is(package: object) -> None:
    names = package.__all__  # type: ignore[attr-defined]
    assert all(getattr(package, name) is not None for name in names)
    assert set(names) <= set(dir(package))
    with pytest.raises(AttributeError, match="no attribute 'nothing_of_that_name'"):
        getattr(package, "nothing_of_that_name")  # noqa: B009 - a type checker knows that it is not there


def test_audit_of_the_catalogue_package_stays_a_function_beside_its_module() -> None:
    code = "import recsys.catalogue.audit; from recsys.catalogue import audit; print(audit.__name__)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=ROOT)
    assert ended.stdout == "audit\n"
