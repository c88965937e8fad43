"""``flask audit verify``: walk the chain and name the first row that does not fit."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from app.audit.queries import get_head, walk_chain
from app.audit.rules import GENESIS, HashedRow, chain_hash, plain

commands = (audit := AppGroup("audit", help="Nhật ký hệ thống."),)


@audit.command("verify")
def verify() -> None:
    """Đối chiếu toàn bộ nhật ký; dừng ở dòng sai đầu tiên."""
    fault = first_fault()
    if fault:
        click.echo(fault)
        sys.exit(1)
    click.echo(f"Nhật ký khớp: {get_head().number} dòng.")


def first_fault() -> str | None:
    """Return what is wrong with the first bad row, or nothing when the chain is whole."""
    previous, number = GENESIS, 0
    for entry in walk_chain():
        number += 1
        if entry.number != number:
            return f"Thiếu dòng {number}: dòng kế tiếp mang số {entry.number}."
        row = HashedRow(
            number=entry.number,
            at=plain(entry.at),
            tag=entry.tag,
            by_account=entry.by_account,
            by_name=entry.by_name,
            thing=entry.thing,
            thing_id=entry.thing_id,
            changes=entry.changes,
        )
        if entry.previous_hash != previous or entry.hash != chain_hash(previous, row):
            return f"Dòng {number} đã bị sửa: mã băm không khớp."
        previous = entry.hash
    head = get_head()
    if (head.number, head.hash) != (number, previous):
        return f"Nhật ký bị cắt đuôi: phải có {head.number} dòng, chỉ còn {number}."
    return None
