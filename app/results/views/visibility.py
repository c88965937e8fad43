"""What of a result somebody may see beside what its door admits to: names, sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.infra.guard import current_actor
from app.kernel.errors import NotAllowed
from app.programmes.enums import DECIDED
from app.results.queries.judgement import conflicts_of_actor

if TYPE_CHECKING:
    from app.programmes.models import Round
    from app.results.views.loaders import ScoredNomination


def require_no_conflict(scored: ScoredNomination) -> None:
    """Refuse the sheets of a dossier to a member of the council who is too close to it.

    Raises:
        NotAllowed: for them, also after the decision.
    """
    number = scored.nomination.id
    if conflicts_of_actor(current_actor(), scored.round_id, [number]):
        raise NotAllowed(
            _(
                "Bạn có xung đột lợi ích với hồ sơ này nên không xem được phiếu chấm của hồ sơ. Hãy liên hệ thư ký hội đồng nếu thông tin này chưa đúng."
            )
        )


def shows_names(round_: Round) -> bool:
    """Tell whether people and units are named: in a blind round not to its council."""
    if not round_.is_blind or round_.state in DECIDED:
        return True
    return not any(seat.round_id == round_.id for seat in current_actor().seats)
