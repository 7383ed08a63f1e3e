"""What is done when the folder of the model has changed."""

from __future__ import annotations

import logging

from recsys.errors import ArtifactBusy, ArtifactDamaged, ArtifactError
from recsys.stored_version import POINTER
from service.models.model_store import ModelStore, Outcome

_PATIENCE = 0.5
"""Seconds for which somebody else may be publishing before the rest is done without."""
_log = logging.getLogger(__name__)


def follow(store: ModelStore) -> Outcome:
    """Serve the folder's current model with every title that was added to it.

    Whoever adds a title publishes it, too. Only if a process died in between there is something left to
    publish, and the first one that looks does it.

    Parameters
    ----------
    store : ModelStore
        The pointer to the model.

    Returns
    -------
    Outcome
        What became of it; refused also where the model is good and the file of added titles is not.
    """
    try:
        if (store.folder / POINTER).exists() and any(store.folder.glob("*.jsonl")):
            _catch_up(store)
    except ArtifactBusy:
        store.follow()
        return Outcome.REFUSED  # whoever publishes now publishes these titles, too; it is looked at again
    except ArtifactError as error:
        return _refused(store, error)
    except OSError as error:
        return _refused(store, ArtifactDamaged(f"{store.folder} cannot be written to: {error.strerror}"))
    return store.follow()


def _catch_up(store: ModelStore) -> None:
    from recsys.additions import catch_up  # loads what adds titles: not before the service is up

    catch_up(store.folder, seconds=_PATIENCE)


def _refused(store: ModelStore, error: ArtifactError) -> Outcome:
    """What is wrong with the model itself is told first."""
    outcome = store.follow()
    if outcome is not Outcome.REFUSED:
        _log.error("added titles are not published: %s", str(error))  # not what its traceback holds
        store.complain(error)
    return Outcome.REFUSED
