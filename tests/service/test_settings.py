from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from recsys.home import models_home
from service.settings import Settings


def test_environment_sets_what_no_argument_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECSYS_PORT", "8123")
    monkeypatch.setenv("RECSYS_HOST", "0.0.0.0")  # noqa: S104 - nothing is opened
    settings = Settings(host="::1")
    assert (settings.host, settings.port) == ("::1", 8123)


def test_built_in_model_is_served_where_none_is_named() -> None:
    assert Settings().model_folder == models_home() / "builtin"


def test_named_model_is_served(tmp_path: Path) -> None:
    assert Settings(model=tmp_path).model_folder == tmp_path


@pytest.mark.parametrize("name", ["port", "concurrency", "max_body_bytes"])
def test_senseless_numbers_are_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"RECSYS_{name.upper()}", "-1")
    with pytest.raises(ValidationError, match=name):
        Settings()


def test_no_more_models_are_kept_than_there_may_be_open_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECSYS_KEPT_MODELS", "8")
    assert Settings().kept_models == 8
    monkeypatch.setenv("RECSYS_KEPT_MODELS", "9")
    with pytest.raises(ValidationError, match="kept_models"):
        Settings()
