"""Pages hold nothing that their policy would have to allow, keep nothing of a reader, and open no door."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.service.reading import Page

FOREIGN = {"origin": "https://elsewhere.example", "accept": "text/html"}
PAGES = (
    "/",
    "/?like=Moss+Garden",
    "/?like=Moss+Garden&tones=tearjerker&language=ja",
    "/titles/moss-garden-2015",
    "/titles/nobody-1999",
    "/compare?a=moss-garden-2015&b=night-ferry-2016",
    "/map",
    "/history",
    "/no-such-page",
)
OTHERS = ("/v1", "/v1/titles?q=moss", "/v1/titles/moss-garden-2015/similar", "/openapi.json", "/healthz")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_script_and_no_style_of_its_own(client: TestClient, path: str) -> None:
    for tag, attributes in Page(client.get(path, headers=FOREIGN).text).elements:
        assert tag != "style"
        assert tag != "script" or attributes.get("src", "").startswith("/"), attributes
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (
            tag,
            attributes,
        )
        addresses = (attributes.get(name, "") for name in ("href", "src", "action", "formaction"))
        assert not [one for one in addresses if re.match(r"\s*(javascript|data|vbscript):", one, re.I)]


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_of_a_page_allows_nothing_inline(client: TestClient, path: str) -> None:
    policy = client.get(path, headers=FOREIGN).headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"(script|style)-src[^;]*(\*|data:|blob:|http)", policy)


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_no_answer_sets_a_cookie_or_lets_other_sites_read_it(client: TestClient, path: str) -> None:
    names = set(client.get(path, headers={"origin": FOREIGN["origin"]}).headers)
    assert not [name for name in names if name.startswith(("set-cookie", "access-control-"))]


@pytest.mark.parametrize("path", [PAGES[0], "/v1/recommend", "/history"])
def test_other_sites_are_not_told_that_they_may_ask(client: TestClient, path: str) -> None:
    asked = {"origin": FOREIGN["origin"], "access-control-request-method": "POST"}
    answer = client.options(path, headers=asked)
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control-")]
