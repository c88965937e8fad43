"""Typed settings from the environment; each default is fit for production and for the public."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

DATABASES = ("sqlite", "postgres", "postgresql", "postgresql+psycopg")
LARGEST_NUMBER = 65_535
ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024


class WrongSetting(Exception):
    """A setting that means nothing, with a sentence for whoever runs the server."""


@dataclass(frozen=True)
class Settings:
    """Everything that an installation can choose from outside.

    ``instance`` holds the database, the secret key, the stored files and the logs when nothing
    else is said. ``public_url`` is printed into mails and QR codes.
    """

    instance: Path
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    public_url: str = "http://127.0.0.1:8000"
    secure_cookies: bool = False
    mail_server: str | None = None
    mail_port: int = 25
    mail_use_tls: bool = False
    mail_username: str | None = None
    mail_password: str | None = field(default=None, repr=False)
    mail_sender: str = "Vinh Danh <vinhdanh@localhost>"
    max_request_bytes: int = 210 * MEGABYTE
    max_form_bytes: int = 4 * MEGABYTE
    static_vendor: Path = ROOT / "static" / "vendor"
    shows_style_page: bool = False
    trusted_proxies: int = 0

    @property
    def files(self) -> Path:
        """The folder of stored files, outside the web root."""
        return self.instance / "files"

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the embedded database is used."""
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from environment variables; the names stand in the README.

        Raises:
            WrongSetting: for one that means nothing.
        """
        env = os.environ if environment is None else environment
        instance = Path(env.get("VINHDANH_INSTANCE", str(ROOT / "instance"))).resolve()
        instance.mkdir(parents=True, exist_ok=True)
        public_url = env.get("VINHDANH_PUBLIC_URL", cls.public_url).rstrip("/")
        return cls(
            instance=instance,
            secret_key=env.get("SECRET_KEY") or kept_secret(instance / "secret-key"),
            database_url=database_url(env.get("DATABASE_URL"), instance),
            public_url=public_url,
            secure_cookies=public_url.startswith("https://"),
            mail_server=env.get("MAIL_SERVER") or None,
            mail_port=number_in(env, "MAIL_PORT", 25),
            mail_use_tls=env.get("MAIL_USE_TLS", "") == "1",
            mail_username=env.get("MAIL_USERNAME") or None,
            mail_password=env.get("MAIL_PASSWORD") or None,
            mail_sender=env.get("MAIL_SENDER", cls.mail_sender),
            shows_style_page=env.get("VINHDANH_STYLE_PAGE", "") == "1",
            trusted_proxies=number_in(env, "VINHDANH_TRUSTED_PROXIES", 0),
        )


def database_url(given: str | None, instance: Path) -> str:
    """Return the database address for SQLAlchemy; the embedded database when none is given.

    Raises:
        WrongSetting: for what is no address of a database that we know.
    """
    if not given:
        return f"sqlite:///{instance / 'vinhdanh.sqlite3'}"
    if not is_database_address(given):
        raise WrongSetting(
            "DATABASE_URL chưa đúng. Hãy ghi theo mẫu postgresql://tên:mật-khẩu@máy/cơ-sở-dữ-liệu, "
            "hoặc bỏ trống để dùng SQLite."
        )
    for prefix in ("postgres://", "postgresql://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given.removeprefix(prefix)
    return given


def is_database_address(given: str) -> bool:
    """Tell whether an address can be read, and names a database that we know."""
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in DATABASES and port != 0


def number_in(env: Mapping[str, str], name: str, default: int) -> int:
    """Return a number from the environment.

    Raises:
        WrongSetting: for what is no number, or too large.
    """
    given = env.get(name, "").strip()
    if not given:
        return default
    if not (given.isascii() and given.isdecimal() and int(given) <= LARGEST_NUMBER):
        raise WrongSetting(
            f"{name} phải là một số từ 0 đến {LARGEST_NUMBER}, không phải “{given}”."
        )
    return int(given)


def kept_secret(path: Path) -> str:
    """Return the secret that a file keeps, made at the first call, readable by its owner only.

    Two processes may start at once: the file is created exclusively, and the loser reads it.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret
