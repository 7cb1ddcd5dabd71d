import os
import re
import tempfile
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

LogLevel = Literal["debug", "info", "warning", "error"]
LOG_LEVELS: tuple[LogLevel, ...] = ("debug", "info", "warning", "error")
# What DCAT-US takes behind mailto:.
MAIL_ADDRESS = re.compile(r"[\w~!$&'()*+,;=:.-]+@[\w.-]+\.[\w.-]+", re.ASCII)
RELEASES = Path(__file__).resolve().parent.parent / "seeds" / "releases"


class SettingsProblem(Exception):  # noqa: N818 - named for who reads it
    """Everything that is wrong with the environment, not only the first thing."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """`database_url` is the readers', `owner_url` the one that migrates and publishes; both may be absent."""

    database_url: str | None
    exporter_url: str | None
    owner_url: str | None
    data_dir: Path
    releases_dir: Path
    spool_dir: Path
    spool_mb: int
    release_files_dir: Path
    trusted_proxies: tuple[str, ...]
    log_level: LogLevel
    host: str
    port: int
    workers: int
    public_url: str
    contact_email: str | None

    @classmethod
    def from_environment(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        given = Environment(env)
        host, port = given.read("MUSTER_HOST", str, "127.0.0.1"), given.read("MUSTER_PORT", port_number, 8000)
        data_dir = given.read("MUSTER_DATA_DIR", folder, default_data_dir(env))
        settings = cls(
            database_url=given.read("MUSTER_DATABASE_URL", postgresql_url, None),
            exporter_url=given.read("MUSTER_EXPORTER_URL", postgresql_url, None),
            owner_url=given.read("MUSTER_OWNER_URL", postgresql_url, None),
            data_dir=data_dir,
            releases_dir=given.read("MUSTER_RELEASES_DIR", folder, RELEASES),
            spool_dir=given.read("MUSTER_SPOOL_DIR", folder, data_dir / "spool"),
            spool_mb=given.read("MUSTER_SPOOL_MB", positive, 2048),
            release_files_dir=given.read("MUSTER_RELEASE_FILES_DIR", folder, data_dir / "release-files"),
            trusted_proxies=given.read("MUSTER_TRUSTED_PROXIES", networks, ()),
            log_level=given.read("MUSTER_LOG_LEVEL", level, "info"),
            host=host,
            port=port,
            workers=given.read("MUSTER_WORKERS", positive, cores()),
            public_url=given.read("MUSTER_PUBLIC_URL", web_address, f"http://{bracketed(host)}:{port}"),
            contact_email=given.read("MUSTER_CONTACT_EMAIL", mail_address, None),
        )
        given.settle()
        return settings


class Environment:
    """Reads one variable at a time and remembers what was wrong with it; an empty one counts as absent."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env, self.problems = env, [f"{name}: there is no such setting" for name in unknown(env)]

    def read(self, name: str, parse: Callable[[str], Any], default: Any) -> Any:
        text = self.env.get(name, "").strip()
        if not text:
            return default
        try:
            return parse(text)
        except ValueError as error:
            self.problems.append(f"{name}: {error}")
            return default

    def settle(self) -> None:
        if self.problems:
            raise SettingsProblem(self.problems)


def unknown(env: Mapping[str, str]) -> list[str]:
    known = {f"MUSTER_{field.upper()}" for field in Settings.__struct_fields__}
    return sorted(name for name in env if name.startswith("MUSTER_") and name not in known)


def default_data_dir(env: Mapping[str, str]) -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib/muster")
    home = env.get("HOME") or tempfile.gettempdir()
    return Path(env.get("XDG_DATA_HOME") or Path(home) / ".local" / "share") / "muster"


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"expected a whole number of at least 1, not {text!r}")
    return int(text)


def port_number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ValueError(f"expected a port from 1 to 65535, not {text!r}")
    return int(text)


def level(text: str) -> str:
    if text.lower() not in LOG_LEVELS:
        raise ValueError(f"expected one of {', '.join(LOG_LEVELS)}, not {text!r}")
    return text.lower()


def networks(text: str) -> tuple[str, ...]:
    return tuple(str(ip_network(part.strip())) for part in text.split(",") if part.strip())


def postgresql_url(text: str) -> str:
    # The text is not repeated in the message: it may hold a password.
    if urlsplit(text).scheme not in {"postgresql", "postgres"}:
        raise ValueError("expected postgresql://user:password@host:port/database")
    return text


def web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"expected http(s)://host without query, not {text!r}")
    return text.rstrip("/")


def mail_address(text: str) -> str:
    if not MAIL_ADDRESS.fullmatch(text):
        raise ValueError(f"expected a mail address, not {text!r}")
    return text
