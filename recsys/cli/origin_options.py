"""Options for where a result comes from: countries, people, places, and services that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from recsys.cli.filter_options import FilterOptions
from recsys.cli.panels import MAKERS, REPEAT, WATCHING, Names, option


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginOptions(FilterOptions):
    """Filters by who made a title, where, and where it can be watched."""

    countries_all: Annotated[
        Names,
        option(
            MAKERS,
            "--countries-all",
            metavar="COUNTRY",
            help=f"Every one of these made it: code, name, or a region such as region:sea; {REPEAT}.",
        ),
    ] = None
    countries_any: Annotated[
        Names,
        option(
            MAKERS, "--countries-any", metavar="COUNTRY", help=f"At least one of these made it; {REPEAT}."
        ),
    ] = None
    countries_none: Annotated[
        Names,
        option(MAKERS, "--countries-none", metavar="COUNTRY", help=f"None of these made it; {REPEAT}."),
    ] = None
    countries_only: Annotated[
        Names,
        option(MAKERS, "--countries-only", metavar="COUNTRY", help=f"No other one made it; {REPEAT}."),
    ] = None
    cast: Annotated[
        Names,
        option(
            MAKERS,
            "--cast",
            metavar="PERSON",
            help=f"Every one of these is seen or heard in it; {REPEAT}.",
        ),
    ] = None
    creators: Annotated[
        Names,
        option(
            MAKERS,
            "--creators",
            metavar="PERSON",
            help=f"Every one of these wrote it, made it up or directed it; {REPEAT}.",
        ),
    ] = None
    cast_from: Annotated[
        Names,
        option(
            MAKERS,
            "--cast-from",
            metavar="COUNTRY",
            help="Somebody of the cast is a national of this country or region, whoever produced it; "
            f"{REPEAT}.",
        ),
    ] = None
    directors_from: Annotated[
        Names,
        option(
            MAKERS,
            "--directors-from",
            metavar="COUNTRY",
            help=f"A director is a national of this country or region; {REPEAT}.",
        ),
    ] = None
    writers_from: Annotated[
        Names,
        option(
            MAKERS,
            "--writers-from",
            metavar="COUNTRY",
            help=f"A writer is a national of this country or region; {REPEAT}.",
        ),
    ] = None
    cities_all: Annotated[
        Names,
        option(
            MAKERS,
            "--cities-all",
            metavar="PLACE",
            help=f"Set or filmed in every one of these places; {REPEAT}.",
        ),
    ] = None
    cities_any: Annotated[
        Names,
        option(
            MAKERS,
            "--cities-any",
            metavar="PLACE",
            help=f"Set or filmed in at least one of these places; {REPEAT}.",
        ),
    ] = None
    set_in: Annotated[
        Names,
        option(
            MAKERS,
            "--set-in",
            metavar="PLACE",
            help=f"The story happens in every one of these places or countries; {REPEAT}.",
        ),
    ] = None
    filmed_in: Annotated[
        Names,
        option(
            MAKERS,
            "--filmed-in",
            metavar="PLACE",
            help=f"Shot in every one of these places or countries; {REPEAT}.",
        ),
    ] = None
    services: Annotated[
        Names,
        option(
            WATCHING,
            "--services",
            metavar="SERVICE",
            help=f"It can be watched on one of these, as Netflix; {REPEAT}.",
        ),
    ] = None
    region: Annotated[
        str | None,
        option(WATCHING, "--region", metavar="COUNTRY", help="It can be watched in this country."),
    ] = None
    available_by: Annotated[
        str | None,
        option(
            WATCHING,
            "--available-by",
            metavar="DATE",
            help="Of where it can be watched, only what was known on that day; with --services or --region.",
        ),
    ] = None
