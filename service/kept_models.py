"""Models that were replaced, kept for requests that name one of them.

Whoever turns the pages of a list goes on with the version that it began with. A service that has just been
started keeps nothing yet: it opens one of the last published versions when somebody asks for it.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recsys.model import Model

_log = logging.getLogger(__name__)


class KeptModels:
    """The last models that were replaced, the latest first; the oldest goes when there are too many.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``, or the folder of one version.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.most = 0
        self._models: tuple[Model, ...] = ()
        self._unusable: frozenset[str] = frozenset()
        self._fetched: str | None = None
        self._changing = Lock()
        self._tell: Callable[[int], None] = _nothing

    def __len__(self) -> int:
        """Return the number of models."""
        return len(self._models)

    def tell(self, listener: Callable[[int], None]) -> None:
        """Tell somebody how many there are, now and whenever that changes.

        Parameters
        ----------
        listener : callable
            Takes the number.
        """
        self._tell = listener
        listener(len(self))

    def find(self, version: str) -> Model | None:
        """Return the model of a version.

        Parameters
        ----------
        version : str
            Name of the version.

        Returns
        -------
        Model or None
            None if it is not kept.
        """
        return next((model for model in self._models if model.info.version == version), None)

    def take(self, replaced: Model, served: Model) -> None:
        """Keep a model that is replaced.

        Parameters
        ----------
        replaced : Model
            What was served.
        served : Model
            What is served from now on; of the same version if the service was told to read it again.
        """
        with self._changing:
            self._keep(replaced, besides=served.info.version)

    def can_fetch(self, version: str, served: str) -> bool:
        """Return whether a version that is not kept should be: one of the last that were published.

        Nothing older is opened: each opening reads every byte, and anybody may name a version.

        Parameters
        ----------
        version : str
            Name of the version.
        served : str
            The version that the folder's pointer names.

        Returns
        -------
        bool
            Whether :meth:`fetch` would open it.
        """
        from service.published_versions import last_written  # loads what computes: not at the beginning

        if not self.most or version in self._unusable:
            return False
        return version in last_written(self.folder, most=self.most, besides=served)

    def fetch(self, version: str, ready: Callable[[Model], Model]) -> None:
        """Open a version in a thread of its own; nothing happens while another one is being opened.

        Parameters
        ----------
        version : str
            Name of the version.
        ready : callable
            Makes the model one that can be served; if it raises, the model is not kept.
        """
        with self._changing:
            if self._fetched is not None or self.find(version) is not None:
                return
            self._fetched = version
        Thread(target=self._fetch, args=(version, ready), name="kept model", daemon=True).start()

    def _fetch(self, version: str, ready: Callable[[Model], Model]) -> None:
        from service.published_versions import opened

        try:
            model = ready(opened(self.folder, version))
        except Exception:  # whatever it was: the model that is served goes on, and this one is left alone
            _log.exception("the version %s cannot be kept", version)
            with self._changing:
                self._unusable |= {version}
                self._fetched = None
            return
        with self._changing:
            self._keep(model, besides="")
            self._fetched = None
        gc.collect()  # the parts of a model that has made room know each other
        _log.info("answering also by %r", model)

    def _keep(self, model: Model, *, besides: str) -> None:
        """Put a model first, and let those go that are too many, or of the version that is served."""
        version = model.info.version
        others = [each for each in self._models if each.info.version not in (version, besides)]
        first = [] if version == besides else [model]
        self._models = tuple([*first, *others][: self.most])
        self._tell(len(self._models))


def _nothing(_: int) -> None:
    """Do nothing, for whoever wants nothing done."""
