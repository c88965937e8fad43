"""Everything by keyboard alone: judging, the way past the navigation, the way to what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser import world
from tests.browser.pages import Sheet

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.house import House
    from tests.browser.watching import Watch

MOST_STOPS = 80
FOCUSED = "() => (document.activeElement.innerText || document.activeElement.name || '').trim()"
# The ring lies around what has the focus, or around the frame that holds it with its buttons.
IS_MARKED = """() => [document.activeElement, document.activeElement.parentElement].some((place) => {
    const style = getComputedStyle(place);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
})"""


def judge_at(house: House, watch: Watch, place: int = 0) -> Sheet:
    """Let a judge sit before a sheet."""
    somebody = world.judge_with_sheets(house)
    judge = Sheet(watch.window(), house.url)
    judge.be_signed_in(house.session_of(somebody.email))
    judge.go(somebody.sheet(place))
    return judge


def tab_to(page: Page, words: str) -> None:
    """Press Tab until something with these words, or this name, has the focus."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(IS_MARKED), f"nobody sees the focus on {page.evaluate(FOCUSED)!r}"
        if words in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"Tab never comes to {words!r}")


def test_judge_scores_and_sends_a_sheet(house: House, watch: Watch) -> None:
    judge = judge_at(house, watch)
    keys = judge.page.keyboard
    judge.points(world.CRITERIA[0]).evaluate("(box) => box.blur()")
    name = judge.points(world.CRITERIA[0]).get_attribute("name")
    assert name
    tab_to(judge.page, name)
    keys.type("50")
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(judge.points(world.CRITERIA[1])).to_be_focused()
    keys.type("31")
    tab_to(judge.page, "comment")
    keys.type("Giải pháp tốt.")
    tab_to(judge.page, "Xem lại và gửi phiếu này")
    keys.press("Enter")
    judge.stands_before("Gửi phiếu")
    tab_to(judge.page, "Gửi phiếu,")
    keys.press("Enter")
    judge.reads("Đã gửi phiếu")


def test_skip_link_leads_past_the_navigation(house: House, watch: Watch) -> None:
    judge = judge_at(house, watch)
    judge.go("/hoi-dong")
    judge.page.keyboard.press("Tab")
    skip = judge.page.get_by_role("link", name="Đi thẳng đến nội dung")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    judge.page.keyboard.press("Enter")
    judge.page.keyboard.press("Tab")
    within = judge.page.evaluate("() => !!document.activeElement.closest('main')")
    assert within


def test_focus_goes_to_the_summary_of_what_is_wrong(house: House, watch: Watch) -> None:
    judge = judge_at(house, watch)
    judge.press("Xem lại và gửi phiếu này")
    summary = judge.page.get_by_role("alert").filter(has_text="chỗ trước khi gửi được")
    expect(summary).to_be_focused()
    judge.page.keyboard.press("Tab")
    judge.page.keyboard.press("Enter")
    expect(judge.points(world.CRITERIA[0])).to_be_focused()
