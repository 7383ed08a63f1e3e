"""A question with files: what its viewers have seen, a list to choose within, and what became of them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from recsys.query import MOST_TOGETHER
from recsys.query_document import QueryDocument, SeedDocument, TasteDocument
from service.history import HISTORY_EXAMPLE, FileReport, HistoryReport, HistoryUpload
from service.schemas.answers import ANSWER_EXAMPLE, AnswerDocument
from service.schemas.document import example

_Name = Annotated[str, Field(min_length=1, max_length=500)]


class TasteUpload(TasteDocument):
    """One of several viewers, with likes of their own, a history, or both."""

    like: Annotated[list[SeedDocument | _Name], Field(max_length=100)] = Field([])
    history: HistoryUpload | None = Field(
        None,
        description="What this viewer has seen: nobody is shown it again, and what was liked or disliked "
        "counts for this viewer.",
    )


class RecommendDocument(QueryDocument):
    """A question, and what its viewers have seen."""

    # A list could be given other members; those of a frozen document are what was read.
    together: Annotated[list[TasteUpload], Field(max_length=MOST_TOGETHER)] = Field(  # type: ignore[assignment]
        [], description="Two to eight viewers, none of whom is to be left out; in place of like and dislike."
    )
    history: HistoryUpload | None = Field(
        None,
        description="What stands in it is left out, and what was liked or disliked counts; the answer says "
        "what became of its rows. It is forgotten with the answer.",
    )
    within_history: HistoryUpload | None = Field(
        None,
        description="Only titles that stand in this file are shown, seen or not: a watchlist, a festival, "
        "one's own shelf. Titles of `filters.within` may be shown as well.",
    )

    @property
    def has_files(self) -> bool:
        """Whether any file came with the question."""
        members = any(member.history is not None for member in self.together)
        return members or self.history is not None or self.within_history is not None

    def to_document(self) -> dict[str, Any]:
        """Return the question apart from its files, as it was written.

        Returns
        -------
        dict
            What :func:`recsys.query_document.query_from_json` reads.
        """
        files: dict[str, Any] = {"history": True, "within_history": True}
        files["together"] = {"__all__": {"history"}}
        return self.model_dump(mode="json", exclude=files, exclude_unset=True)


class MemberReport(HistoryReport):
    """What became of the history of one of several viewers."""

    viewer: int = Field(description="Whose it is, from 1.")
    name: str = Field(description="What the question calls this viewer; may be empty.")


class ListReport(FileReport):
    """What became of the list to choose within."""

    titles: int = Field(description="Titles of this catalogue that stand in it.")


_OF_VIEWERS = frozenset(HistoryReport.model_fields) - frozenset(FileReport.model_fields)


def list_report(report: dict[str, Any], n_titles: int) -> dict[str, Any]:
    """Return the report of a file that is a list to choose within.

    Parameters
    ----------
    report : dict
        As :meth:`recsys.history.Viewer.report` gives it.
    n_titles : int
        How many titles of the catalogue stand in it.

    Returns
    -------
    dict
        Without what is said of a viewer only.
    """
    kept = {name: value for name, value in report.items() if name not in _OF_VIEWERS}
    return {**kept, "titles": n_titles}


class FilesAnswerDocument(AnswerDocument):
    """The answer to a question that files came with."""

    model_config = example(
        {
            **ANSWER_EXAMPLE,
            "history": HISTORY_EXAMPLE,
            "histories": [],
            "within_history": list_report(HISTORY_EXAMPLE, 2),
        }
    )

    history: HistoryReport | None = Field(description="What became of the history; null if there was none.")
    histories: list[MemberReport] = Field(
        description="What became of the histories of several viewers, in the order of `together`."
    )
    within_history: ListReport | None = Field(
        description="What became of the list to choose within; null if there was none."
    )
