"""The pointer to the current model: the only state that the service holds.

Neither HTTP nor anything that computes is needed for it, so that a model's files are read while
all of that is loaded.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from recsys.errors import ArtifactDamaged, ArtifactError, ArtifactMissing
from recsys.stored_version import StoredVersion
from service.models.kept import KeptModels

if TYPE_CHECKING:
    from recsys.examination import Examination
    from recsys.model import Model

_log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What became of an attempt to serve the folder's current model."""

    SWAPPED = "swapped"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class _State:
    """A model and the last failure, in one object so that both change in one assignment."""

    model: Model | None
    failure: ArtifactError | None


class ModelStore:
    """Holds the model that is served, and opens a newer one when it is told to.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``, or the folder of one version; nothing is opened yet.
    index : str or None
        Address of a vector engine that searches every model; None leaves each its own index.
    """

    def __init__(self, folder: Path, *, index: str | None = None) -> None:
        self.folder = folder
        self._index = index
        self.kept = KeptModels(folder)
        self._state = _State(None, ArtifactMissing(f"the model in {folder} has not been opened yet"))
        self._opening = Lock()
        self._begun: tuple[StoredVersion, Examination] | None = None
        self._warm_up: Callable[[Model], None] = _nothing
        self._tell: Callable[[Outcome, Model | None], None] = _nothing
        self._hurry: Callable[[], None] = _nothing
        self._may_come: Callable[[str], bool] = _never

    def __repr__(self) -> str:
        """Return a line with the folder and the model."""
        return f"ModelStore({str(self.folder)!r}, {self._state.model!r})"

    @property
    def model(self) -> Model | None:
        """The model that is served; None if there is none."""
        return self._state.model

    @property
    def failure(self) -> ArtifactError | None:
        """Why the folder's model is not the one that is served; None if it is."""
        return self._state.failure

    def current(self) -> Model:
        """Return the model that is served; a request asks once and keeps it.

        Returns
        -------
        Model
            The last good model.

        Raises
        ------
        ArtifactError
            If there has never been a good one; says why.
        """
        state = self._state
        if state.model is not None:
            return state.model
        # A new object for each request: a raised exception collects the traceback of its request.
        assert state.failure is not None  # noqa: S101 - a state has at least one of the two
        raise type(state.failure)(str(state.failure))

    def find(self, version: str) -> Model | None:
        """Return the model of a version: the one that is served, or one that it has replaced.

        Parameters
        ----------
        version : str
            Name of the version.

        Returns
        -------
        Model or None
            None if it is not here, or not here any more.
        """
        model = self._state.model
        return model if model is not None and model.info.version == version else self.kept.find(version)

    def fetch(self, version: str) -> None:
        """Begin to open a version that is to be kept beside the one that is served.

        Parameters
        ----------
        version : str
            Name of the version.
        """
        self.kept.fetch(version, self._ready)

    def hurry(self) -> None:
        """Have the folder looked at now by whoever looks at it now and then."""
        self._hurry()

    def hurry_with(self, hurry: Callable[[], None]) -> None:
        """Say who looks at the folder now and then.

        Parameters
        ----------
        hurry : callable
            Has it looked at now, and comes back at once.
        """
        self._hurry = hurry

    def may_come(self, version: str) -> bool:
        """Return whether a version that is not in the folder may be on its way there.

        Parameters
        ----------
        version : str
            Name of the version.

        Returns
        -------
        bool
            False where the folder is all that there is.
        """
        return self._may_come(version)

    def may_come_from(self, seek: Callable[[str], bool]) -> None:
        """Say who looks elsewhere, where the folder is a copy of what is published.

        Parameters
        ----------
        seek : callable
            Takes a version, and says whether it may still be found.
        """
        self._may_come = seek

    def warm_with(self, warm_up: Callable[[Model], None]) -> None:
        """Have a model answer something before it is served.

        Parameters
        ----------
        warm_up : callable
            Asks a model; if it raises, the model is refused.
        """
        self._warm_up = warm_up

    def tell(self, listener: Callable[[Outcome, Model | None], None]) -> None:
        """Tell somebody of every attempt to open a model from now on.

        Parameters
        ----------
        listener : callable
            Takes what came of the attempt and the model that is served after it.
        """
        self._tell = listener

    def begin(self) -> None:
        """Let threads read the folder's current model, which the next :meth:`reload` opens.

        Whoever starts a process loads modules meanwhile. What is wrong with the folder is told then.
        """
        with self._opening, suppress(ArtifactError, OSError):
            version = StoredVersion.current(self.folder)
            self._begun = version, version.begin_reading()

    def reload(self) -> bool:
        """Open the folder's current model, read and verified whole, then serve it.

        Requests are answered by the old model until then, and for good if the new one cannot
        be opened; :attr:`failure` then says why.

        Returns
        -------
        bool
            Whether the folder's model is now the one that is served.
        """
        with self._opening:
            return self._swap() is not Outcome.REFUSED

    def follow(self) -> Outcome:
        """Serve the folder's current model; nothing is read if that is served already.

        Returns
        -------
        Outcome
            What became of it.
        """
        with self._opening:
            if self._is_current():
                # A fault that somebody has mended by pointing back to the model that is served.
                self._state = _State(self._state.model, None)
                return Outcome.UNCHANGED
            return self._swap()

    def complain(self, failure: ArtifactError) -> None:
        """Tell of a fault beside the model, which goes on being served.

        Parameters
        ----------
        failure : ArtifactError
            What :attr:`failure` says until the folder is followed again.
        """
        with self._opening:
            self._state = _State(self._state.model, failure)
            self._tell(Outcome.REFUSED, self._state.model)

    def _is_current(self) -> bool:
        model = self._state.model
        if model is None or self._begun is not None:
            return False
        try:
            return StoredVersion.current(self.folder).name == model.info.version
        except (ArtifactError, OSError):
            return False  # opening it says what is wrong

    def _swap(self) -> Outcome:
        model, failure = self._open()
        replaced = self._state.model
        if model is not None and replaced is not None:
            self.kept.take(replaced, model)
        self._state = _State(model or replaced, failure)
        if model is not None and replaced is not None:
            gc.collect()  # the old model's parts know each other, and hold a hundred open files
        outcome = Outcome.REFUSED if failure else Outcome.SWAPPED
        self._tell(outcome, self._state.model)
        return outcome

    def _open(self) -> tuple[Model | None, ArtifactError | None]:
        from recsys.artifact import open_model, verified_model  # loads what computes: not at the beginning

        begun, self._begun = self._begun, None
        try:
            model = verified_model(*begun) if begun else open_model(self.folder, verify="full")
            model = self._ready(model)
        except ArtifactError as error:
            # Not the error itself: its traceback holds every file of the model that is refused.
            failure = type(error)(str(error))
            _log.error("the model is not opened: %s", failure)
            return None, failure
        except OSError as error:  # the files cannot be read: the last good model stays
            _log.exception("the model is not opened")
            return None, ArtifactDamaged(f"{self.folder} cannot be read: {type(error).__name__}")
        except Exception as error:  # its numbers hold, and yet it cannot answer: it must not be served
            _log.exception("the model cannot answer")
            return None, ArtifactDamaged(f"{self.folder} cannot answer: {type(error).__name__}")
        _log.info("serving %r", model)
        return model, None

    def _ready(self, model: Model) -> Model:
        """The model as it is served: with the index that was chosen, and warm."""
        if self._index is not None:
            from recsys.engines import with_engine

            model = with_engine(model, self._index)
        self._warm_up(model)
        return model


def _nothing(*_: object) -> None:
    """Do nothing, for whoever wants nothing done."""


def _never(_: str) -> bool:
    """Say that nothing is to be expected."""
    return False
