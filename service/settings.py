"""What an operator may set, by environment variable or by argument."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from recsys.errors import QueryError
from recsys.home import models_home
from recsys.object_store.address import StoreAddress, model_place

PREFIX = "RECSYS_"
_VISIBLE = re.compile("[!-~]+")


class Settings(BaseSettings):
    """Settings of the service; each may be given as ``RECSYS_<NAME>`` in the environment."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, hide_input_in_errors=True)

    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 is all of this machine's.")
    port: int = Field(8000, ge=0, le=65_535, description="Port to listen on; 0 lets the system choose.")
    model: Path | StoreAddress | None = Field(
        None, description="Folder of the model, or its URL in a store; the built-in one if left out."
    )
    index: str | None = Field(
        None,
        description="Vector engine that searches instead of the model's own index, as "
        "`qdrant://HOST:PORT/COLLECTION`.",
    )
    max_body_bytes: int = Field(64 * 1024, ge=1024, description="Longest body that is read.")
    max_upload_bytes: int = Field(
        8 * 2**20, ge=1024, description="Longest body where a viewer's history may be sent."
    )
    max_target_bytes: int = Field(8 * 1024, ge=256, description="Longest path and query string together.")
    # More would share the same interpreter and wait for each other, and for the loop that says 503.
    concurrency: int = Field(
        16, ge=1, le=40, description="Requests answered at once; further ones get a 503."
    )
    memory_bytes: int = Field(
        32 * 2**20, ge=0, description="Answers kept to be sent again, in bytes; 0 keeps none."
    )

    seconds: float = Field(
        10.0, gt=0, le=600, description="How long a request may take, its body included; then it is refused."
    )
    workers: int = Field(1, ge=1, le=256, description="Processes that answer, over one model in memory.")
    grace_seconds: int = Field(
        8, ge=0, le=600, description="How long requests in flight may take after the service is told to end."
    )
    watch_seconds: float = Field(
        1.0, ge=0, le=3600, description="How often the pointer to the model is looked at; 0 never does."
    )
    kept_models: int = Field(
        1, ge=0, le=8, description="Replaced versions that are still answered by where a request names one."
    )
    cache_seconds: int = Field(
        0,
        ge=0,
        le=86_400,
        description="How long a client may show an answer without asking whether it holds.",
    )
    admin_token: SecretStr | None = Field(
        None, min_length=16, description="Opens /admin; without one there is no such route."
    )
    metrics: bool = Field(False, description="Whether /metrics tells Prometheus how the service does.")
    log_requests: bool = Field(True, description="Whether each request is a line of the log.")

    @field_validator("model", mode="before")
    @classmethod
    def _may_be_stored(cls, model: object) -> object:
        return model_place(model) if isinstance(model, str) else model

    @field_validator("admin_token")
    @classmethod
    def _can_be_sent(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not _VISIBLE.fullmatch(token.get_secret_value()):
            msg = "expected visible ASCII letters without spaces: a header bears no others"
            raise ValueError(msg)
        return token

    @field_validator("index")
    @classmethod
    def _is_an_address(cls, index: str | None) -> str | None:
        if index is not None:
            from recsys.engines.address import parsed_address  # loads what computes: only where it is needed

            try:
                parsed_address(index)
            except QueryError as error:
                raise ValueError(str(error)) from None
        return index

    @classmethod
    def chosen(cls, **given: Any) -> Settings:
        """Return the settings of arguments, and of the environment where there is none.

        Parameters
        ----------
        **given : Any
            Fields.

        Returns
        -------
        Settings
            All of them.

        Raises
        ------
        QueryError
            If one is not valid: names the variable, and never what stood in it, which may be a token.
        """
        try:
            return cls(**given)
        except ValidationError as error:
            faults = (f"{PREFIX}{fault['loc'][0]}".upper() + f": {fault['msg']}" for fault in error.errors())
            raise QueryError("; ".join(faults)) from None

    @property
    def model_folder(self) -> Path:
        """The folder of the model: as given, that of the copy of a stored one, or of the built-in one."""
        if isinstance(self.model, StoreAddress):
            return self.model.folder
        return self.model or models_home() / "builtin"
