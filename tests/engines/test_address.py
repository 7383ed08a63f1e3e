from __future__ import annotations

from pathlib import Path

import pytest

from recsys.engines import FolderAddress, ServerAddress, parsed_address
from recsys.errors import QueryError


@pytest.mark.parametrize(
    ("text", "url", "collection"),
    [
        ("qdrant://engine:7000/titles", "http://engine:7000", "titles"),
        ("qdrant://engine/titles", "http://engine:6333", "titles"),
        ("qdrants://engine.example.org/two_titles-2", "https://engine.example.org:6333", "two_titles-2"),
        ("qdrant://[::1]:6333/titles", "http://[::1]:6333", "titles"),
    ],
)
def test_servers(text: str, url: str, collection: str) -> None:
    assert parsed_address(text) == ServerAddress(url, collection, text)


def test_tls_is_told_by_the_scheme() -> None:
    addresses = [parsed_address(f"{scheme}://engine/titles") for scheme in ("qdrant", "qdrants")]
    assert [isinstance(one, ServerAddress) and one.is_private for one in addresses] == [False, True]


def test_folders() -> None:
    text = "qdrant:///srv/my%20titles%40home"
    assert parsed_address(text) == FolderAddress(Path("/srv/my titles@home"), text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "titles",
        "/srv/titles",
        "http://engine/titles",
        "qdrant://engine",
        "qdrant://engine/",
        "qdrant://engine/a/b",
        "qdrant://engine/a b",
        "qdrant://engine:port/titles",
        "qdrant://engine:99999/titles",
        "qdrant://engine/titles?key=abc",
        "qdrant://engine/titles#top",
        "qdrant:///",
        "qdrants:///srv/titles",
        "qdrant:/srv/titles",
        "qdrant:srv/titles",
        "qdrant://[::1/titles",
    ],
)
def test_anything_else_is_refused_with_what_is_expected(text: str) -> None:
    with pytest.raises(QueryError, match="expected qdrant://HOST:PORT/COLLECTION"):
        parsed_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "qdrants://reader:a-secret@engine/titles",
        "qdrants://engine/titles?api_key=a-secret",
        "qdrants://engine/titles#a-secret",
        "qdrant:/reader:a-secret@engine/titles",
        "qdrant:///reader:a-secret@engine/titles",
        "https://reader:a-secret@engine/titles",
    ],
)
def test_a_key_in_an_address_is_refused_and_never_repeated(text: str) -> None:
    with pytest.raises(QueryError, match="QDRANT_API_KEY") as refusal:
        parsed_address(text)
    assert "a-secret" not in str(refusal.value)
