"""The files that an operator starts from agree with the service, and their programs accept them."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import files
from inspect import signature
from pathlib import Path
from threading import Thread

import pytest
import uvicorn

from service.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "service" / "deploy"
SETTINGS = Settings.model_construct()
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
CADDY = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
UNIT = (DEPLOY / "recsys.service").read_text(encoding="utf-8")
DOCKER = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
_SIZES = {"k": 2**10, "m": 2**20}


def program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_files_are_found_where_the_package_is_installed() -> None:
    found = {each.name for each in (files("service") / "deploy").iterdir()}
    assert found == {"nginx.conf", "replicas.conf", "Caddyfile", "recsys.service", "Dockerfile"}


# --- nginx ---------------------------------------------------------------------------------------


def nginx_values(name: str) -> list[str]:
    return re.findall(rf"^ *{name} +([^;{{]+);", NGINX, re.MULTILINE)


def size(text: str) -> int:
    return int(text[:-1]) * _SIZES[text[-1]]


def seconds(text: str) -> float:
    return float(text.removesuffix("s"))


def test_nginx_takes_bodies_as_long_as_the_service_does() -> None:
    assert [size(each) for each in nginx_values("client_max_body_size")] == [SETTINGS.max_upload_bytes]


def test_nginx_takes_lines_as_long_as_the_service_does() -> None:
    (buffers,) = nginx_values("large_client_header_buffers")
    assert size(buffers.split()[1]) > SETTINGS.max_target_bytes + len("OPTIONS  HTTP/1.1\r\n")


def test_nginx_waits_longer_than_the_service_takes() -> None:
    assert [seconds(each) for each in nginx_values("proxy_read_timeout")] > [SETTINGS.seconds]


def test_nginx_ends_idle_connections_before_the_service_does() -> None:
    to_service = seconds(nginx_values("keepalive_timeout")[0])
    assert to_service < signature(uvicorn.Config).parameters["timeout_keep_alive"].default


def test_proxies_ask_where_the_service_listens() -> None:
    assert nginx_values("server") == [f"{SETTINGS.host}:{SETTINGS.port}"]
    assert re.findall(r"reverse_proxy (\S+)", CADDY) == [f"{SETTINGS.host}:{SETTINGS.port}"]


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Request-ID"])
def test_nginx_replaces_what_a_client_claims(name: str) -> None:
    (value,) = (each.split()[1] for each in nginx_values("proxy_set_header") if each.split()[0] == name)
    assert value in {"$remote_addr", "$scheme", "$host", "$request_id"}


def test_nginx_keeps_no_answers() -> None:
    assert nginx_values("proxy_cache") == ["off"]


def test_lines_for_tls_are_sound(tmp_path: Path) -> None:
    nginx = program("nginx")
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    command = [program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-keyout", str(key), "-out", str(certificate), "-subj", "/CN=recsys.example.org"]
    subprocess.run(command, check=True, capture_output=True)
    plain, rest = NGINX.split("    listen 80; ", 1)
    text = (plain + "    # " + rest).replace("#tls ", "").replace("#hsts ", "")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{free_port()} ssl;")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    text = text.replace("/etc/ssl/recsys", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "recsys.conf").write_text(text, encoding="utf-8")
    main = tmp_path / "nginx.conf"
    main.write_text(
        f"pid {tmp_path}/pid; events {{}} http {{ access_log off; include {tmp_path}/recsys.conf; }}"
    )
    command = [nginx, "-t", "-p", str(tmp_path), "-c", str(main), "-e", str(tmp_path / "error.log")]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "[warn]" not in told.stderr.replace('the "user" directive', "")


# --- Caddy ---------------------------------------------------------------------------------------


class Inside(BaseHTTPRequestHandler):
    """Stands for the service, and answers with the headers that it was asked with."""

    status = 200

    def do_GET(self) -> None:
        body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(self.status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def inside(status: int = 200) -> Iterator[int]:
    handler = type("Handler", (Inside,), {"status": status})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture(scope="module")
def caddy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a Caddy that runs the shipped file, without TLS."""
    command, folder = program("caddy"), tmp_path_factory.mktemp("caddy")
    port = free_port()
    with inside() as service:
        text = CADDY.replace("recsys.example.org {", f"http://127.0.0.1:{port} {{")
        text = text.replace("127.0.0.1:8000 {", f"127.0.0.1:{service} {{")
        text = text.replace("{\n\tservers", "{\n\tadmin off\n\tservers", 1)
        (folder / "Caddyfile").write_text(text, encoding="utf-8")
        run = [command, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
        environment = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        with subprocess.Popen(run, env=environment, stderr=subprocess.DEVNULL) as process:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
            process.terminate()


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - own server
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_caddy_accepts_its_file() -> None:
    command = [program("caddy"), "adapt", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    (server,) = json.loads(told.stdout)["apps"]["http"]["servers"].values()
    assert server["read_timeout"] == SETTINGS.seconds * 1e9
    assert f'"max_size":{SETTINGS.max_upload_bytes}' in told.stdout
    assert "WARN" not in told.stderr.upper()


@pytest.mark.parametrize(
    "path",
    ["/admin", "/admin/reload", "//admin/reload", "/v1/../admin/x", "/%61dmin/x", "/metrics", "/metrics/"],
)
def test_caddy_closes_what_is_for_the_operator(caddy: str, path: str) -> None:
    assert status_of(caddy + path) == 404


def test_caddy_replaces_what_a_client_claims(caddy: str) -> None:
    claims = dict.fromkeys(("X-Forwarded-For", "Forwarded", "Authorization", "X-Request-ID"), "203.0.113.9")
    request = urllib.request.Request(f"{caddy}/v1/model", headers=claims)  # noqa: S310 - own server
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - own server
        seen = json.load(answer)
        assert answer.headers["server"] is None or "Caddy" not in answer.headers["server"]
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert seen["x-forwarded-proto"] == "http"
    assert "203.0.113.9" not in seen.values()


# --- systemd -------------------------------------------------------------------------------------


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a program that is there."""
    path = tmp_path / "recsys.service"
    path.write_text(UNIT.replace("/opt/recsys/bin/recsys", sys.executable), encoding="utf-8")
    return path


def unit_value(name: str) -> str:
    (value,) = re.findall(rf"^{name}=(.*)$", UNIT, re.MULTILINE)
    return str(value)


def test_systemd_accepts_the_unit(unit: Path) -> None:
    command = [program("systemd-analyze"), "verify", "--man=no", str(unit)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_unit_can_be_opened_for_a_store_or_an_engine_on_another_machine(unit: Path) -> None:
    opened = UNIT.replace("#IPAddressAllow=any", "IPAddressAllow=any")
    assert re.findall(r"^IPAddressAllow=(.*)$", opened, re.MULTILINE) == ["localhost", "any"]
    assert re.findall(r"^IPAddressAllow=(.*)$", UNIT, re.MULTILINE) == ["localhost"]
    told = (ROOT / "docs" / "object-stores.md").read_text(encoding="utf-8")
    assert "`IPAddressAllow=any`" in told
    assert f"`RECSYS_CACHE=/var/cache/{unit_value('CacheDirectory')}/" in told
    unit.write_text(opened.replace("/opt/recsys/bin/recsys", sys.executable), encoding="utf-8")
    test_systemd_accepts_the_unit(unit)


def test_unit_leaves_little_exposed(unit: Path) -> None:
    command = [program("systemd-analyze"), "security", "--offline=yes", "--no-pager", str(unit)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"Overall exposure level for recsys.service: ([0-9.]+)", told.stdout)
    assert found is not None, told.stderr
    assert float(found[1]) <= 1.2  # 0.9 by systemd 252; 10 is what a unit without any of it has


def test_unit_waits_longer_than_requests_in_flight_may_take() -> None:
    assert unit_value("KillSignal") == "SIGTERM"
    assert float(unit_value("TimeoutStopSec")) > SETTINGS.grace_seconds + 5


def test_unit_lets_the_service_write_where_it_writes() -> None:
    environment = dict(each.split("=") for each in re.findall(r"^Environment=(.*)$", UNIT, re.MULTILINE))
    assert environment["RECSYS_HOME"] == f"/var/lib/{unit_value('StateDirectory')}"
    assert environment["NUMBA_CACHE_DIR"] == f"/var/cache/{unit_value('CacheDirectory')}"


# --- container -----------------------------------------------------------------------------------


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile as pairs of an instruction and its arguments."""
    lines = "\n".join(line for line in DOCKER.splitlines() if not line.lstrip().startswith("#"))
    joined = re.sub(r"\\\n\s*", "", lines)
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines()) if word]


def arguments(name: str) -> list[str]:
    return [rest for word, rest in instructions() if word == name]


def copied() -> list[str]:
    """Sources out of the project."""
    own = (rest.split() for rest in arguments("COPY") if not rest.startswith("--from="))
    return [source for words in own for source in words[:-1]]


def test_image_is_made_of_what_is_there_and_not_left_out() -> None:
    patterns = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    assert "*" in patterns
    for source in copied():
        assert (ROOT / source).exists()
        assert any(fnmatch(source, pattern) for pattern in allowed)


def test_image_holds_every_package_and_what_its_build_reads() -> None:
    assert {"recsys", "training", "service", "pyproject.toml", "README.md", "LICENSE"} <= set(copied())


def test_image_runs_as_nobody_in_particular() -> None:
    assert instructions()[-1] == ("CMD", '["recsys", "serve"]')
    (user,) = arguments("USER")
    assert int(user.split(":")[0]) > 0


def test_image_fetches_nothing_by_address_and_holds_no_secret() -> None:
    words = {word for word, _ in instructions()}
    assert "ADD" not in words
    assert words <= {*("FROM", "RUN", "WORKDIR", "COPY", "ENV", "VOLUME", "USER"), *("EXPOSE", "CMD"),
                     *("STOPSIGNAL", "HEALTHCHECK")}  # fmt: skip
    assert not re.search(r"https?://(?!127\.0\.0\.1)|curl|wget", " ".join(rest for _, rest in instructions()))
    assert not re.search(r"(?i)token|password|secret|api_?key", " ".join(arguments("ENV")))


def test_image_sets_what_the_service_knows() -> None:
    names = re.findall(r"RECSYS_(\w+)=", " ".join(arguments("ENV")))
    assert {name.lower() for name in names} <= {"home", *Settings.model_fields}


@pytest.mark.parametrize(("status", "is_healthy"), [(200, True), (503, False)])
def test_health_of_the_container_is_that_of_the_service(status: int, is_healthy: bool) -> None:
    (check,) = arguments("HEALTHCHECK")
    command = json.loads(check[check.index("[") :])
    assert command[:2] == ["python", "-c"]
    with inside(status) as port:
        environment = {"RECSYS_PORT": str(port)}
        run = [sys.executable, *command[1:]]
        told = subprocess.run(run, env=environment, capture_output=True, timeout=30, check=False)
    assert (told.returncode == 0) == is_healthy
