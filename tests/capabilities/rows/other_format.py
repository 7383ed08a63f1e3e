"""A published model that looks as another release would have written it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from recsys import Model, publish


def of_another_format(model: Model, folder: Path, schema: int = 99) -> Path:
    """Publish a model and give its manifest another number of format."""
    version = folder / publish(model, folder).info.version
    manifest = version / "manifest.json"
    document = {**json.loads(manifest.read_text(encoding="utf-8")), "schema": schema}
    manifest.write_text(json.dumps(document), encoding="utf-8")
    digest = hashlib.sha256(manifest.read_bytes()).hexdigest()
    (folder / "CURRENT").write_text(f"{version.name} {digest}\n", encoding="ascii")
    return folder
