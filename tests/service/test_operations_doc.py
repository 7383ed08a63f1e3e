"""What docs/operations.md and SECURITY.md say is what there is."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from recsys.artifact import open_model
from recsys.model import Model
from recsys.publication import publish
from service.app import create_app
from service.settings import Settings
from service.watching.metrics import Metrics

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
RISKS = [
    "Broken Object Level Authorization",
    "Broken Authentication",
    "Broken Object Property Level Authorization",
    "Unrestricted Resource Consumption",
    "Broken Function Level Authorization",
    "Unrestricted Access to Sensitive Business Flows",
    "Server Side Request Forgery",
    "Security Misconfiguration",
    "Improper Inventory Management",
    "Unsafe Consumption of APIs",
]


def settings_table() -> str:
    """The table of the settings as the code has them."""
    lines = ["| variable | if it is not set | what it is |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "nothing" if field.default is None else f"`{field.default}`"
        lines.append(f"| `RECSYS_{name.upper()}` | {default} | {field.description} |")
    return "\n".join(lines)


def test_settings_are_those_of_the_service() -> None:
    written = OPERATIONS.split("<!-- settings: begin -->\n")[1].split("\n<!-- settings: end -->")[0]
    assert written == settings_table(), f"write between the marks:\n{settings_table()}"


def test_metrics_of_the_alerts_are_told() -> None:
    told = Metrics().exposition().decode()
    known = set(re.findall(r"^# TYPE (\w+) ", told, re.MULTILINE))
    for name in set(re.findall(r"recsys_[a-z_]+", OPERATIONS)) - {"recsys_"}:
        assert name in known or re.sub("_(count|bucket|total)$", "", name) in known, name


def test_limits_of_the_page_are_those_of_nginx() -> None:
    conf = (ROOT / "service" / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    ((connections,), (rate,), (burst,)) = (
        re.findall(pattern, conf)
        for pattern in (r"limit_conn recsys_connections (\d+);", r"rate=(\d+)r/s", r"burst=(\d+)")
    )
    assert f"{connections} connections an address" in OPERATIONS
    assert f"{rate} a second, {burst} at once, then 429" in OPERATIONS


def test_addresses_of_the_page_are_those_of_the_service() -> None:
    app = create_app(Path("nowhere"), Settings(admin_token=SecretStr("a" * 16), metrics=True))
    for path in ("/healthz", "/readyz", "/admin/reload", "/admin/titles/{id}"):
        assert path.split("{")[0] in OPERATIONS
        assert path in app.openapi()["paths"]


def test_older_version_comes_back_as_the_page_says(
    published: Path, smaller_model: Model, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(published, tmp_path / "mine"))
    older = open_model(folder).info.version
    publish(smaller_model, folder)
    assert open_model(folder).info.version != older
    (commands,) = re.findall(r"```bash\n(.*?)```", OPERATIONS, re.DOTALL)
    run = ["bash", "-euc", commands]
    subprocess.run(run, cwd=folder, env={"VERSION": older, "PATH": "/usr/bin:/bin"}, check=True)
    assert open_model(folder, verify="full").info.version == older


def test_page_says_where_the_shipped_files_lie() -> None:
    (command,) = re.findall(r'python -c "(from importlib.*)"\n', OPERATIONS)
    told = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert (Path(told.strip()) / "nginx.conf").is_file()


@pytest.mark.parametrize(("page", "folder"), [(OPERATIONS, ROOT / "docs"), (SECURITY, ROOT)])
def test_links_lead_somewhere(page: str, folder: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page):
        assert (folder / target).exists(), target


def test_every_risk_is_spoken_of() -> None:
    headings = re.findall(r"^### (API\d+): (.+)$", SECURITY, re.MULTILINE)
    assert headings == [(f"API{number}", risk) for number, risk in enumerate(RISKS, 1)]


def test_every_risk_names_a_test_that_is_there() -> None:
    for part in re.split(r"^### API\d+: ", SECURITY, flags=re.MULTILINE)[1:]:
        own = part.split("\n## ")[0]
        named = re.findall(r"`((?:tests|service|recsys)/[\w/]+\.\w+)`", own)
        assert any(path.startswith("tests/") for path in named), own[:60]
        for path in named:
            assert (ROOT / path).is_file(), path
