"""Which files differ from what everybody has: asked of git."""

from __future__ import annotations

import shutil
import subprocess

from environment import ROOT, refuse

OTHERWISE = "hoặc chạy scripts/test fast để kiểm tra tất cả trừ trình duyệt và các bài dài."
# Where everybody's work lies, as far as this checkout knows; the first that exists counts.
SHARED = ("main", "origin/main", "origin/HEAD")


def changed_files() -> list[str]:
    """Return the paths that were changed since the branch left the shared one, or since HEAD.

    What is not committed and what git does not know yet counts; so does what was removed.
    """
    if not shutil.which("git"):
        refuse(
            "Máy không có git nên không biết đã sửa những tệp nào. Hãy cài đặt (ví dụ: "
            f"sudo apt-get install git), {OTHERWISE}"
        )
    edited = git("diff", "--name-only", "--no-renames", "-z", starting_point())
    unknown = git("ls-files", "--others", "--exclude-standard", "-z")
    return sorted({path for path in (edited + unknown).split("\0") if path})


def starting_point() -> str:
    """Return the commit that everybody has and this branch began at."""
    head = git("rev-parse", "--verify", "HEAD").strip()
    for name in SHARED:
        done = _ask("merge-base", "HEAD", name)
        if done.returncode == 0:
            return done.stdout.strip()
    return head


def git(*words: str) -> str:
    """Return what git answers, or refuse with what it says against it."""
    done = _ask(*words)
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["không nói lý do"])[0]
        refuse(
            f"git không cho biết đã sửa những tệp nào ({reason}). Hãy chạy trong bản sao lấy bằng "
            f"git clone, {OTHERWISE}"
        )
    return done.stdout


def _ask(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        check=False,
    )
