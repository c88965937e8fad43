"""Mutants of rules, queries and operations, tried against the tests of their package."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from random import Random
from typing import TYPE_CHECKING

from environment import PYTHON, ROOT, refuse, say
from harden_parts.mutations import Mutant, mutants_of
from supervisor import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RUNGS = ("rules", "policy", "workflow", "values", "queries", "operations")
ON_BOTH_DATABASES = ("queries", "operations")
COPIED = ("app", "docs", "migrations", "scripts", "static", "templates", "tests")
FILES = (
    "CHANGELOG.md",
    "README.md",
    "package.json",
    "package-lock.json",
    "pyproject.toml",
    "wsgi.py",
)
PATIENCE = 30.0  # seconds that a mutant may take beyond three times what the tests take
TIMES = 3


@dataclass(frozen=True)
class Wanted:
    """What to change, for how long, and how many at once."""

    packages: Sequence[str]
    rungs: Sequence[str]
    seed: int
    seconds: float
    jobs: int


@dataclass
class Findings:
    """How the mutants fared, by rung, and those that no test noticed."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    survivors: list[Mutant] = field(default_factory=list)

    def note(self, mutant: Mutant, verdict: str) -> None:
        """Count one mutant; say at once when nobody noticed it."""
        self.counts[rung_of(mutant.path), verdict] += 1
        if verdict == "survived":
            self.survivors.append(mutant)
            say(f"  sống sót  {mutant}")

    def tell(self) -> None:
        """Print how many of each rung were noticed."""
        say("\n══ Đột biến " + "═" * 66)
        for rung in RUNGS:
            killed = self.counts[rung, "killed"] + self.counts[rung, "timed out"]
            whole = killed + self.counts[rung, "survived"]
            if whole:
                late = self.counts[rung, "timed out"]
                say(
                    f"{rung:<12} {killed:>5} trên {whole} bị phát hiện "
                    f"({100 * killed / whole:.0f} %; {late} vì chạy quá lâu)"
                )
        whole = self.counts.total()
        killed = whole - len(self.survivors)
        say(f"Tất cả: {killed} trên {whole} bị phát hiện; {len(self.survivors)} sống sót.")


class Bench:
    """A copy of the house, and a process that tries mutants on it."""

    def __init__(self, place: Path, environment: Mapping[str, str]) -> None:
        for name in COPIED:
            leave = shutil.ignore_patterns("__pycache__", "artifacts")
            shutil.copytree(ROOT / name, place / name, ignore=leave)
        for name in FILES:
            shutil.copyfile(ROOT / name, place / name)
        self.process = subprocess.Popen(
            [str(PYTHON), "-m", "harden_parts.trial", str(place)],
            cwd=ROOT / "scripts",
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509  # the threads begin after the benches
        )

    def try_out(self, path: str, source: bytes, seconds: float) -> tuple[str, float]:
        """Run the tests of a file's package on a source of it; return the verdict and the seconds."""
        order = {
            "path": path,
            "source": source.decode(),
            "runs": runs_for(path),
            "seconds": seconds,
        }
        answer = json.loads(self._answer_to(json.dumps(order)))
        return answer["verdict"], answer["seconds"]

    def _answer_to(self, order: str) -> str:
        line = ""
        if self.process.stdin and self.process.stdout:
            self.process.stdin.write(f"{order}\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        return line or refuse("Tiến trình thử đột biến đã dừng ngoài ý muốn.")

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()


def harden(wanted: Wanted, place: Path, environment: Mapping[str, str]) -> Findings:
    """Try mutants in the order of chance until the time is over or none is left."""
    sources = {path: (ROOT / path).read_bytes() for path in paths_for(wanted)}
    mutants = [mutant for path, source in sources.items() for mutant in mutants_of(path, source)]
    Random(wanted.seed).shuffle(mutants)  # noqa: S311  # the same again from the same seed
    say(f"· {len(mutants)} đột biến của {len(sources)} tệp; hạt {wanted.seed}.")
    benches = [Bench(place / f"bench-{n}", environment) for n in range(wanted.jobs)]
    try:
        return _try_all(mutants, sources, benches, time.monotonic() + wanted.seconds)
    finally:
        for bench in benches:
            bench.stop()


def _try_all(
    mutants: Sequence[Mutant], sources: Mapping[str, bytes], benches: Sequence[Bench], until: float
) -> Findings:
    findings, patience = Findings(), Patience(sources)
    free: SimpleQueue[Bench] = SimpleQueue()
    for bench in benches:
        free.put(bench)

    def try_one(mutant: Mutant) -> None:
        bench = free.get()
        try:
            if time.monotonic() < until:
                seconds = patience.with_tests_of(mutant.path, bench)
                changed = mutant.written_into(sources[mutant.path])
                verdict, _seconds = bench.try_out(mutant.path, changed, seconds)
                findings.note(mutant, verdict)
        finally:
            free.put(bench)

    with ThreadPoolExecutor(len(benches)) as pool:
        list(pool.map(try_one, mutants))
    return findings


class Patience:
    """How long the tests of a file take while nothing is changed, and so how long to wait."""

    def __init__(self, sources: Mapping[str, bytes]) -> None:
        self._sources = sources
        self._seconds: dict[tuple[str, ...], float] = {}

    def with_tests_of(self, path: str, bench: Bench) -> float:
        """Return how long a mutant of a file may take; refuse where its tests fail anyway."""
        tests = tuple(words[0] for words in runs_for(path))
        if tests not in self._seconds:
            verdict, seconds = bench.try_out(path, self._sources[path], 20 * PATIENCE)
            if verdict != "survived":
                refuse(f"Các bài kiểm thử của {path} hỏng cả khi chưa đổi gì: hãy sửa trước.")
            self._seconds[tests] = TIMES * seconds + PATIENCE
        return self._seconds[tests]


def paths_for(wanted: Wanted) -> list[str]:
    """Return the files of the wanted packages and rungs."""
    files = sorted(
        str(file.relative_to(ROOT))
        for package in wanted.packages
        for rung in wanted.rungs
        for pattern in (f"{package}/{rung}.py", f"{package}/{rung}/**/*.py")
        for file in (ROOT / "app").glob(pattern)
    )
    if not files:
        refuse("Không có tệp nào của các gói và bậc đã chọn.")
    return files


def packages() -> list[str]:
    """Return the packages that have a rung which is hardened."""
    return sorted(
        folder.name
        for folder in (ROOT / "app").iterdir()
        if any((folder / name).exists() for rung in RUNGS for name in (rung, f"{rung}.py"))
    )


def rung_of(path: str) -> str:
    """Return the rung of a file: `app/x/rules/y.py` stands on `rules`."""
    return Path(path).parts[2].removesuffix(".py")


def runs_for(path: str) -> list[list[str]]:
    """Return the words for pytest: the mirror of a file first, then its package, by database."""
    _app, package, *rest = Path(path).with_suffix("").parts
    *folders, name = rest
    mirror = Path("tests", package, *folders, f"test_{name}.py")
    places = [str(p) for p in (mirror, Path("tests", package)) if (ROOT / p).exists()]
    databases = ["sqlite"]
    if rung_of(path) in ON_BOTH_DATABASES:
        databases.append("postgresql")
    return [[*places, "-m", "not long", "--database", database] for database in databases]
