"""ONNX Runtime sessions with settings that give the same answer for the same bytes, and tell nobody.

The only place that imports ONNX Runtime. Since 1.29 its packages for Linux tell their maker which models are loaded and
how often they run, under a number for the machine kept in the home folder, unless told not to before they are imported.
"""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read once, when what follows is imported

import onnxruntime


def open_session(graph: bytes, *, threads: int) -> onnxruntime.InferenceSession:
    """Return a CPU session that uses `threads` threads and does not spin while idle."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = 3
    # Idle threads that spin would slow down the neighbours of a two-core machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
