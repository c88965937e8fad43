"""``flask house``: setting the installation up, and its workflows as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from flask.cli import AppGroup
from flask_migrate import upgrade
from sqlalchemy.exc import OperationalError

from app.accounts.cli import first_admin
from app.nominations.workflow import nomination_workflow
from app.programmes.workflow import round_workflow

if TYPE_CHECKING:
    from app.kernel.workflow import Workflow

house = AppGroup("house", help="Về chính phần mềm này.")

WORKFLOWS: dict[str, Workflow[Any]] = {"Hồ sơ": nomination_workflow, "Đợt": round_workflow}


def drawn() -> str:
    """Return every workflow as Mermaid, as `docs/architecture.md` holds it."""
    parts = [
        f"### {name}\n\n```mermaid\n{workflow.mermaid()}\n```"
        for name, workflow in WORKFLOWS.items()
    ]
    return "\n\n".join(parts)


@house.command("diagrams")
def diagrams() -> None:
    """In các sơ đồ trạng thái để đưa vào tài liệu."""
    click.echo(drawn())


@house.command("prepare")
@click.option("--only-migrate", is_flag=True, help="Chỉ cập nhật, không in liên kết.")
def prepare(*, only_migrate: bool) -> None:
    """Cập nhật cơ sở dữ liệu; in liên kết một lần khi chưa có quản trị."""
    try:
        upgrade()
        if not only_migrate:
            click.get_current_context().invoke(first_admin, email="")
    except OperationalError as error:
        trouble = str(error.orig).strip().splitlines()[0]
        raise click.ClickException(f"Không kết nối được cơ sở dữ liệu: {trouble}") from error


commands: tuple[click.Command, ...] = (house,)
