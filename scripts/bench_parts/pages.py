"""What a judge's page and a save cost beside the baseline, and what a long list costs."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from bench_parts.client import Browser, WrongAnswer, mean_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROUNDS = 9
PER_ROUND = 24
LISTS_PER_ROUND = 8
ROWS_OF_BASELINE = 100
COMMENT = "Giải pháp có số liệu đo trước và sau, dễ nhân rộng; cần nói rõ chi phí bảo trì. " * 4
LIKE = 0.2  # how much the baseline's page may differ in length


def judge_on(port: int, facts: Mapping[str, Any]) -> Browser:
    """Return the session of the judge with our server."""
    browser = Browser(port)
    browser.sign_in(facts["judge"], facts["password"])
    return browser


def bare_on(port: int, bytes_of_ours: int) -> Browser:
    """Return a session with the baseline, whose page must be about as long as ours.

    Raises:
        WrongAnswer: when it is not.
    """
    browser = Browser(port, token="bench-token")  # noqa: S106  # the baseline's own
    browser.get("/login")
    length = len(browser.get("/page/10"))
    if abs(length - bytes_of_ours) > LIKE * bytes_of_ours:
        message = f"the bare page has {length} bytes, ours {bytes_of_ours}"
        raise WrongAnswer(message)
    return browser


def measure_page(ours: Browser, bare: Browser, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Time the judge's sheet page and the bare page, in turns."""
    numbers = [facts["assignments"][n % len(facts["assignments"])] for n in range(PER_ROUND)]
    sheets = [ours.request("GET", f"/hoi-dong/phieu/{number}") for number in numbers]
    pages = [bare.request("GET", f"/page/{1 + n * 4 % ROWS_OF_BASELINE}") for n in range(PER_ROUND)]
    result = in_turns(lambda _: mean_seconds(ours, sheets), lambda _: mean_seconds(bare, pages))
    result["ours_bytes"] = len(ours.get(f"/hoi-dong/phieu/{numbers[0]}"))
    result["baseline_bytes"] = len(bare.get("/page/10"))
    return result


def measure_save(ours: Browser, bare: Browser, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Time a judge's autosave and the bare upsert, in turns; every save changes something."""
    assignments = facts["assignments"][:PER_ROUND]

    def save_ours(turn: int) -> float:
        return mean_seconds(ours, [_save(ours, facts, n, turn) for n in assignments])

    def save_bare(turn: int) -> float:
        typed = {"points": str(turn)}
        keys = range(1, len(assignments) + 1)
        return mean_seconds(bare, [bare.request("POST", f"/save/{key}", typed) for key in keys])

    return in_turns(save_ours, save_bare)


def _save(browser: Browser, facts: Mapping[str, Any], assignment: int, turn: int) -> bytes:
    """Return what the page sends by itself: all points, the comment, the version it knows."""
    points = [f"{(turn + place) % 10},5" for place in range(len(facts["points"]))]
    typed = dict(zip(facts["points"], points, strict=True))
    typed |= {"comment": f"{COMMENT} ({turn})", "version": str(turn)}
    return browser.request("POST", f"/hoi-dong/phieu/{assignment}/luu", typed)


def measure_list(port: int, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Time the organiser's list of dossiers of a small and of a large round, in turns."""
    browser = Browser(port)
    browser.sign_in(facts["secretary"], facts["password"])

    def shown(count: str) -> Callable[[int], float]:
        path = f"/ban-to-chuc/dot/{facts['lists'][count]}/ho-so"
        requests = [browser.request("GET", path)] * LISTS_PER_ROUND
        return lambda _: mean_seconds(browser, requests)

    few, many = facts["lists"]
    result = in_turns(shown(many), shown(few))
    return {
        f"with_{many}_ms": result["ours_ms"],
        f"with_{few}_ms": result["baseline_ms"],
        "ratio": result["ratio"],
    }


def in_turns(ours: Callable[[int], float], baseline: Callable[[int], float]) -> dict[str, Any]:
    """Let two take turns; return the median times of both and ours as a multiple.

    A turn of each warms the servers up and is not counted. Each turn of ours is set beside the
    baseline's turn that follows it at once, so that a busy machine disturbs both alike.
    """
    pairs = [(ours(turn), baseline(turn)) for turn in range(ROUNDS + 1)][1:]
    mine, others = zip(*pairs, strict=True)
    return {
        "ours_ms": round(1000 * median(mine), 3),
        "baseline_ms": round(1000 * median(others), 3),
        "ratio": round(median(a / b for a, b in pairs), 3),
    }
