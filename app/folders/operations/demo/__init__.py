"""The demonstration: an organiser, rounds in several stages, and an account for every desk."""

from __future__ import annotations

from app.folders.operations.demo.desks import ACCOUNTS, PASSWORD, DemoAccount
from app.folders.operations.demo.loading import is_loaded, load_demo

__all__ = ["ACCOUNTS", "PASSWORD", "DemoAccount", "is_loaded", "load_demo"]
