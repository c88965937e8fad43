"""The diagrams written down once by hand: which step leads from which state to which.

Tests of operations, pages and declarations are held against these tables, never against the
workflows that they test.
"""

from __future__ import annotations

from app.nominations.enums import NominationState as N
from app.nominations.policy import NominationPermission
from app.programmes.enums import RoundState as R
from app.programmes.policy import RoundPermission

ROUND_STEPS: dict[tuple[str, R], R] = {
    ("open", R.DRAFT): R.OPEN,
    ("withdraw", R.OPEN): R.DRAFT,
    ("close", R.OPEN): R.CLOSED,
    ("reopen", R.CLOSED): R.OPEN,
    ("screen", R.CLOSED): R.SCREENING,
    ("judge", R.SCREENING): R.JUDGING,
    ("rank", R.JUDGING): R.RANKED,
    ("judge_again", R.RANKED): R.JUDGING,
    ("publish", R.RANKED): R.PUBLIC_COMMENT,
    ("propose", R.RANKED): R.PROPOSED,
    ("propose", R.PUBLIC_COMMENT): R.PROPOSED,
    ("return", R.PROPOSED): R.RANKED,
    ("decide", R.PROPOSED): R.DECIDED,
    ("award", R.DECIDED): R.AWARDED,
    ("archive", R.AWARDED): R.ARCHIVED,
}

NOMINATION_STEPS: dict[tuple[str, N], N] = {
    ("submit", N.DRAFT): N.SUBMITTED,
    ("submit", N.RETURNED): N.SUBMITTED,
    ("submit_for_endorsement", N.DRAFT): N.AWAITING_ENDORSEMENT,
    ("submit_for_endorsement", N.RETURNED): N.AWAITING_ENDORSEMENT,
    ("endorse", N.AWAITING_ENDORSEMENT): N.SUBMITTED,
    ("return", N.AWAITING_ENDORSEMENT): N.RETURNED,
    ("ask_supplement", N.SUBMITTED): N.SUPPLEMENT_WANTED,
    ("ask_supplement", N.SUPPLEMENT_WANTED): N.SUPPLEMENT_WANTED,
    ("send_supplement", N.SUPPLEMENT_WANTED): N.SUBMITTED,
    ("accept", N.SUBMITTED): N.ELIGIBLE,
    ("reject", N.AWAITING_ENDORSEMENT): N.INELIGIBLE,
    ("reject", N.SUBMITTED): N.INELIGIBLE,
    ("reject", N.SUPPLEMENT_WANTED): N.INELIGIBLE,
    ("screen_again", N.ELIGIBLE): N.SUBMITTED,
    ("screen_again", N.INELIGIBLE): N.SUBMITTED,
    ("withdraw", N.DRAFT): N.WITHDRAWN,
    ("withdraw", N.AWAITING_ENDORSEMENT): N.WITHDRAWN,
    ("withdraw", N.RETURNED): N.WITHDRAWN,
    ("withdraw", N.SUBMITTED): N.WITHDRAWN,
    ("withdraw", N.SUPPLEMENT_WANTED): N.WITHDRAWN,
}

ROUND_PERMISSIONS: dict[str, RoundPermission] = {
    "open": RoundPermission.PREPARE,
    "withdraw": RoundPermission.PREPARE,
    "close": RoundPermission.RUN,
    "reopen": RoundPermission.RUN,
    "screen": RoundPermission.RUN,
    "judge": RoundPermission.RUN,
    "rank": RoundPermission.RUN,
    "judge_again": RoundPermission.RUN,
    "publish": RoundPermission.RUN,
    "propose": RoundPermission.RUN,
    "return": RoundPermission.DECIDE,
    "decide": RoundPermission.DECIDE,
    "award": RoundPermission.RUN,
    "archive": RoundPermission.RUN,
}

NOMINATION_PERMISSIONS: dict[str, NominationPermission] = {
    "submit": NominationPermission.SUBMIT,
    "submit_for_endorsement": NominationPermission.SUBMIT,
    "endorse": NominationPermission.ENDORSE,
    "return": NominationPermission.ENDORSE,
    "ask_supplement": NominationPermission.SCREEN,
    "send_supplement": NominationPermission.SUBMIT,
    "accept": NominationPermission.SCREEN,
    "reject": NominationPermission.SCREEN,
    "screen_again": NominationPermission.SCREEN,
    "withdraw": NominationPermission.WITHDRAW,
}
