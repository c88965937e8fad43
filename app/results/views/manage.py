"""The ranking as the secretary runs it: rank, publish, propose, or give back to the council."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request
from flask_babel import gettext as _

from app.audit.queries import history_of
from app.infra.forms.base import done, pressed
from app.infra.guard import current_actor
from app.kernel.errors import NotFound
from app.kernel.numbers import parse_count
from app.programmes.enums import RoundState as S
from app.programmes.queries import get_round_in_full
from app.programmes.workflow import round_workflow
from app.results.enums import FROZEN, STILL_OPEN
from app.results.forms import ReasonForm
from app.results.operations.decision import propose_results
from app.results.operations.ranking import publish_results, rank_round, return_to_judging
from app.results.policy import ResultsPermission as P
from app.results.policy import policy
from app.results.queries.decision import find_decision, find_frozen, returned_results
from app.results.queries.judgement import judge_names, stage_states
from app.results.queries.outcome import outcome_of
from app.results.rules.explanation import combination_steps, stage_account
from app.results.views.doors import DESK, pages
from app.results.views.loaders import ScoredNomination, get_scored
from app.results.views.tables import ResultsTable, computed_table, frozen_table
from app.results.views.visibility import require_no_conflict, shows_names

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.programmes.models import Round


def table_of(round_: Round) -> tuple[ResultsTable | None, dict[str, Any]]:
    """Return the ranking that a round shows in its state, and what was frozen or decided."""
    if round_.state in STILL_OPEN:
        return computed_table(round_), {"frozen": None, "decision": None}
    frozen = find_frozen(round_.id) if round_.state in FROZEN else None
    facts = {"frozen": frozen, "decision": find_decision(round_.id)}
    return (frozen_table(round_, frozen) if frozen else None), facts


@pages.get(DESK, P.READ, load=get_round_in_full)
def index(round_: Round) -> ResponseReturnValue:
    """Show the ranking with its prizes, or what is still missing for one."""
    table, facts = table_of(round_)
    category = request.args.get("linh-vuc", type=parse_count)
    return render_template(
        "results/index.html",
        round=round_,
        table=table,
        rows=table.of_category(category) if table else [],
        category=category,
        categories=[(item.id, item.name) for item in round_.categories],
        stages=stage_states(round_) if table is None else [],
        steps={step.name for step in round_workflow.steps_from(round_.state)},
        runs=policy.allows(current_actor(), P.RANK, round_),
        shows_names=shows_names(round_),
        chairs=policy.allows(current_actor(), P.RULE, round_),
        returned=returned_results(round_.id) if round_.state is S.RANKED else (),
        history=history_of(round_, limit=12),
        **facts,
    )


@pages.get(f"{DESK}/ho-so/<int:nomination_id>", P.READ_SCORE, load=get_scored)
def score_detail(scored: ScoredNomination) -> ResponseReturnValue:
    """Show how a score came about, sheet by sheet and step by step."""
    round_, code = scored.round, scored.nomination.code or ""
    require_no_conflict(scored)
    if round_.state not in STILL_OPEN | FROZEN:
        raise NotFound
    computed = outcome_of(round_)
    if code not in computed.ids:
        raise NotFound
    judged = next(item for item in computed.judged if item.code == code)
    standing = next(item for item in computed.outcome.standings if item.code == code)
    rules = computed.rules
    scores = rules.scores(judged)
    names = [stage.name for stage in round_.stages]
    knows_names = policy.allows(current_actor(), P.READ_JUDGES, round_)
    return render_template(
        "results/score_detail.html",
        round=round_,
        runs=policy.allows(current_actor(), P.RANK, round_),
        shows_names=shows_names(round_),
        nomination=scored.nomination,
        standing=standing,
        level=computed.outcome.allocation.levels.get(code),
        barred=computed.outcome.allocation.barred.get(code, ""),
        stages=[
            (name, stage_account(sheets, stage.criteria, stage.scoring))
            for name, sheets, stage in zip(names, judged.stages, rules.stages, strict=True)
        ],
        combining=combination_steps(
            list(zip(names, scores, strict=True)), rules.stage_weights, standing.score
        ),
        ruled=computed.rulings.scores.get(code),
        downgrade=computed.rulings.downgrades.get(code),
        judges=judge_names(round_.id) if knows_names else {},
    )


@pages.post(f"{DESK}/xep-hang", P.RANK, load=get_round_in_full)
def rank(round_: Round) -> ResponseReturnValue:
    """Say that judging is over."""
    pressed(rank_round, round_, by=current_actor())
    return done(_("Đã tổng hợp và xếp hạng."), "results.index", round_id=round_.id)


@pages.post(f"{DESK}/cong-khai", P.RANK, load=get_round_in_full)
def publish(round_: Round) -> ResponseReturnValue:
    """Show the provisional list to the public."""
    pressed(publish_results, round_, by=current_actor())
    words = _("Đã công khai danh sách dự kiến để lấy ý kiến.")
    return done(words, "results.index", round_id=round_.id)


@pages.post(f"{DESK}/trinh", P.PROPOSE, load=get_round_in_full)
def propose(round_: Round) -> ResponseReturnValue:
    """Freeze the results and lay them before the decision-maker."""
    pressed(propose_results, round_, by=current_actor())
    words = _("Đã chốt kết quả và trình người có thẩm quyền quyết định.")
    return done(words, "results.index", round_id=round_.id)


@pages.form(f"{DESK}/cham-lai", P.RANK, load=get_round_in_full)
def judge_again(round_: Round) -> ResponseReturnValue:
    """Give the dossiers back to the council, with the reason."""
    round_workflow.require("judge_again", round_.state)
    form = ReasonForm(obj=round_)
    if form.sent(lambda: return_to_judging(round_, form.reason.data, by=current_actor())):
        words = _("Đã trả lại hội đồng chấm. Vòng cuối được mở lại.")
        return done(words, "results.index", round_id=round_.id)
    return form.page("results/judge_again.html", round=round_)
