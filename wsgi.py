"""The door for WSGI servers and for ``flask --app wsgi``."""

from __future__ import annotations

import sys

from app import create_app
from app.settings import WrongSetting

try:
    app = create_app()
except WrongSetting as wrong:
    sys.exit(f"✗ {wrong}")
