"""A whole round, from the first administrator to a revoked certificate, only through pages.

Nothing is sent by mail: the links of letters are read where the administrator reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.story import announcing, certifying, deciding, judging, nominating
from tests.browser.story.cast import Story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.house import House
    from tests.browser.watching import Eye, Watch

CHAPTERS: tuple[Callable[[Story], None], ...] = (
    announcing.administrator_opens_the_first_account,
    announcing.administrator_describes_the_organiser,
    announcing.administrator_invites_the_staff,
    announcing.secretary_drafts_a_round,
    announcing.secretary_announces_the_round,
    nominating.author_begins_a_dossier,
    nominating.authors_agree_on_shares,
    nominating.author_answers_the_questions,
    nominating.author_submits,
    nominating.other_author_submits_three,
    nominating.unit_returns_one_and_endorses_all,
    nominating.secretary_screens,
    nominating.secretary_asks_for_more,
    judging.secretary_forms_the_council,
    judging.judges_open_their_accounts,
    judging.secretary_enters_a_conflict,
    judging.secretary_deals_the_dossiers,
    judging.judge_stands_aside,
    judging.judge_scores_by_buttons_keys_and_typing,
    judging.judge_sends_all_together,
    judging.other_judges_score,
    judging.nobody_sees_the_sheet_of_another,
    deciding.secretary_closes_the_stage_and_ranks,
    deciding.chair_decides_the_tie,
    deciding.secretary_publishes_and_proposes,
    deciding.leader_decides,
    certifying.secretary_issues_certificates,
    certifying.author_downloads_the_certificate,
    certifying.stranger_verifies_until_it_is_revoked,
    certifying.audit_chain_fits,
)


@pytest.mark.long
def test_a_whole_round_runs_from_the_call_to_the_certificate(
    fresh_house: House, watch: Watch, eye: Eye, tmp_path: Path
) -> None:
    looks = fresh_house.database_url.startswith("sqlite")
    story = Story(fresh_house, watch, eye if looks else None, tmp_path)
    for chapter in CHAPTERS:
        chapter(story)
    assert eye.findings == []
