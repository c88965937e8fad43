"""Home, health, and the small pages that everybody may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, current_app, jsonify, render_template
from sqlalchemy.exc import SQLAlchemyError

from app.infra.beats import worker_is_alive
from app.infra.forms.confirmed import Confirmed
from app.infra.jobs.enums import JobState
from app.infra.jobs.failures import count_jobs
from app.infra.styles import joined_styles
from app.kernel import clock
from app.programmes.queries import announced_rounds
from app.programmes.values.calls import call_of
from app.web.policy import WebPermission as P
from app.web.queries.identity import database_answers
from app.web.views.doors import pages

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@pages.get("/", P.VISIT)
def home() -> ResponseReturnValue:
    """Show the open calls, the most urgent one first, and the way to verify a certificate."""
    now = clock.now()
    return render_template(
        "web/home.html", rounds=[call_of(round_, now) for round_ in announced_rounds()]
    )


@pages.get("/bao-ve-du-lieu-ca-nhan", P.VISIT)
def privacy() -> ResponseReturnValue:
    """Say which personal data is kept, why, and whom to ask (Luật 91/2025/QH15)."""
    return render_template("web/privacy.html")


@pages.get("/tro-nang", P.VISIT)
def accessibility() -> ResponseReturnValue:
    """Say how to enlarge text, work by keyboard and ask for help."""
    return render_template("web/accessibility.html")


@pages.get("/giao-dien", P.VISIT)
def style() -> ResponseReturnValue:
    """Show each component in every state; in development only."""
    if not current_app.extensions["settings"].shows_style_page:
        abort(404)
    return render_template("web/style.html", sample_instant=clock.now(), confirmation=Confirmed(42))


@pages.get("/kieu-dang.css", P.VISIT)
def stylesheet() -> ResponseReturnValue:
    """Hand out our own style sheets as one; its address carries the hash of its content."""
    return Response(joined_styles(current_app.static_folder or "").text, mimetype="text/css")


@pages.get("/healthz", P.VISIT)
def health() -> ResponseReturnValue:
    """Say whether the database answers and a worker lives: 200, or 503 for a machine to notice.

    ``failed`` is the number of jobs that wait for the administrator, or null without a database;
    it makes no 503, for starting the application anew would not help.
    """
    failed: int | None = None
    try:
        state = {"database": database_answers(), "worker": worker_is_alive()}
        failed = count_jobs(JobState.DEAD)
    except SQLAlchemyError:
        state = {"database": False, "worker": False}
    return jsonify(state | {"failed": failed}), 200 if all(state.values()) else 503
