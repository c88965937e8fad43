"""A version of a form carries its digest, by which the parsed form is kept.

Revision: 0008
After: 0007
"""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa
from alembic import op

from app.infra import orm

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

forms = sa.table(
    "form_definitions",
    sa.column("id", sa.Integer),
    sa.column("sections", orm.Json),
    sa.column("digest", sa.Text),
)


def upgrade() -> None:
    """Go up."""
    # Added in place: a table that others point to cannot be made anew on SQLite.
    digest = sa.Column("digest", sa.String(length=120), nullable=False, server_default="")
    op.add_column("form_definitions", digest)
    bind = op.get_bind()
    for form in bind.execute(sa.select(forms.c.id, forms.c.sections)).all():
        written = {"digest": _digest(form.sections)}
        bind.execute(sa.update(forms).where(forms.c.id == form.id).values(**written))


def _digest(sections: object) -> str:
    """Return what `app.questions.rules.asked_form.digest_of` returned when this was written."""
    text = json.dumps(sections, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def downgrade() -> None:
    """Go down."""
    op.drop_column("form_definitions", "digest")
