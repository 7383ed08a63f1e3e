"""Catalogues cut into parts, and what is merged of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from recsys.catalogue import Catalogue
from recsys.title import Title
from tests.training.columnar.columns import columns_of
from training.partitioned.facts import merged_facts
from training.partitioned.facts_of_part import write_facts
from training.partitioned.order import Order
from training.partitioned.parts import Part
from training.partitioned.relation_edges import complete_relations
from training.partitioned.retold import retell_part
from training.partitioned.work import WorkFolder
from training.pipeline import Facts


def written_parts(
    cut: Sequence[Sequence[Title]], folder: Path, *, n_at_once: int = 2
) -> tuple[tuple[Part, ...], Order, WorkFolder]:
    """The facts of parts, each written by itself; of titles with one id the first part's counts."""
    parts = tuple(Part(number, f"part-{number}.parquet", "1") for number in range(len(cut)))
    work = WorkFolder(folder, "code", "parts")
    tables = []
    for part, titles in zip(parts, cut, strict=True):
        columns = columns_of(Catalogue(titles))
        tables.append(columns.ids)
        work.alone(part).write_texts("ids", columns.ids)
        write_facts(columns, work.alone(part))
    return parts, Order.of(tables, work.whole, n_at_once=n_at_once), work


def facts_of_parts(cut: Sequence[Sequence[Title]], folder: Path, *, n_at_once: int = 2) -> Facts:
    parts, order, work = written_parts(cut, folder, n_at_once=n_at_once)
    complete_relations(parts, order, work)
    for part in parts:
        retell_part(part, work)
    return merged_facts(parts, order, work)


def together(cut: Sequence[Sequence[Title]]) -> Catalogue:
    """The catalogue that the parts are."""
    titles: dict[str, Title] = {}
    for own in cut:
        for title in own:
            titles.setdefault(title.id, title)
    return Catalogue(titles.values())
