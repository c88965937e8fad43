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
# A person named in every dossier with the code of one; words of every title.
RARE, FREQUENT = "quynh+nguong+00042", "hieu+qua"
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


def measure_lists(port: int, bare: Browser, facts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Time the organiser's list of a large round beside a small one, and beside the bare page.

    ``list`` asks nothing; ``search`` finds one dossier by a person and a piece of its code;
    ``frequent`` finds every dossier of the round, so that it grows with what it finds.
    """
    browser = Browser(port)
    browser.sign_in(facts["secretary"], facts["password"])
    few, many = facts["lists"].values()
    return {
        "list": _large_beside_small(browser, many, few, ""),
        "search": _large_beside_small(browser, many, few, f"?tim={RARE}"),
        "frequent": _large_beside_small(browser, many, few, f"?tim={FREQUENT}"),
        "list_page": _list_beside_bare(browser, bare, few),
    }


def _large_beside_small(browser: Browser, many: int, few: int, asked: str) -> dict[str, Any]:
    def shown(round_id: int) -> Callable[[int], float]:
        request = browser.request("GET", _list_of(round_id) + asked)
        return lambda _: mean_seconds(browser, [request] * LISTS_PER_ROUND)

    result = in_turns(shown(many), shown(few))
    return {
        "large_ms": result["ours_ms"],
        "small_ms": result["baseline_ms"],
        "ratio": result["ratio"],
    }


def _list_beside_bare(browser: Browser, bare: Browser, round_id: int) -> dict[str, Any]:
    length = len(browser.get(_list_of(round_id)))
    ours = [browser.request("GET", _list_of(round_id))] * LISTS_PER_ROUND
    others = [bare.request("GET", f"/page/10?bytes={length}")] * LISTS_PER_ROUND
    result = in_turns(lambda _: mean_seconds(browser, ours), lambda _: mean_seconds(bare, others))
    result["ours_bytes"] = length
    result["baseline_bytes"] = len(bare.get(f"/page/10?bytes={length}"))
    return result


def _list_of(round_id: int) -> str:
    return f"/ban-to-chuc/dot/{round_id}/ho-so"


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
