"""`recsys search TEXT`: titles by name."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from recsys.cli.chosen_model import JsonOption, ModelOption, chosen_model
from recsys.cli.failure import ExitCode, tells_failures
from recsys.cli.terminal import say, stdout, write, write_json
from recsys.model import Model
from recsys.names import NameHit
from recsys.names import search as search_names


@tells_failures
def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name or a part of one, in any script.")],
    limit: Annotated[int, typer.Option(min=1, max=100, help="Most titles to give.")] = 10,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Titles whose names match a text, and by which of their names."""
    opened = chosen_model(model)
    hits = search_names(opened.names, text, limit)
    if as_json:
        write_json({"results": [_entry(opened, hit) for hit in hits]})
    else:
        _render(opened, hits)
    if not hits:
        say(f"no title is called anything like {text[:80]!r}")
        raise typer.Exit(ExitCode.EMPTY)


def _entry(model: Model, hit: NameHit) -> dict[str, Any]:
    title = model.title(hit.row)
    return {
        "id": title.id,
        "title": title.title,
        "original_title": title.original_title,
        "year": title.year,
        "form": title.form,
        "medium": title.medium,
        "countries": list(title.countries),
        "matched_by": hit.matched_by,
        "name": hit.name,
    }


def _render(model: Model, hits: list[NameHit]) -> None:
    console = stdout()
    for hit in hits:
        title = model.title(hit.row)
        write(console, f"{title.label}  [{title.id}]", style="bold")
        other = "" if hit.name == title.title else f": {hit.name}"
        write(console, f"by {hit.matched_by}{other}", indent=4)
