import json
import os
import re
import secrets

import msgspec

from api.embedded.folder import Folder, private
from api.embedded.problems import ClusterProblem, start_over

OWNER, READER, EXPORTER = ROLES = ("muster_owner", "muster_reader", "muster_exporter")
# The characters of `token_urlsafe`. Others would need quoting in a URL, so the file is not ours.
TOKEN = re.compile(r"[\w-]+", re.ASCII)


def read_passwords(folder: Folder) -> dict[str, str]:
    """Read the passwords. Raises ClusterProblem if the file is not what `write_passwords` wrote."""
    try:
        passwords = msgspec.json.decode(folder.passwords.read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        raise damaged(folder, "is missing") from None
    except OSError as error:
        raise damaged(folder, f"cannot be read ({error.strerror})") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise damaged(folder, "is damaged") from None
    if missing := [role for role in ROLES if not TOKEN.fullmatch(passwords.get(role, ""))]:
        raise damaged(folder, f"has no password of {', '.join(missing)}")
    return passwords


def damaged(folder: Folder, reason: str) -> ClusterProblem:
    return ClusterProblem(
        f"{folder.passwords} {reason}, so nobody can log in to the database beside it. "
        f"{start_over(folder.cluster)}"
    )


def write_passwords(folder: Folder) -> dict[str, str]:
    passwords = {role: secrets.token_urlsafe(24) for role in ROLES}
    with private(folder.passwords, os.O_RDWR | os.O_TRUNC) as file:
        json.dump(passwords, file)
    return passwords
