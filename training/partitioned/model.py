"""From a catalogue in many Parquet files to a model, step by step, each of them done part by part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from threadpoolctl import threadpool_limits

from recsys.catalogue import Problem
from recsys.catalogue.uncollected import uncollected
from recsys.features import DEFAULT_BLOCKS, BlockSpec
from recsys.features.vectorizer import TitleVectorizer
from recsys.large_arrays import give_away
from recsys.model import Model
from training.backends import Backend, JoblibBackend
from training.columnar.chosen_loops import compile_for
from training.partitioned.counting import count_part
from training.partitioned.dropping import drop_counted, drop_documents, drop_facts
from training.partitioned.facts import merged_facts
from training.partitioned.merged_documents import merge_documents
from training.partitioned.open_files import allow_open_files
from training.partitioned.order import Order
from training.partitioned.parts import Part, parts_of
from training.partitioned.people import count_people, merge_people, read_people
from training.partitioned.problems import problems_of
from training.partitioned.relation_edges import complete_relations
from training.partitioned.retold import retell_part
from training.partitioned.retold_tones import count_tones
from training.partitioned.rounds import Tell, each_part, once
from training.partitioned.vocabulary import measure_part, merge_scales, merge_vocabularies, read_space
from training.partitioned.weighing import merge_rows, read_matrix, weigh_part
from training.partitioned.work import WorkFolder
from training.pipeline import finished, refuse_empty


@dataclass(frozen=True, slots=True)
class CountedParts:
    """Parts that were read, and how to go on with them.

    Parameters
    ----------
    parts : tuple of Part
        All parts.
    work : WorkFolder
        What was found in them.
    order : Order
        The order of their titles.
    blocks : tuple of BlockSpec
        Feature blocks.
    backend : Backend
        Where parts are worked on.
    tell : callable
        Told the name of a step, how many parts it is done for, and of how many.
    """

    parts: tuple[Part, ...]
    work: WorkFolder
    order: Order
    blocks: tuple[BlockSpec, ...]
    backend: Backend
    tell: Tell

    def __len__(self) -> int:
        """Return the number of titles."""
        return self.order.n_titles

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong in the parts.

        Returns
        -------
        tuple of Problem
            Part by part; last the titles whose id another part has before.
        """
        return problems_of(self.parts, self.order, self.work)


@uncollected()
def count_parts(
    location: str,
    *,
    work: Path,
    backend: Backend = JoblibBackend("loky", 1),  # noqa: B008 - frozen
    blocks: tuple[BlockSpec, ...] = DEFAULT_BLOCKS,
    tell: Tell = lambda *_: None,
) -> CountedParts:
    """Return the parts of a catalogue, each of them read: the first half of a training.

    Parameters
    ----------
    location : str
        A folder or URL.
    work : Path
        A folder for what the steps leave for each other, which no other training uses at the same time.
        What is found there of this catalogue is not made again, and what is of another one is removed; every
        part is read again if one changed after the lines of all were merged, or if a model made there was
        published.
    backend : Backend
        Where parts are worked on: this process unless something else is given.
    blocks : tuple of BlockSpec
        Feature blocks.
    tell : callable
        Told the name of a step, how many parts it is done for, and of how many.

    Returns
    -------
    CountedParts
        What was found.

    Raises
    ------
    BadData
        If there is no part or no title, or a part cannot be read by column, or there are too many of them.
    RunUnfinished
        If processes are killed again and again.
    """
    parts = parts_of(location)
    allow_open_files(len(parts))
    folder = WorkFolder.of(work, parts, blocks)
    folder.clear_others(parts)
    folder.clear_torn(parts)
    each_part(count_part, parts=parts, given=(folder, blocks), into=folder.alone, backend=backend, tell=tell)
    once(_write_order, parts, folder, into=folder.whole)
    order = Order.read(folder.whole)
    refuse_empty(order.n_titles)
    return CountedParts(parts, folder, order, blocks, backend, tell)


@uncollected()
def train_counted(counted: CountedParts) -> Model:
    """Return the model of parts that were read: the second half of a training.

    Parameters
    ----------
    counted : CountedParts
        The parts.

    Returns
    -------
    Model
        Not yet published; most of its arrays are mapped from the work folder.

    Raises
    ------
    RunUnfinished
        If a process was killed.
    """
    parts, work, order, blocks = counted.parts, counted.work, counted.order, counted.blocks
    run = partial(each_part, parts=parts, into=work.among_all, backend=counted.backend, tell=counted.tell)
    merge = partial(once, into=work.whole)
    merge_into_parts = partial(
        merge, beside=[of(part) for part in parts for of in (work.alone, work.among_all)]
    )
    compile_for(order.n_titles)
    # 1. what parts say of each other's titles and people
    merge_into_parts(complete_relations, parts, order, work)
    run(retell_part, given=(work,))
    merge_into_parts(merge_people, parts, order, work)
    run(count_people, given=(work, blocks))
    run(count_tones, given=(work, blocks))
    merge_into_parts(merge_documents, parts, order, work)
    drop_documents(parts, work)
    # 2. the features of all, and the rows of each part over them
    merge_into_parts(merge_vocabularies, parts, order, work, blocks)
    run(measure_part, given=(work, blocks))
    merge(merge_scales, parts, order, work, blocks)
    run(weigh_part, given=(work, blocks))
    merge_into_parts(merge_rows, parts, order, work)
    drop_counted(parts, work)
    # 3. the model
    space = read_space(work, blocks)
    vectorizer = TitleVectorizer.of(space, read_people(work.whole))
    with threadpool_limits(1, user_api="blas"):  # as in training.pipeline
        matrix = read_matrix(work, space.n_features)
        facts = merged_facts(parts, order, work)
        drop_facts(parts, work)
        give_away(work.whole.folder)
        return finished(vectorizer, matrix, facts, scratch=work.whole.folder)


def _write_order(parts: tuple[Part, ...], work: WorkFolder) -> None:
    Order.of([work.alone(part).read_texts("ids") for part in parts], work.whole)
