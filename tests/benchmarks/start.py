"""Cold start: from a new process to the sign-in page painted."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measure import Figure, of

_SIGN_IN = """
import sys, time
began = float(sys.argv[1])
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QEvent, QObject
from capi.settings import read_settings
from capi.desktop import open_desktop
application = QApplication([])
application.setStyle("Fusion")
desktop = open_desktop(read_settings(), practice=False)
desktop.show()
application.processEvents()
print(time.time() - began)
print(",".join(sorted(name for name in ("sqlalchemy", "yaml", "typer", "rich", "cryptography") if name in sys.modules)))
"""
_BARE = """
import sys, time
began = float(sys.argv[1])
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
window = QWidget(); window.resize(1366, 768); window.show()
application.processEvents()
print(time.time() - began)
"""


def figures() -> list[Figure]:
    bare = of("", [_run(_BARE) for _ in range(8)], "")
    ours = [_run(_SIGN_IN) for _ in range(8)]
    return [of("cold start to the sign-in page painted", ours, "<= 250", bare.median)]


def _run(program: str) -> float:
    import time

    root = Path(__file__).parents[2]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CAPI_DATA_DIR": folder, "PYTHONPATH": str(root)}
        command = [sys.executable, "-c", program, str(time.time())]
        done = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[0])
