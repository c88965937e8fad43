"""The demonstration: an organiser, rounds in several stages, and an account for every desk."""

from __future__ import annotations

from app.folders.operations.demo.demonstration import is_loaded, load_demo
from app.folders.operations.demo.desks import ACCOUNTS, PASSWORD, DemoAccount

__all__ = ["ACCOUNTS", "PASSWORD", "DemoAccount", "is_loaded", "load_demo"]
