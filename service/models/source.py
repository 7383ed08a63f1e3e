"""Where a service takes its model from: a folder, or a copy of what lies in a store."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from recsys.errors import ArtifactDamaged, ArtifactError
from recsys.object_store.address import StoreAddress
from service.models.following import follow
from service.models.model_store import ModelStore, Outcome
from service.models.pointer_watch import sign_of

if TYPE_CHECKING:
    from recsys.object_store.mirror import Mirror
    from service.settings import Settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a service takes its model from.

    Parameters
    ----------
    store : ModelStore
        The pointer to the model.
    address : StoreAddress or None
        The store whose model is served; None for a folder of this machine.
    sign : callable
        Returns by what a newer model is noticed.
    follow : callable
        Serves the current model, and says what became of that.
    """

    store: ModelStore
    address: StoreAddress | None
    sign: Callable[[], object]
    follow: Callable[[], Outcome]

    def begin(self) -> None:
        """Serve what is here; a store is asked only if there is no copy that can be served.

        A store that is slow to answer, or another process that is fetching, must not keep this one from
        starting: whoever looks at the store now and then takes the newer version over.
        """
        if self.address is None or not _has_copy(self.address) or self.store.follow() is Outcome.REFUSED:
            self.follow()

    def reload(self) -> bool:
        """Serve the current model; one in a folder is read again whether it has changed or not.

        Returns
        -------
        bool
            Whether it is the one that is served.
        """
        if self.address is None:
            return self.store.reload()
        return self.follow() is not Outcome.REFUSED


def source_of(store: ModelStore, settings: Settings) -> Source:
    """Return where a service takes its model from.

    Parameters
    ----------
    store : ModelStore
        The pointer to the model.
    settings : Settings
        Says whether it lies in a store.

    Returns
    -------
    Source
        Nothing is read yet.
    """
    if not isinstance(settings.model, StoreAddress):
        return Source(store, None, partial(sign_of, store.folder), partial(follow, store))
    from recsys.object_store.mirror import Mirror

    mirror = Mirror(settings.model)
    return Source(store, settings.model, mirror.sign, partial(follow_mirror, store, mirror))


def fetch(address: StoreAddress, *, is_watched: bool) -> None:
    """Bring the copy of a stored model up to date before anything is opened.

    Parameters
    ----------
    address : StoreAddress
        Where the model is published. What goes wrong is logged: the copy may do, and the store is asked
        again when the service is up.
    is_watched : bool
        Whether the store is looked at once the service is up: until then any copy is good enough.
    """
    from recsys.object_store.mirror import Mirror

    if is_watched and _has_copy(address):
        return
    try:
        Mirror(address).update()
    except (ArtifactError, OSError) as error:
        _log.error("the copy of the model is not brought up to date: %s", error)


def follow_mirror(store: ModelStore, mirror: Mirror) -> Outcome:
    """Serve the model that is current in a store, from the copy that is brought up to date.

    Parameters
    ----------
    store : ModelStore
        The pointer to the model, over the folder of the copy.
    mirror : Mirror
        The copy.

    Returns
    -------
    Outcome
        What became of it; refused also where the model is good and the store cannot be read.
    """
    try:
        mirror.update()
        outcome = store.follow()
        if outcome is Outcome.REFUSED and isinstance(store.failure, ArtifactDamaged):
            mirror.discard_damaged()
    except ArtifactError as error:
        return _as_copied(store, mirror, error)
    except OSError as error:
        return _as_copied(
            store, mirror, ArtifactError(f"{mirror.folder} cannot be written to: {error.strerror}")
        )
    return outcome


def _has_copy(address: StoreAddress) -> bool:
    from recsys.object_store.mirror import Mirror

    return Mirror(address).version is not None


def _as_copied(store: ModelStore, mirror: Mirror, error: ArtifactError) -> Outcome:
    """Serve what was copied before, if anything was."""
    _log.error("the copy of the model is not brought up to date: %s", error)
    if mirror.version is not None:
        store.follow()
    store.complain(error)
    return Outcome.REFUSED
