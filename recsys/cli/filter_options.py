"""Options for what a result must fulfil: its own facts, and what happens where they are not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from recsys.cli.panels import FILTERS, REPEAT, Names, option
from recsys.filters import Unknown, Upcoming
from recsys.kinds import Form, Medium, SourceKind, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterOptions:
    """Filters by what a title is; each default is that of a question's JSON."""

    form: Annotated[Form | None, option(FILTERS, "--form", help="How it is told.")] = None
    medium: Annotated[Medium | None, option(FILTERS, "--medium", help="What it is made of.")] = None
    year_from: Annotated[int | None, option(FILTERS, "--year-from", metavar="YEAR", help="First year.")] = (
        None
    )
    year_to: Annotated[int | None, option(FILTERS, "--year-to", metavar="YEAR", help="Last year.")] = None
    period_from: Annotated[
        int | None,
        option(
            FILTERS,
            "--period-from",
            metavar="YEAR",
            help="The story goes on in this year or later; years before our era have a minus.",
        ),
    ] = None
    period_to: Annotated[
        int | None,
        option(FILTERS, "--period-to", metavar="YEAR", help="The story begins in this year or earlier."),
    ] = None
    genres: Annotated[
        Names, option(FILTERS, "--genres", metavar="GENRE", help=f"Every one of these genres; {REPEAT}.")
    ] = None
    tones: Annotated[
        Names,
        option(
            FILTERS,
            "--tones",
            metavar="TONE",
            help=f"Every one of these tones, as slow-burn-romance or 'slow-burn-romance>=2'; {REPEAT}.",
        ),
    ] = None
    avoid: Annotated[
        Names,
        option(
            FILTERS, "--avoid", metavar="TONE", help=f"None of these tones or content warnings; {REPEAT}."
        ),
    ] = None
    source: Annotated[
        list[SourceKind] | None,
        option(
            FILTERS,
            "--source",
            metavar="KIND",
            help=f"It was one of these before: {', '.join(SourceKind)}; {REPEAT}.",
        ),
    ] = None
    status: Annotated[
        list[Status] | None,
        option(FILTERS, "--status", metavar="STATUS", help=f"One of these: {', '.join(Status)}; {REPEAT}."),
    ] = None
    min_minutes: Annotated[
        int | None,
        option(
            FILTERS,
            "--min-minutes",
            metavar="MINUTES",
            min=1,
            help="Shortest length of the whole, all episodes together.",
        ),
    ] = None
    max_minutes: Annotated[
        int | None,
        option(
            FILTERS,
            "--max-minutes",
            metavar="MINUTES",
            min=1,
            help="Longest length of the whole, all episodes together.",
        ),
    ] = None
    max_episodes: Annotated[
        int | None,
        option(FILTERS, "--max-episodes", metavar="NUMBER", min=1, help="Most episodes; a film passes."),
    ] = None
    released_by: Annotated[
        str | None,
        option(
            FILTERS,
            "--released-by",
            metavar="DATE",
            help="Out on that day or before, as 2025-10-28 or 2025-10.",
        ),
    ] = None
    upcoming: Annotated[
        Upcoming | None,
        option(
            FILTERS,
            "--upcoming",
            help="What happens to a title that is not out by --released-by (without this option it is "
            "dropped), or, without a day, to one that the catalogue calls upcoming (kept).",
        ),
    ] = None
    within_title: Annotated[
        Names,
        option(FILTERS, "--within-title", metavar="TITLE", help=f"One of these, by name or id; {REPEAT}."),
    ] = None
    unknown: Annotated[
        Unknown, option(FILTERS, "--unknown", help="What happens to a title whose value is not known.")
    ] = Unknown.KEEP
    inferred: Annotated[
        Unknown,
        option(FILTERS, "--inferred", help="What happens to a title that passes by an inferred tone alone."),
    ] = Unknown.KEEP
