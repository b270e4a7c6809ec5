"""What the reader reaches on the development corpora does not fall."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.shared
@pytest.mark.parametrize("task", ["attribution", "turns", "who", "names", "directed", "stance", "links"])
def test_the_figures_hold_their_floors(task: str, shared: Path) -> None:
    assert shared.exists()
    command = [sys.executable, str(ROOT / "benchmarks" / "accuracy.py"), task, "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
