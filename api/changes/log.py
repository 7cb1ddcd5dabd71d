"""The changes of one record: the statement that reads them, and the revisions that result."""

from itertools import pairwise
from typing import Any

import msgspec

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.query.sql import RELEASE, Statement, encoded
from schemas.change import Change
from schemas.history import Revision

CHANGES = BY_NAME["changes"]
decode = msgspec.json.Decoder(Change).decode


def statement(resource: Resource, key: str, release: int | None) -> tuple[str, list[Any]]:
    """Select the changes of a record up to the release, oldest first. Without any, one row has no body."""
    statement = Statement(CHANGES, release)
    record = (
        f"x.record_id = {statement.value(key)}::text and x.resource = {statement.value(resource.name)}::text"
    )
    sql = f"""select {RELEASE}, {encoded("x.body")} as body
from {statement.releases}
left join {CHANGES.view} x on {record} and {statement.valid}
order by x.release_number"""
    return sql, statement.args


def revisions(changes: list[Change]) -> list[Revision]:
    """Build the revisions. Each is valid until the next one."""
    ends = [following.release_number - 1 for _, following in pairwise(changes)]
    return [
        Revision(
            change_id=change.id,
            from_release=change.release_number,
            to_release=end,
            published_at=change.published_at,
            operation=change.operation,
            kind=change.kind,
            notice=change.notice,
            fields=change.fields,
        )
        for change, end in zip(changes, [*ends, None], strict=True)
    ]
