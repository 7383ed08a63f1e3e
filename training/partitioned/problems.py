"""What is wrong in the parts of a catalogue: what reading each of them found, and ids that two parts have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import PurePosixPath

import numpy as np

from recsys.catalogue.problems import Problem, shown
from training.partitioned.order import Order
from training.partitioned.parts import Part
from training.partitioned.work import Arrays, WorkFolder

_NAME = "problems"


def write_problems(problems: Sequence[Problem], into: Arrays) -> None:
    """Write what is wrong in a part.

    Parameters
    ----------
    problems : sequence of Problem
        As reading it found them.
    into : Arrays
        The folder of the part alone.
    """
    into.write_json(_NAME, [asdict(problem) for problem in problems])


def problems_of(parts: Sequence[Part], order: Order, work: WorkFolder) -> tuple[Problem, ...]:
    """Return what is wrong in all parts.

    Parameters
    ----------
    parts : sequence of Part
        All parts, each of them counted.
    order : Order
        The order of their titles.
    work : WorkFolder
        Where to read.

    Returns
    -------
    tuple of Problem
        Part by part; last the titles whose id another part has before, without their lines.
    """
    found = [Problem(**own) for part in parts for own in work.alone(part).read_json(_NAME)]
    for part, kept in zip(parts, order.kept(), strict=True):
        ids, file = work.alone(part).read_texts("ids"), PurePosixPath(part.location).name
        for id in (ids[row] for row in np.flatnonzero(~kept).tolist()):
            reason = f"{shown(id)} is there already; the first title of that id is used"
            found.append(Problem(file, None, "id", reason, id))
    return tuple(found)
