from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import pytest

from training import builtin


def test_no_step_of_training_loads_what_does_not_retrain_the_model() -> None:
    code = "import sys, training.pipeline; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    parts = [name.split(".")[:2] for name in loaded.split()]
    assert ["training", "hubness"] in parts
    for unrelated in builtin._UNRELATED:
        assert ["training", unrelated] not in parts
        assert ["recsys", unrelated] not in parts


@pytest.mark.parametrize("package", ["recsys/cli", "training/evaluation", "training/tagging"])
def test_packages_that_do_not_retrain_the_model_exist(package: str) -> None:
    top, name = package.split("/")
    assert (files(top) / name).is_dir()
    assert name in builtin._UNRELATED
