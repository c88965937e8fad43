"""What the commands of the repository promise: exact pins, one fast set-up, nothing left behind."""

from __future__ import annotations

import ast
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from supervisor import Child, stop_all

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
PIN = re.compile(r"[a-z0-9-]+==[\w.]+")
CLOCK = ROOT / "app" / "kernel" / "clock.py"
OTHER_CLOCKS = re.compile(r"(.+\.)?(datetime\.(now|utcnow|today)|date\.today|time\.time)")


@pytest.fixture
def child(tmp_path: Path) -> Child:
    words = [sys.executable, "-c", "import time; time.sleep(60)"]
    return Child("Tiến trình thử", words, tmp_path / "log", os.environ)


@pytest.mark.parametrize("name", ["bench", "demo-round", "harden", "start", "test", "vendor"])
def test_command_can_be_executed(name: str) -> None:
    assert os.access(SCRIPTS / name, os.X_OK)
    assert (SCRIPTS / name).read_text().startswith("#!/usr/bin/env python3\n")


@pytest.mark.parametrize("file", sorted(ROOT.glob("requirements*.txt")), ids=lambda f: f.name)
def test_every_python_requirement_has_an_exact_version(file: Path) -> None:
    lines = [line for line in file.read_text().split("\n") if line and not line.startswith("-r ")]
    assert lines
    assert [line for line in lines if not PIN.fullmatch(line)] == []


def test_every_npm_package_has_an_exact_version_and_a_digest() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    kinds = ("dependencies", "devDependencies")
    assert {kind: locked[""][kind] for kind in kinds} == {kind: wanted[kind] for kind in kinds}
    for name, version in [pair for kind in kinds for pair in wanted[kind].items()]:
        package = locked[f"node_modules/{name}"]
        assert package["version"] == version
        assert package["integrity"].startswith("sha512-")


def test_lock_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_manifest_lists_exactly_the_files_of_static_vendor() -> None:
    vendor = ROOT / "static" / "vendor"
    listed = json.loads((vendor / "manifest.json").read_text())["files"]
    present = {str(file.relative_to(vendor)) for file in vendor.rglob("*") if file.is_file()}
    assert set(listed) | {"manifest.json"} == present


def test_port_out_of_range_is_refused_with_a_sentence() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPTS / "start", "--port", "70000"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "cổng phải là số từ 1 đến 65535" in done.stderr


def test_child_that_died_is_started_again_after_a_pause(child: Child) -> None:
    child.pause = 0.05
    child.start()
    assert child.process
    first = child.process.pid
    child.process.kill()
    child.process.wait()
    child.look_after()
    assert not child.is_alive()
    time.sleep(0.1)
    child.look_after()
    assert child.is_alive()
    assert child.process.pid != first
    child.make_stop(deadline=0)


def test_pause_doubles_with_each_failure(child: Child) -> None:
    child.command = [sys.executable, "-c", ""]
    for pause in (1.0, 2.0, 4.0):
        assert child.pause == pause
        child.start()
        assert child.process
        child.process.wait()
        child.look_after()


def test_stopping_leaves_no_process_behind(child: Child) -> None:
    kept = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    child.start()
    try:
        stop_all([child])
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    assert not child.is_alive()


def test_application_has_one_clock() -> None:
    files = [file for file in (ROOT / "app").rglob("*.py") if file != CLOCK]
    assert [str(f) for f in files if any(map(OTHER_CLOCKS.fullmatch, _calls(f)))] == []


def _calls(file: Path) -> list[str]:
    """Name the functions that a module calls, as they are written there."""
    tree = ast.parse(file.read_text())
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
