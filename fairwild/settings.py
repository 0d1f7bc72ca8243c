"""Configuration, read once from `FAIRWILD_*` environment variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

DEVELOPMENT_KEY = "development-only-key-never-use-in-production"
MIN_SECRET_LENGTH = 32
DEVELOPMENT_URL = "http://127.0.0.1:8000"
DATABASES = ("sqlite://", "postgresql://", "postgresql+psycopg://")


class BadSettings(Exception):
    """The environment does not make a safe configuration; the text says what to set."""


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between two installations."""

    production: bool
    instance: Path
    database_url: str
    secret_key: str
    base_url: str
    mail_url: str
    mail_from: str
    max_upload_bytes: int
    session_hours: int
    trusted_proxies: int
    synthetic: bool


VARIABLES: dict[str, str] = {
    "FAIRWILD_ENV": "`production` or `development` (default); production demands a secret key",
    "FAIRWILD_INSTANCE": "folder of the database, uploads and the mail outbox; default `instance`",
    "FAIRWILD_DATABASE_URL": "SQLAlchemy URL; default SQLite in the instance folder",
    "FAIRWILD_SECRET_KEY": "at least 32 characters; signs forms",
    "FAIRWILD_BASE_URL": "address people reach, printed in QR codes; required in production",
    "FAIRWILD_MAIL_URL": "`smtp://user:password@host:port` or `smtps://…`; default: outbox folder",
    "FAIRWILD_MAIL_FROM": "sender address of letters; default noreply@localhost",
    "FAIRWILD_MAX_UPLOAD_MB": "largest upload in megabytes; default 10",
    "FAIRWILD_SESSION_HOURS": "how long a sign-in lasts without use; default 12",
    "FAIRWILD_TRUSTED_PROXIES": "number of reverse proxies in front; default 0",
    "FAIRWILD_SYNTHETIC": "`1` marks every page and paper as demonstration data; default 0",
}
"""Every variable there is, with what it means; the guide's table is checked against it."""


def _whole(environ: Mapping[str, str], name: str, default: int) -> int:
    written = environ.get(name, str(default))
    if not written.isdecimal():
        message = f"{name} must be a whole number, not {written!r}"
        raise BadSettings(message)
    return int(written)


def _secret(environ: Mapping[str, str], *, production: bool) -> str:
    key = environ.get("FAIRWILD_SECRET_KEY", "" if production else DEVELOPMENT_KEY)
    if production and (len(key) < MIN_SECRET_LENGTH or key == DEVELOPMENT_KEY):
        message = (
            "FAIRWILD_SECRET_KEY must be set to at least 32 random characters in production; "
            "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
        raise BadSettings(message)
    return key


def _environment(environ: Mapping[str, str]) -> bool:
    chosen = environ.get("FAIRWILD_ENV", "development")
    if chosen not in {"production", "development"}:
        message = f"FAIRWILD_ENV must be production or development, not {chosen!r}"
        raise BadSettings(message)
    return chosen == "production"


def _base_url(environ: Mapping[str, str], *, production: bool) -> str:
    """Give the address people reach; it is printed into QR codes, so production must name it."""
    given = environ.get("FAIRWILD_BASE_URL", "" if production else DEVELOPMENT_URL)
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        message = (
            "FAIRWILD_BASE_URL must be the address people reach, like https://trace.example.org; "
            f"it is printed into QR codes and cannot be {given!r}"
        )
        raise BadSettings(message)
    return given.rstrip("/")


def _database_url(environ: Mapping[str, str], instance: Path) -> str:
    given = environ.get("FAIRWILD_DATABASE_URL", f"sqlite:///{instance / 'fairwild.sqlite'}")
    if not given.startswith(DATABASES):
        message = (
            "FAIRWILD_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://, "
            f"not {given.partition('://')[0]}://"
        )
        raise BadSettings(message)
    return given


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read the settings; raises BadSettings naming the variable that is wrong."""
    unknown = {name for name in environ if name.startswith("FAIRWILD_")} - set(VARIABLES)
    if unknown:
        message = f"unknown settings: {', '.join(sorted(unknown))}"
        raise BadSettings(message)
    production = _environment(environ)
    instance = Path(environ.get("FAIRWILD_INSTANCE", "instance")).absolute()
    return Settings(
        production=production,
        instance=instance,
        database_url=_database_url(environ, instance),
        secret_key=_secret(environ, production=production),
        base_url=_base_url(environ, production=production),
        mail_url=environ.get("FAIRWILD_MAIL_URL", ""),
        mail_from=environ.get("FAIRWILD_MAIL_FROM", "noreply@localhost"),
        max_upload_bytes=_whole(environ, "FAIRWILD_MAX_UPLOAD_MB", 10) * 1024 * 1024,
        session_hours=_whole(environ, "FAIRWILD_SESSION_HOURS", 12),
        trusted_proxies=_whole(environ, "FAIRWILD_TRUSTED_PROXIES", 0),
        synthetic=environ.get("FAIRWILD_SYNTHETIC", "0") == "1",
    )
