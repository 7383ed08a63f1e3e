"""C23, C30, C39 to C42: new titles, histories, sources, files, comparisons and audits."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from recsys import (
    ArtifactError,
    common_seeds,
    diff,
    open_model,
    publish,
    read_catalogue,
    write_catalogue,
)
from recsys.additions import add_titles
from recsys.catalogue import audit, row_from_title
from recsys.catalogue.audit_document import audit_document
from recsys.catalogue.claims import claims_of
from recsys.history import read_history, viewer_of
from recsys.importers import read_titles
from service.app import create_app
from service.settings import Settings
from tests.capabilities.rows.doors import command, in_python, request, told_by_command
from tests.capabilities.rows.other_format import of_another_format
from tests.capabilities.rows.row import Door, Outcome, Row, Shown
from tests.capabilities.rows.setting import NEWEST, Setting
from training.pipeline import train

SEEN = """Title,Date
"Squid Game: Season 1: Red Light, Green Light","2/10/2021"
"Squid Game: Season 1: Hell","2/10/2021"
"Reply 1988: Season 1: Episode 1","13/1/2022"
"Parasite","5/1/2022"
"""
"""What a viewer has seen, as Netflix exports it."""

OLD = """\
{"id": "1", "title": "The Lantern", "year": 2018, "genres": ["Romance"], "countries": ["South Korea"]}
{"id": "2", "title": "Harbour Letters", "year": 2019, "genres": ["Romance", "Drama"], "countries": ["Japan"]}
{"id": "3", "title": "Iron Valley", "year": 2001, "genres": ["Action"], "countries": ["Japan"]}
{"id": "4", "title": "Cold Anvil", "year": 2003, "genres": ["Action", "Drama"], "countries": ["Japan"]}
"""
NEW = """\
{"id": "5", "title": "Tide Tables", "genres": ["Romance"], "countries": ["Japan", "South Korea"]}
"""
"""A catalogue, and the row that comes later."""

_TOKEN = "the-operator-of-this-test"
_SEEN = {"squid-game-2021", "reply-1988-2015", "parasite-2019"}
_OF_THEIR_SERIES = {"reply-1994-2013", "reply-1997-2012"}
_SAMPLE = 20


def _c23(door: Door, setting: Setting) -> None:
    """A title without any views: unknown, then added, then recommended and asked with at once."""
    question = {"like": ["Kidnap Game"]}
    newest = setting.model.title(setting.model.row(NEWEST))
    folder = setting.scratch / f"growing-{door}"
    shutil.copytree(setting.before_folder, folder)
    if door is Door.PYTHON:
        assert in_python(open_model(folder), question).outcome is not Outcome.ANSWERED
        model = add_titles(folder, [newest])
        as_seed, found = (in_python(model, one) for one in (question, {"like": ["Squid Game"], "k": 100}))
    elif door is Door.COMMAND:
        assert command("similar 'Kidnap Game'", folder).outcome is not Outcome.ANSWERED
        write_catalogue([newest], setting.scratch / "new.jsonl")
        told_by_command("add", setting.scratch / "new.jsonl", "--model", folder, "--json")
        as_seed, found = (
            command(line, folder) for line in ("similar 'Kidnap Game'", "similar 'Squid Game' -k 100")
        )
        catalogue = setting.scratch / "grown.jsonl"
        write_catalogue(setting.titles(), catalogue)
        trained = told_by_command("train", catalogue, "--out", folder, "--json")
        assert trained.document["version"] == setting.model.info.version
    else:
        with TestClient(create_app(folder, Settings(admin_token=_TOKEN))) as client:
            assert request(client, "/v1/similar?title=Kidnap Game").outcome is not Outcome.ANSWERED
            bearer = {"authorization": f"Bearer {_TOKEN}"}
            put = client.put(f"/admin/titles/{NEWEST}", json=row_from_title(newest), headers=bearer)
            assert put.status_code == 201, put.text
            as_seed = request(client, "/v1/similar?title=Kidnap Game")
            found = request(client, "/v1/similar?title=Squid Game&k=100")
    assert len(as_seed.results) == 10
    assert as_seed.document["query"]["seeds"][0]["id"] == NEWEST
    parts = found.result(NEWEST)["parts"]
    assert not {part["block"] for part in parts} & {"fame", "rank", "popularity"}


def _c30(door: Door, setting: Setting) -> None:
    """What was seen is left out, by option with its series, and what was liked counts."""
    export = setting.scratch / "netflix.csv"
    export.write_text(SEEN, encoding="utf-8")
    like, k = "Lovely Runner", 100
    question: dict[str, Any] = {"like": [like], "relations": "include", "k": k}
    if door is Door.PYTHON:
        ids = list(viewer_of(setting.model, read_history(export)).profile.seen)
        own = in_python(setting.model, {**question, "exclude": ids})
        wide = in_python(setting.model, {**question, "exclude": ids, "exclude_series": True})
    elif door is Door.COMMAND:
        line = f'recommend --like "{like}" --relations include -k {k} --history'
        own = command(line, setting.folder, export)
        wide = command(line, setting.folder, export, "--without-their-series")
    else:
        sent = {**question, "history": {"file": "netflix.csv", "text": SEEN}}
        own = request(setting.client, "/v1/recommend", sent)
        wide = request(setting.client, "/v1/recommend", {**sent, "exclude_series": True})
        assert own.document["history"]["seen"] == len(_SEEN)
    assert not _SEEN & set(own.ids)
    assert set(own.ids) >= _OF_THEIR_SERIES
    assert not (_SEEN | _OF_THEIR_SERIES) & set(wide.ids)
    assert len(own.ids) == k


def _c39(door: Door, setting: Setting) -> None:
    """Two papers name two kinds of comic as the source of Road: both stand there, with who says it."""
    if door is Door.PYTHON:
        claims = [one.to_dict() for one in claims_of(setting.model.title(setting.model.row("road-2026")))]
    elif door is Door.COMMAND:
        claims = list(command("title road-2026", setting.folder).document["claims"])
    else:
        claims = list(request(setting.client, "/v1/titles/road-2026").document["claims"])
    (source,) = [one for one in claims if one["field"] == "sources"]
    said = {(claim["value"], claim["source"]) for claim in source["claims"]}
    assert said == {("manga", "All Japan Press"), ("manhwa", "Netflix")}
    assert source["is_conflict"]
    assert all("confidence" in claim for claim in source["claims"])
    assert all(held.startswith("comic") for held in source["held"])


def _c40(door: Door, setting: Setting) -> None:
    """One file gives one version; a model of another format is refused with both numbers."""
    info = setting.model.info
    other = of_another_format(setting.model, setting.scratch / f"other-{door}")
    if door is Door.PYTHON:
        path = setting.scratch / "mission.jsonl"
        write_catalogue(setting.titles()[:50], path)
        first, second = (publish(train(read_catalogue([path]).catalogue), path.parent / n) for n in "ab")
        assert first.info.version == second.info.version
        assert _bytes_of(path.parent / "a") == _bytes_of(path.parent / "b")
        with pytest.raises(ArtifactError, match=r"has format 99, .* train the model again"):
            open_model(other)
    elif door is Door.COMMAND:
        # That the whole catalogue out of a file gives the version trained in memory: see C23.
        path, places = setting.scratch / "some.jsonl", [setting.scratch / "once", setting.scratch / "again"]
        write_catalogue(setting.titles()[:50], path)
        versions = [told_by_command("train", path, "--out", out, "--json") for out in places]
        assert versions[0].document["version"] == versions[1].document["version"]
        assert _bytes_of(places[0]) == _bytes_of(places[1])
        refused = command("similar Parasite", other)
        assert refused.outcome is Outcome.REFUSED
        assert "has format 99" in refused.document["detail"]
    else:
        served = request(setting.client, "/v1/model").document
        assert (served["version"], served["fingerprint"]) == (info.version, info.fingerprint)
        with TestClient(create_app(other)) as client:
            refused = request(client, "/readyz")
            assert refused.outcome is Outcome.REFUSED
            assert refused.document["title"] == "The model has another format"
            assert "cannot be read" in refused.document["detail"]
            assert request(client, "/v1/similar?title=Parasite").outcome is Outcome.REFUSED


def _c41(door: Door, setting: Setting) -> None:
    """The catalogue before and after its newest title: what comes in, what goes out, what moves."""
    before, after = setting.before, setting.model
    found: dict[str, Any]
    if door is Door.PYTHON:
        found = diff(before, after, common_seeds(before, after, _SAMPLE)).to_dict()
    elif door is Door.COMMAND:
        places = setting.before_folder, setting.folder
        found = dict(told_by_command("diff", *places, "--sample", str(_SAMPLE), "--json").document)
    else:
        folder = setting.scratch / "both"
        shutil.copytree(setting.before_folder, folder)
        with TestClient(create_app(folder)) as client:
            publish(after, folder)
            url = f"/v1/model/diff?version={after.info.version}&sample={_SAMPLE}"
            found = dict(request(client, url).document)
    assert (found["a"]["version"], found["b"]["version"]) == (before.info.version, after.info.version)
    assert (found["only_a"], found["only_b"]) == ([], [NEWEST])
    assert found["n_queries"] == _SAMPLE
    assert 0.5 < found["mean_overlap"] <= 1
    assert 0 < found["a"]["coverage"] < 1
    changed = [query for query in found["changed"] if query["came_in"] or query["moved"]]
    for query in changed:
        assert len(query["came_in"]) == len(query["went_out"])
    assert changed
    assert all(title["place_b"] for query in changed for title in query["came_in"])


def _c42(door: Door, setting: Setting) -> None:
    """The built-in catalogue and four faulty rows: each fault is found, and no remake is called a double."""
    path = setting.scratch / "faulty.jsonl"
    write_catalogue(setting.titles(), path)
    with path.open("a", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in FAULTY)
    found: dict[str, Any]
    if door is Door.PYTHON:
        reading = read_titles(path)
        found = audit_document(reading, audit(reading.catalogue))
    elif door is Door.COMMAND:
        found = dict(told_by_command("audit", path, "--json").document)
    else:
        sent = {"file": ("faulty.jsonl", path.read_bytes())}
        found = dict(request(setting.client, "/v1/audit", files=sent).document)
    by_kind: dict[str, list[str]] = {}
    for one in found["findings"]:
        by_kind.setdefault(one["kind"], []).append(f"{one['text']} {' '.join(one['ids'])}")
    assert found["n_titles"] == len(setting.titles()) + len(FAULTY)
    assert any("parasite-again" in text for text in by_kind["duplicate"])
    assert not any("miracle-in-cell-no-7" in text for text in by_kind["duplicate"])
    assert any("miracle-in-cell-no-7" in text for text in by_kind["same-name"])
    assert any("no-such-title" in text for text in by_kind["orphan-relation"])
    assert any("zyzzogeton" in problem["reason"] for problem in found["problems"])
    assert any("Bong Joon-hoo" in text for text in by_kind["near-persons"])
    assert found["missing"]["synopsis"] >= len(FAULTY)
    assert any("unknown to" in text or "known to no vocabulary" in text for text in by_kind["unknown-tag"])


FAULTY: tuple[dict[str, Any], ...] = (
    {"id": "parasite-again", "title": "Parasite", "year": 2019, "countries": ["KR"]},
    {
        "schema": 1,
        "id": "orphan",
        "title": "An Orphan",
        "relations": [{"kind": "sequel", "id": "no-such-title"}],
    },
    {"schema": 1, "id": "strange", "title": "A Strange Tone", "tones": [{"id": "zyzzogeton"}]},
    {
        "schema": 1,
        "id": "misspelt",
        "title": "A Slip of the Pen",
        "credits": [{"person": "Bong Joon-hoo", "role": "director"}],
    },
)
"""A double, a relation to nowhere, a tone that nobody knows, a name with a slip."""


def _bytes_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


ROWS = (
    Row(
        id="C23",
        promise="A new title that nobody has seen is a full member as soon as it is added, untrained.",
        own=_c23,
        shown=Shown(
            Door.COMMAND,
            """
train mine.jsonl --out artifacts/old
similar "Tide Tables" --model artifacts/old
train mine.jsonl --out artifacts/new
add new.jsonl --model artifacts/new
similar "Tide Tables" --model artifacts/new
""",
            kept=r"recsys:|titles|^Like|^  \d|origin|genre|words",
            files={"mine.jsonl": OLD, "new.jsonl": NEW},
        ),
    ),
    Row(
        id="C30",
        promise="What a viewer has seen stays away, by option with its series; the file stays on the "
        "machine.",
        own=_c30,
        shown=Shown(
            Door.COMMAND,
            'recommend --history netflix.csv --like "Lovely Runner" -k 2 --without-their-series',
            files={"netflix.csv": SEEN},
            kept=r"^Like|^  \d|left out|History|seen and",
        ),
    ),
    Row(
        id="C39",
        promise="Each fact keeps its sources, and sources that contradict each other are both kept.",
        own=_c39,
        shown=Shown(
            Door.HTTP,
            "/v1/titles/road-2026",
            picked={"label": None, "claims": (3, None)},
        ),
    ),
    Row(
        id="C40",
        promise="The same file gives the same bytes, and a model of another format is refused in words.",
        own=_c40,
        shown=Shown(
            Door.PYTHON,
            """\
from pathlib import Path
from recsys import publish, read_catalogue, write_catalogue

write_catalogue([model.title(row) for row in range(20)], "some.jsonl")
versions = [publish(train(read_catalogue(["some.jsonl"]).catalogue), name).info.version for name in "ab"]
files = [sorted(path.relative_to(n) for path in Path(n).rglob("*") if path.is_file()) for n in "ab"]
print(versions[0] == versions[1], files[0] == files[1])
print(all(Path("a", name).read_bytes() == Path("b", name).read_bytes() for name in files[0]))
""",
        ),
    ),
    Row(
        id="C41",
        promise="Two models are compared on the same questions before one takes the place of the other.",
        own=_c41,
        shown=Shown(
            Door.COMMAND,
            "diff artifacts/old artifacts/new --show 2",
        ),
    ),
    Row(
        id="C42",
        promise="A catalogue is audited before it is used.",
        own=_c42,
        shown=Shown(
            Door.COMMAND,
            "audit faulty.jsonl",
            files={"faulty.jsonl": "".join(json.dumps(row) + "\n" for row in FAULTY)},
        ),
    ),
)
