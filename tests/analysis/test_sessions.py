"""What ONNX Runtime would tell its maker is not told."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import registry

ROOT = Path(registry.__file__).parent

LOOK = """
import numpy as np
from registry.analysis.yunet import YuNet
YuNet(threads=1).detect(np.zeros((64, 64, 3), np.uint8), score=0.5, overlap=0.4)
"""


def test_onnx_runtime_when_a_model_runs_then_keeps_no_number_of_the_machine_and_no_record_to_send(tmp_path):
    around = {name: value for name, value in os.environ.items() if name not in {"ORT_DISABLE_TELEMETRY", "CI"}}
    around |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT.parent)}
    subprocess.run([sys.executable, "-c", LOOK], env=around, check=True, timeout=120)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_onnx_runtime_when_modules_are_read_then_only_the_one_that_silences_it_imports_it():
    importing = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py") if _imports(path, "onnxruntime")}
    assert importing == {"analysis/sessions.py"}


def _imports(path, name):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.unparse(branch.test)
        for node in ast.walk(branch)
    }
    return any(
        (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == name for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == name)
        for node in ast.walk(tree)
        if id(node) not in hidden
    )
