"""Who may open the pages that belong to no package.

What such a page tells of a round belongs to other packages, and theirs are the policies that say
who may know it: a page that puts facts together admits whom all of them admit.
"""

from __future__ import annotations

from functools import reduce
from operator import and_

from app.certificates.policy import CertificatePermission
from app.certificates.policy import policy as certificates
from app.councils.policy import CouncilPermission
from app.councils.policy import policy as councils
from app.kernel.access import (
    Permission,
    Policy,
    anyone,
    is_secretary,
    is_signed_in,
    stands_apart,
)
from app.nominations.policy import NominationPermission
from app.nominations.policy import policy as nominations
from app.programmes.policy import RoundPermission
from app.programmes.policy import policy as programmes
from app.results.policy import ResultsPermission
from app.results.policy import policy as results
from app.scoring.policy import ScoringPermission
from app.scoring.policy import policy as scoring


class WebPermission(Permission):
    """What the pages that bind all others ask for."""

    VISIT = "web:visit"
    OPEN_DESK = "web:open_desk"
    RUN_ROUNDS = "web:run_rounds"
    WATCH_ROUND = "web:watch_round"


# Whose facts stand on the dashboard of a round, and what each package asks of their reader.
FACTS_OF_A_ROUND = (
    (programmes, RoundPermission.READ),
    (nominations, NominationPermission.LIST_ALL),
    (councils, CouncilPermission.READ),
    (scoring, ScoringPermission.WATCH),
    (results, ResultsPermission.READ),
    (certificates, CertificatePermission.READ_REGISTER),
)
may_know_each_fact = reduce(
    and_, (policy.asks(permission) for policy, permission in FACTS_OF_A_ROUND)
)

policy = Policy(
    WebPermission,
    {
        WebPermission.VISIT: anyone,
        WebPermission.OPEN_DESK: is_signed_in,
        WebPermission.RUN_ROUNDS: is_secretary,
        WebPermission.WATCH_ROUND: is_secretary & stands_apart & may_know_each_fact,
    },
)
