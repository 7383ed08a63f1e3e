from __future__ import annotations

from tests.training.columnar.conftest import compiled

__all__ = ["compiled"]
