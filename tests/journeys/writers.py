"""Judges who save without a pause, and what must be there after everything was killed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit.cli import first_fault
from app.infra.db.engine import db
from app.nominations.enums import NominationState
from app.programmes.enums import RoundState
from app.scoring.models import ScoreSheet
from bench_parts.client import Browser, WrongAnswer
from tests.factories.accounts import make_account
from tests.factories.councils import make_council, make_seat
from tests.factories.nominations import make_nomination
from tests.factories.programmes import make_round
from tests.factories.scoring import Judging

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flask.testing import FlaskClient

    from supervisor import Child

JUDGES = 3
PATIENCE = 30.0
PERSISTENCE = 0.05
FEWEST = 5  # saves of each judge that make a test worth something


@dataclass
class Writer:
    """A judge who saves without a pause, and remembers what the server said it has kept."""

    browser: Browser
    assignment: int
    stop: Event
    version: int = 0
    acknowledged: list[tuple[int, str]] = field(default_factory=list)

    def write(self) -> None:
        """Save until told to stop; after a silence, ask what is kept and go on from there."""
        while not self.stop.is_set():
            try:
                self._save()
            except (OSError, WrongAnswer, ValueError):
                self._find_out()

    def _save(self) -> None:
        typed = {"comment": f"Nhận xét số {self.version + 1}.", "version": str(self.version)}
        path = f"/hoi-dong/phieu/{self.assignment}/luu"
        answer = json.loads(self.browser.post(path, typed))
        self.version = answer["version"]
        self.acknowledged.append((self.version, typed["comment"]))

    def _find_out(self) -> None:
        while not self.stop.is_set():
            with contextlib.suppress(OSError, WrongAnswer, ValueError, IndexError):
                self.browser.take_token()
                page = self.browser.get(f"/hoi-dong/phieu/{self.assignment}").decode()
                self.version = int(page.split('name="version" value="')[1].split('"')[0])
                return
            time.sleep(PERSISTENCE)


def seat_writers(port: int, sign_in: Callable[..., FlaskClient]) -> list[Writer]:
    """Let judges sit down with a dossier each, signed in."""
    round_ = make_round(state=RoundState.JUDGING)
    council, stop = make_council(round_), Event()
    accounts = [make_account() for _ in range(JUDGES)]
    seats = [make_seat(council, person=account.person) for account in accounts]
    judging = Judging(
        round_, round_.stages[0], seats, [make_nomination(round_, state=NominationState.ELIGIBLE)]
    )
    numbers = [judging.assign(place).id for place in range(JUDGES)]
    db.session.commit()
    made = []
    for account, number in zip(accounts, numbers, strict=True):
        cookie = sign_in(account).get_cookie("vinhdanh")
        assert cookie is not None
        browser = Browser(port, cookies={"vinhdanh": cookie.value})
        made.append(Writer(browser, number, stop))
    db.session.remove()
    return made


@contextlib.contextmanager
def writing(writers: Sequence[Writer]) -> Iterator[None]:
    """Let them all write until the block ends."""
    hands = [Thread(target=writer.write, daemon=True) for writer in writers]
    for writer in writers:
        writer.browser.take_token()
    for hand in hands:
        hand.start()
    yield
    writers[0].stop.set()
    for hand in hands:
        hand.join(PATIENCE)


def kill(children: Sequence[Child]) -> None:
    """Kill processes with everything they started, as a power cut would."""
    for child in children:
        assert child.process is not None
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


def check(writers: Sequence[Writer]) -> None:
    """Each sheet is at least where its judge was told it is, and says what was typed there."""
    db.session.remove()
    rows = db.session.execute(
        sa.select(ScoreSheet.assignment_id, ScoreSheet.version, ScoreSheet.comment)
    ).all()
    sheets = {number: (version, comment) for number, version, comment in rows}
    for writer in writers:
        versions = [version for version, _ in writer.acknowledged]
        assert len(versions) >= FEWEST
        assert versions == sorted(set(versions))
        version, comment = sheets[writer.assignment]
        assert version >= versions[-1]
        assert comment == f"Nhận xét số {version}."
    assert first_fault() is None
    if db.engine.dialect.name == "sqlite":
        whole = db.session.execute(sa.text("PRAGMA integrity_check")).scalar_one()
        assert whole == "ok"
