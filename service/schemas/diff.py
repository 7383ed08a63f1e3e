"""The served model against another version, as the documentation describes it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from service.schemas.document import Document, example


class DiffParameters(BaseModel):
    """Which version, and how much is asked; a name it lacks is refused."""

    model_config = ConfigDict(extra="forbid")

    version: str = Field(
        pattern=r"^[0-9a-f]{16}$",
        description="Another published version of the served model: 16 hexadecimal digits.",
        examples=["c8095e958c3d42c7"],
    )
    sample: int = Field(
        50, ge=1, le=100, description="So many titles that both know are asked for.", examples=[50]
    )
    k: int = Field(10, ge=1, le=20, description="How long the lists are.", examples=[10])


class ModelSideDocument(Document):
    """One of the two models."""

    version: str
    fingerprint: str = Field(description="sha256 of the catalogue that it was trained on.")
    n_titles: int
    n_shown: int = Field(description="How many of its titles were in any list.")
    coverage: float = Field(description="The same as a share of its titles.")


class ChangedWeightDocument(Document):
    """A block whose default weight differs; null where a model does not have the block."""

    block: str
    a: float | None
    b: float | None


class CauseDocument(Document):
    """The block that moved a title most."""

    block: str
    value: float = Field(description="In units of the mean score of the list.")
    basis: Literal["change", "parts"] = Field(
        description="`change`: what it adds in b less what it adds in a. `parts`: what it adds in the one "
        "model that lists the title."
    )


class TitleChangeDocument(Document):
    """A title whose place is not the same."""

    id: str
    title: str
    year: int | None
    place_a: int | None = Field(description="From 1; null beyond five times the length of the list.")
    place_b: int | None
    order_change: int | None = Field(
        description="Titles that it overtook, less those that overtook it. Titles without a place in one "
        "of the models do not count and, in `moved`, nor do those that came in or went out. 0: it only "
        "filled a place or made room."
    )
    missing_in: Literal["a", "b", ""] = Field(description="The model whose catalogue lacks the title.")
    cause: CauseDocument | None = Field(
        description="Null if none of its own parts moved it: then other titles changed."
    )


class QueryDiffDocument(Document):
    """A question whose list changes."""

    name: str
    seeds_a: list[str] = Field(description="Ids that the question was understood as.")
    seeds_b: list[str]
    overlap: float = Field(description="Share of the lists that both have.")
    rbo: float = Field(description="Rank-biased overlap (Webber, Moffat, Zobel 2010), p = 0.9, extrapolated.")
    came_in: list[TitleChangeDocument]
    went_out: list[TitleChangeDocument]
    moved: list[TitleChangeDocument]


class FailedQueryDocument(Document):
    """A question that a model could not answer, and why; empty for the one that could."""

    name: str
    a: str
    b: str


_CHANGE = {"title": "Mantis", "year": 2025, "order_change": 2, "missing_in": ""}
_SIDE = {"fingerprint": "5b1e" * 16, "n_titles": 1462, "n_shown": 365, "coverage": 0.249658}


class DiffDocument(Document):
    """What changes if model b, the version that was named, takes the place of a, which is served."""

    model_config = example(
        {
            "a": {"version": "68c75e97772d48fa", **_SIDE},
            "b": {"version": "c8095e958c3d42c7", **_SIDE},
            "k": 10,
            "n_queries": 50,
            "n_compared": 50,
            "n_same": 49,
            "mean_overlap": 0.998,
            "mean_rbo": 0.997,
            "weights": [{"block": "genres", "a": 0.2007, "b": 0.202}],
            "n_only_a": 0,
            "n_only_b": 1,
            "only_a": [],
            "only_b": ["mantis-2025"],
            "failures": [],
            "changed": [
                {
                    "name": "Kill Boksoon (2023, film)",
                    "seeds_a": ["kill-boksoon-2023"],
                    "seeds_b": ["kill-boksoon-2023"],
                    "overlap": 0.9,
                    "rbo": 0.85,
                    "came_in": [
                        {
                            **_CHANGE,
                            "id": "mantis-2025",
                            "place_a": 12,
                            "place_b": 3,
                            "cause": {"block": "cast", "value": 0.08, "basis": "change"},
                        }
                    ],
                    "went_out": [],
                    "moved": [],
                }
            ],
        }
    )

    a: ModelSideDocument
    b: ModelSideDocument
    k: int
    n_queries: int
    n_compared: int = Field(description="Questions that at least one model answered.")
    n_same: int
    mean_overlap: float | None = Field(
        description="A question that one model alone answers counts as 0; null if the two share no title."
    )
    mean_rbo: float | None
    weights: list[ChangedWeightDocument] = Field(description="Default weights that differ.")
    n_only_a: int = Field(description="How many titles only this catalogue has.")
    n_only_b: int
    only_a: list[str] = Field(description="The first hundred of them, by id.")
    only_b: list[str]
    failures: list[FailedQueryDocument]
    changed: list[QueryDiffDocument] = Field(description="The most changed ones first.")
