"""A model in a troubled store, whose files a test can reach, to damage and to sign them."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recsys.artifact import MANIFEST, POINTER, VERSION_LETTERS
from recsys.object_store.address import StoreAddress
from recsys.object_store.publishing import Copied, publish_to
from tests.faults.tiny_artifact import Published
from tests.object_store import troubled


@dataclass(frozen=True, slots=True)
class Stored:
    """A folder that is asked by way of its address only.

    Parameters
    ----------
    folder : Path
        What the store holds.
    """

    folder: Path

    @property
    def address(self) -> StoreAddress:
        """Where it is."""
        return StoreAddress(f"troubled://{self.folder}")

    @property
    def current(self) -> Published:
        """What lies there now."""
        return Published(self.folder)

    def publish(self, model: Published) -> Copied:
        """Copy a model there."""
        return publish_to(self.address, model.folder, lambda _done, _of: None)

    def asked(self) -> list[str]:
        """What was read and put so far."""
        return troubled.asked(self.folder)

    def sign(self, *, schema: int | None = None, **claims: dict[str, Any] | None) -> None:
        """Publish the current version with a manifest of one's own, which is signed as it should be.

        Parameters
        ----------
        schema : int or None
            Another format.
        **claims : dict or None
            What the manifest says of the file of this name instead; None takes what lies there.
        """
        before = self.current.version
        document = json.loads(self.current.manifest.read_bytes())
        document["schema"] = schema or document["schema"]
        for name, claim in claims.items():
            document["files"][name] = claim or _claim(before / name)
        raw = json.dumps(document).encode()
        digest = hashlib.sha256(raw).hexdigest()
        folder = Path(shutil.copytree(before, self.folder / digest[:VERSION_LETTERS]))
        (folder / MANIFEST).write_bytes(raw)
        (self.folder / POINTER).write_text(f"{folder.name} {digest}\n")


def _claim(path: Path) -> dict[str, Any]:
    raw = path.read_bytes()
    return {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
