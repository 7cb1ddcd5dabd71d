"""The settings, read from environment variables named MUSTER_*."""

import os
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

LogLevel = Literal["debug", "info", "warning", "error"]
LOG_LEVELS: tuple[LogLevel, ...] = ("debug", "info", "warning", "error")
# The email addresses that DCAT-US allows after mailto:.
EMAIL = re.compile(r"[\w~!$&'()*+,;=:.-]+@[\w.-]+\.[\w.-]+", re.ASCII)
# The characters of an operator's name.
NAME_LIMIT = 200
# The default of MUSTER_WHOLE_FILE_MB.
WHOLE_FILE_MB = 32
NO_SUCH = "there is no such setting"
# Settings of earlier versions, with the reason why they are gone.
GONE = {"MUSTER_TRUSTED_PROXIES": "no longer a setting; Muster neither uses nor logs client addresses"}
RELEASES = Path(__file__).resolve().parent.parent / "seeds" / "releases"


class SettingsProblem(Exception):  # noqa: N818 - named for who reads it
    """Every problem of the settings."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings. `database_url` is for reading, `owner_url` for publishing; both are optional."""

    database_url: str | None
    exporter_url: str | None
    owner_url: str | None
    data_dir: Path
    releases_dir: Path
    spool_dir: Path
    spool_mb: int
    whole_file_mb: int
    memory_mb: int
    release_files_dir: Path
    log_level: LogLevel
    host: str
    port: int
    workers: int
    public_url: str
    contact_email: str | None
    operator: str | None

    @classmethod
    def from_environment(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        environment = Environment(env)
        host, port = (
            environment.read("MUSTER_HOST", str, "127.0.0.1"),
            environment.read("MUSTER_PORT", parse_port, 8000),
        )
        data_dir = environment.read("MUSTER_DATA_DIR", parse_folder, default_data_dir(env))
        settings = cls(
            database_url=environment.read("MUSTER_DATABASE_URL", parse_postgresql_url, None),
            exporter_url=environment.read("MUSTER_EXPORTER_URL", parse_postgresql_url, None),
            owner_url=environment.read("MUSTER_OWNER_URL", parse_postgresql_url, None),
            data_dir=data_dir,
            releases_dir=environment.read("MUSTER_RELEASES_DIR", parse_folder, RELEASES),
            spool_dir=environment.read("MUSTER_SPOOL_DIR", parse_folder, data_dir / "spool"),
            spool_mb=environment.read("MUSTER_SPOOL_MB", parse_positive, 2048),
            whole_file_mb=environment.read("MUSTER_WHOLE_FILE_MB", parse_count, WHOLE_FILE_MB),
            memory_mb=environment.read("MUSTER_MEMORY_MB", parse_count, 128),
            release_files_dir=environment.read(
                "MUSTER_RELEASE_FILES_DIR", parse_folder, data_dir / "release-files"
            ),
            log_level=environment.read("MUSTER_LOG_LEVEL", parse_level, "info"),
            host=host,
            port=port,
            workers=environment.read("MUSTER_WORKERS", parse_positive, cores()),
            public_url=environment.read(
                "MUSTER_PUBLIC_URL", parse_web_url, f"http://{bracketed(host)}:{port}"
            ),
            contact_email=environment.read("MUSTER_CONTACT_EMAIL", parse_email, None),
            operator=environment.read("MUSTER_OPERATOR", parse_name, None),
        )
        environment.raise_problems()
        return settings


class Environment:
    """Reads variables and collects their problems. An empty variable counts as unset."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env, self.problems = env, [f"{name}: {GONE.get(name, NO_SUCH)}" for name in unknown(env)]

    def read(self, name: str, parse: Callable[[str], Any], default: Any) -> Any:
        text = self.env.get(name, "").strip()
        if not text:
            return default
        try:
            return parse(text)
        except ValueError as error:
            self.problems.append(f"{name}: {error}")
            return default

    def raise_problems(self) -> None:
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


def parse_folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def parse_positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"expected a whole number of at least 1, not {text!r}")
    return int(text)


def parse_count(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"expected a whole number, not {text!r}")
    return int(text)


def parse_port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ValueError(f"expected a port from 1 to 65535, not {text!r}")
    return int(text)


def parse_level(text: str) -> str:
    if text.lower() not in LOG_LEVELS:
        raise ValueError(f"expected one of {', '.join(LOG_LEVELS)}, not {text!r}")
    return text.lower()


def parse_postgresql_url(text: str) -> str:
    # The message does not repeat the text, because it may hold a password.
    if urlsplit(text).scheme not in {"postgresql", "postgres"}:
        raise ValueError("expected postgresql://user:password@host:port/database")
    return text


def parse_web_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"expected http(s)://host without a query or fragment, not {text!r}")
    return text.rstrip("/")


def parse_name(text: str) -> str:
    if len(text) > NAME_LIMIT or not text.isprintable():
        raise ValueError(f"expected a name of at most {NAME_LIMIT} printable characters")
    return text


def parse_email(text: str) -> str:
    if not EMAIL.fullmatch(text):
        raise ValueError(f"expected an email address, not {text!r}")
    return text
