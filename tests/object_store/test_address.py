from __future__ import annotations

from pathlib import Path

import pytest

from recsys.errors import QueryError
from recsys.object_store.address import StoreAddress, model_place


@pytest.mark.parametrize("text", ["s3://bucket/films", "memory://films", "abfs://box@account.host/films"])
def test_text_with_a_scheme_is_an_address(text: str) -> None:
    assert model_place(text) == StoreAddress(text)


@pytest.mark.parametrize("text", ["artifacts/films", "/films", "C:/films", "s3:/films", ""])
def test_text_without_a_scheme_is_a_folder(text: str) -> None:
    assert model_place(text) == Path(text)


def test_slash_at_the_end_means_the_same_place() -> None:
    assert model_place("s3://bucket/films/") == StoreAddress("s3://bucket/films")


@pytest.mark.parametrize(
    "text",
    [
        "s3://KEY:secret@bucket/films",
        "s3://KEY:sec/ret@bucket/films",
        "https://secret@host/films",
        "s3://secret@bucket/films",
        "https://host/films?token=secret",
        "https://host/films#secret",
        "s3://bucket/films\nsecret",
    ],
)
def test_address_with_a_secret_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(QueryError) as refusal:
        model_place(text)
    assert "secret" not in str(refusal.value)
    assert "KEY" not in str(refusal.value)


def test_each_place_has_a_copy_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RECSYS_CACHE", str(tmp_path))
    places = ["s3://one/films", "s3://other/films", "gs://one/films", "s3://one/..", "s3://one/films/"]
    folders = [StoreAddress.parse(place).folder for place in places]  # type: ignore[union-attr]
    assert len(set(folders)) == 4
    assert {folder.parent for folder in folders} == {tmp_path}
