"""``flask programmes``: the shipped presets, and a round drafted from one."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from app.infra.db.units import unit_of_work
from app.kernel.access import Actor
from app.kernel.errors import Refusal
from app.programmes.operations.drafts import draft_round
from app.programmes.queries import find_preset, preset_plans
from app.programmes.rules.editions import plan_for_edition

commands = (programmes := AppGroup("programmes", help="Chương trình và các đợt."),)


@programmes.command("presets")
def presets() -> None:
    """Liệt kê các mẫu chương trình có sẵn."""
    for plan in preset_plans():
        click.echo(f"{plan.programme_key}\t{plan.name}")


@programmes.command("draft")
@click.argument("preset")
@click.option("--name", help="Tên của đợt; mặc định là tên trong mẫu.")
@click.option("--year", type=click.IntRange(1990, 2100), help="Năm của đợt.")
@click.option("--ordinal", type=click.IntRange(1, 999), help="Lần thứ mấy.")
def draft(preset: str, name: str | None, year: int | None, ordinal: int | None) -> None:
    """Lập một đợt nháp từ mẫu PRESET."""
    plan = find_preset(preset)
    if plan is None:
        known = ", ".join(plan.programme_key for plan in preset_plans())
        click.echo(f"Không có mẫu “{preset}”. Đang có: {known}.", err=True)
        sys.exit(1)
    edition = plan_for_edition(
        plan, name=name or plan.name, year=year or plan.year, ordinal_no=ordinal
    )
    try:
        with unit_of_work():
            round_ = draft_round(edition, by=Actor.of_system("flask programmes"))
    except Refusal as refusal:
        click.echo(refusal.message, err=True)
        sys.exit(1)
    click.echo(f"Đã lập đợt số {round_.id}: {round_.name} (/dot/{round_.slug})")
