"""Where jobs wait and how they stand."""

from __future__ import annotations

from enum import StrEnum


class Queue(StrEnum):
    """The lines in which jobs wait; a worker serves all of them, see `app.infra.jobs.turns`.

    Mails are many and slow when the mail server is, papers cost the processor, files are read and
    written as a whole; what is none of these is the rest, such as the clock of a deadline.
    """

    MAIL = "mail"
    PAPER = "paper"
    FILES = "files"
    REST = "rest"


class JobState(StrEnum):
    """Where a job stands; a dead one was tried too often and waits for the administrator.

    A cancelled one was stopped before it began, or was dead and given up.
    """

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


class BatchState(StrEnum):
    """Where long work stands.

    A cancelled batch may still finish the parts that had begun; a broken one did all its parts and
    could not be concluded.
    """

    WORKING = "working"
    CONCLUDING = "concluding"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    BROKEN = "broken"
