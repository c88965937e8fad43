"""A stage owns its criteria, the way from its sheets to a score, and its blindness.

What a round said holds for each of its stages, so no result changes: the final stage keeps the
criteria that were there, an earlier one gets copies of them, and its sheets point to the copies. The
limits that bar a dossier from prizes were asked of the final stage alone and stay there alone.

Revision: 0009
After: 0008
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

from app.infra import orm

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

METHODS = ("mean", "trimmed_mean", "median", "deviation_exclusion")
SETTINGS = (
    "is_blind",
    "method",
    "min_sheets",
    "trim_from",
    "deviation_limit",
    "tie_breakers",
    "comment_below",
    "comment_above",
)
OF_CRITERIA = (
    "position",
    "group_name",
    "code",
    "name",
    "looks_at",
    "guidance",
    "max_points",
    "step",
    "weight",
)
FINAL = (
    "SELECT last.id FROM stages last WHERE last.round_id = {round_id} "
    "ORDER BY last.position DESC, last.id DESC LIMIT 1"
)
OWN_RULES = (
    "These rounds have stages with rules of their own, which the earlier version cannot keep: {}. "
    "Keep a copy of the database and give their stages the same rules first."
)


def upgrade() -> None:
    """Go up."""
    _give_every_round_a_stage()
    _add_settings("stages")
    _run(
        f"UPDATE stages SET ({', '.join(SETTINGS)}) = (SELECT {', '.join(SETTINGS)} "
        "FROM rounds WHERE rounds.id = stages.round_id)"
    )
    _hang_criteria("stage", f"({FINAL.format(round_id='criteria.round_id')})")
    _copy_criteria_to_earlier_stages()
    _point_sheets("here.id = assignments.stage_id")
    _drop_settings("rounds")


def _give_every_round_a_stage() -> None:
    _run(
        "INSERT INTO stages (round_id, position, code, name, state) "
        "SELECT id, 1, 'chung-khao', 'Chung khảo', 'waiting' FROM rounds "
        "WHERE NOT EXISTS (SELECT 1 FROM stages WHERE stages.round_id = rounds.id)"
    )


def _copy_criteria_to_earlier_stages() -> None:
    columns = ", ".join(OF_CRITERIA)
    copied = ", ".join(f"criteria.{name}" for name in OF_CRITERIA)
    _run(
        f"INSERT INTO criteria (stage_id, {columns}) SELECT earlier.id, {copied} FROM criteria "
        "JOIN stages ON stages.id = criteria.stage_id "
        "JOIN stages earlier ON earlier.round_id = stages.round_id AND earlier.id <> stages.id "
        "ORDER BY earlier.id, criteria.position"
    )


def _point_sheets(wanted: str) -> None:
    """Let the points of sheets belong to the criteria, of the same code, of a wanted stage.

    Args:
        wanted: a condition on the stage ``here`` of the round, and on ``assignments``.
    """
    found = (
        "SELECT mine.id FROM criteria was "
        "JOIN stages there ON there.id = was.stage_id "
        "JOIN stages here ON here.round_id = there.round_id "
        "JOIN criteria mine ON mine.stage_id = here.id AND mine.code = was.code "
        "JOIN score_sheets ON score_sheets.id = sheet_points.sheet_id "
        "JOIN assignments ON assignments.id = score_sheets.assignment_id "
        f"WHERE was.id = sheet_points.criterion_id AND {wanted}"
    )
    several = (
        "SELECT criteria.id FROM criteria JOIN stages ON stages.id = criteria.stage_id "
        "WHERE stages.round_id IN (SELECT round_id FROM stages GROUP BY round_id HAVING count(*) > 1)"
    )
    _run(f"UPDATE sheet_points SET criterion_id = ({found}) WHERE criterion_id IN ({several})")


def downgrade() -> None:
    """Go down; stages with rules of their own cannot.

    Raises:
        RuntimeError: naming the rounds that have such stages.
    """
    _require_same_rules()
    _add_settings("rounds")
    _run(
        f"UPDATE rounds SET ({', '.join(SETTINGS)}) = (SELECT {', '.join(SETTINGS)} FROM stages "
        f"WHERE stages.id = ({FINAL.format(round_id='rounds.id')}))"
    )
    final = f"here.id = ({FINAL.format(round_id='here.round_id')})"
    _point_sheets(final)
    _run(
        "DELETE FROM criteria WHERE stage_id NOT IN "
        f"(SELECT here.id FROM stages here WHERE {final})"
    )
    _hang_criteria("round", "(SELECT round_id FROM stages WHERE stages.id = criteria.stage_id)")
    _drop_settings("stages")


def _require_same_rules() -> None:
    said: dict[int, set[tuple[object, ...]]] = {}
    for number, *settings in _rows(
        f"SELECT round_id, id, {', '.join(map(_text, SETTINGS))} FROM stages ORDER BY id"
    ):
        stage, *own = settings
        lines = _rows(
            f"SELECT {', '.join(map(_text, OF_CRITERIA))} FROM criteria "
            f"WHERE stage_id = {stage} ORDER BY position, id"
        )
        said.setdefault(number, set()).add((*own, *map(tuple, lines)))
    differing = sorted(number for number, kinds in said.items() if len(kinds) > 1)
    if differing:
        raise RuntimeError(OWN_RULES.format(", ".join(map(str, differing))))


def _text(column: str) -> str:
    return f"CAST({column} AS TEXT)"


# ── columns that move ────────────────────────────────────────────────────────────────────────


def _add_settings(table: str) -> None:
    """Add the settings in place: a table that others point to cannot be made anew on SQLite."""
    methods = ", ".join(f"'{method}'" for method in METHODS)
    _run(
        f"ALTER TABLE {table} ADD COLUMN method VARCHAR(40) NOT NULL DEFAULT 'mean' "
        f"CONSTRAINT ck_{table}_scoringmethod CHECK (method IN ({methods}))"
    )
    for column in (
        sa.Column("is_blind", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("min_sheets", sa.Integer(), nullable=False, server_default="3"),
        sa.Column("trim_from", sa.Integer(), nullable=False, server_default="5"),
        sa.Column("deviation_limit", sa.String(length=120), nullable=True),
        sa.Column("tie_breakers", orm.Json, nullable=False, server_default="[]"),
        sa.Column("comment_below", orm.Exact(7, 2), nullable=True),
        sa.Column("comment_above", orm.Exact(7, 2), nullable=True),
    ):
        op.add_column(table, column)


def _drop_settings(table: str) -> None:
    if _is_sqlite():
        _free_of_check(table, f"ck_{table}_scoringmethod", "method")
    for name in SETTINGS:
        if not (_is_sqlite() and name not in _columns(table)):
            op.drop_column(table, name)


def _free_of_check(table: str, check: str, column: str) -> None:
    """Make a table anew without a column that a CHECK of the table speaks of.

    SQLite drops no such column. The rows go out and come in again, so that whoever points to them
    finds them when the migration ends.
    """
    (made,) = _rows(f"SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '{table}'")[0]
    lines = re.sub(rf"\n\s*CONSTRAINT {check} CHECK \([^\n]*", "", made)
    if lines == made:
        return
    lines = re.sub(rf"\n\s*{column} [^\n]*", "", lines)
    _pour(table, re.sub(r",\s*\)\s*$", "\n)", lines), _indexes(table))


def _hang_criteria(owner: str, owner_id: str) -> None:
    """Let criteria belong to a stage, or to a round; ``owner_id`` finds whose they become."""
    if _is_sqlite():
        _hang_on_sqlite(owner, owner_id)
        return
    former = "stage" if owner == "round" else "round"
    op.add_column("criteria", sa.Column(f"{owner}_id", sa.Integer(), nullable=True))
    _run(f"UPDATE criteria SET {owner}_id = {owner_id}")
    op.alter_column("criteria", f"{owner}_id", nullable=False)
    op.drop_column("criteria", f"{former}_id")
    op.create_foreign_key(
        f"fk_criteria_{owner}_id_{owner}s", "criteria", f"{owner}s", [f"{owner}_id"], ["id"]
    )
    op.create_unique_constraint(f"uq_criteria_{owner}_id_code", "criteria", [f"{owner}_id", "code"])
    op.create_index(f"ix_criteria_{owner}_id", "criteria", [f"{owner}_id"])


def _hang_on_sqlite(owner: str, owner_id: str) -> None:
    former = "stage" if owner == "round" else "round"
    (made,) = _rows("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'criteria'")[0]
    made = made.replace(f"{former}_id", f"{owner}_id").replace(f"{former}s", f"{owner}s")
    index = f"CREATE INDEX ix_criteria_{owner}_id ON criteria ({owner}_id)"
    _pour("criteria", made, [index], f", {owner_id} AS {owner}_id")


def _pour(table: str, made: str, indexes: list[str], more: str = "") -> None:
    """Make a table of SQLite anew and pour its rows back; ``more`` are values of new columns."""
    _run("PRAGMA defer_foreign_keys = ON")
    _run(f"CREATE TEMPORARY TABLE poured AS SELECT *{more} FROM {table}")
    _run(f"DROP TABLE {table}")
    _run(made)
    columns = ", ".join(_columns(table))
    _run(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM poured")
    _run("DROP TABLE poured")
    for index in indexes:
        _run(index)


def _columns(table: str) -> list[str]:
    return [row[1] for row in _rows(f"PRAGMA table_info({table})")]


def _indexes(table: str) -> list[str]:
    found = _rows(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        f"AND tbl_name = '{table}'"
    )
    return [row[0] for row in found]


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)


def _rows(query: str) -> list[sa.Row[tuple[object, ...]]]:
    return list(op.get_bind().exec_driver_sql(query).all())
