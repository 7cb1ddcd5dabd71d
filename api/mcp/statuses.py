"""`check_status`: whether records that somebody cited still stand."""

import asyncio
from collections.abc import Iterator
from typing import Annotated, Final

from msgspec import Meta, Struct

from api.catalog.resources import BY_NAME
from api.changes import cited
from api.changes.cited import Cited
from api.changes.statuses import StatusesLookup
from api.mcp.answers import Answer, fenced, fitted, number_lines
from api.mcp.arguments import Argument
from api.mcp.calls import Call
from api.mcp.cited_number import COUNTED, CitedNumber
from api.mcp.declaration import Tool
from api.problems import Fault, InvalidQuery
from schemas import vocabularies as v
from schemas.status import Status

ABOUT: Final = (
    "Says of each cited record whether it is current, superseded, corrected or retracted since the release "
    "that it was cited from, with the number then and now."
)


class StandingRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What became of a record since the release that it was cited from."""

    id: str
    status: v.Standing
    sentence: str
    since_release: Annotated[int, Meta(description="The release that it was cited from.")]
    since: Annotated[int | None, Meta(description="The release that changed it; null = current.")]
    kind: v.ChangeKind | None
    notice: Annotated[str | None, Meta(description="Why, in the words of the notice, as data.")]
    change_url: str | None
    then: Annotated[CitedNumber | None, Meta(description="The number as cited; null = the same as now.")]
    now: Annotated[CitedNumber | None, Meta(description="The number now; null = withdrawn, or no number.")]
    newer_id: Annotated[
        str | None, Meta(description="A later record of the same series, which does not replace this one.")
    ]

    def lines(self) -> Iterator[str]:
        yield f"{self.id}: {self.sentence}"
        if self.notice:
            yield f"  notice: {fenced(self.notice)}"
        for mark, number in (("then", self.then), ("now", self.now)):
            if number:
                yield from number_lines(number, f"{mark} -")
        if self.change_url:
            yield f"  {self.change_url}"


class StatusesAnswer(Answer, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The status of each record, in the order of `ids`."""

    records: list[StandingRecord]
    not_shown: Annotated[
        list[str], Meta(description="The ids that did not fit: ask for them in a call of their own.")
    ]

    def lines(self) -> Iterator[str]:
        for each in self.records:
            yield from each.lines()


async def check_status(call: Call) -> StatusesAnswer:
    entries: list[Cited] = call.arguments.values["ids"]
    since: int | None = call.arguments.get("since_release")
    if since is not None:
        await call.services.releases.numbered(call.pool, since)
    elif nameless := cited.without_release(entries):
        expected = "id@release, or the argument since_release for those without"
        raise InvalidQuery([Fault(parameter="ids", given=each, expected=expected) for each in nameless])
    lookup = StatusesLookup(
        call.pool, call.public_url, call.services.releases, since=since or call.number, newest=call.number
    )
    found = await asyncio.gather(*(standing(call, each) for each in await lookup.answer(entries)))

    def build(count: int) -> StatusesAnswer:
        left = [each.id for each in found[count:]]
        more = " Ask for the others in another call: they did not fit." if left else ""
        return StatusesAnswer(
            sentence=summary(found) + more,
            release=call.number,
            found=len(found),
            records=found[:count],
            not_shown=left,
        )

    return fitted(build, len(found), len(found))


async def standing(call: Call, status: Status) -> StandingRecord:
    is_same = status.value_text_then == status.value_text_now
    releases = [call.number] if is_same else [call.number, status.since_release]
    now, *then = await asyncio.gather(*(number(call, status, each) for each in releases))
    return StandingRecord(
        id=status.id,
        status=status.status,
        sentence=sentence(status),
        since_release=status.since_release,
        since=status.since,
        kind=status.kind,
        notice=status.reason,
        change_url=status.change,
        then=then[0] if then else None,
        now=now,
        newer_id=status.newer.id if status.newer else None,
    )


async def number(call: Call, status: Status, release: int) -> CitedNumber | None:
    if status.resource is None or status.problem is not None:
        return None
    resource = BY_NAME[status.resource]
    if resource.record not in COUNTED:
        return None
    record = await call.record(resource, status.id, release)
    return None if record is None else call.cited(record, resource, release)


def sentence(status: Status) -> str:
    if status.problem is not None:
        return status.problem
    if status.status == "current":
        newer = " A later record of the same series exists." if status.newer else ""
        return f"current: unchanged since release {status.since_release}.{newer}"
    kind = f" ({status.kind.replace('_', ' ')})" if status.kind else ""
    return f"{status.status} in release {status.since}{kind}, after release {status.since_release}."


def summary(found: list[StandingRecord]) -> str:
    standing_now = [each.status for each in found]
    if set(standing_now) == {"current"}:
        return "The record still stands." if len(found) == 1 else f"All {len(found)} records still stand."
    counts = [f"{each} {standing_now.count(each)}" for each in dict.fromkeys(standing_now)]
    return f"Of {len(found)} records: {', '.join(counts)}." if len(found) > 1 else f"{found[0].sentence}"


TOOL: Final = Tool(
    name="check_status",
    title="Check whether cited records still stand",
    about=ABOUT,
    arguments={
        "ids": Argument(
            about="The ids of records, each as id@release with the release that was cited.",
            value=cited.SEVERAL,
        ),
        "since_release": Argument(about="The release of the ids that name none.", value=cited.RELEASE),
    },
    required=("ids",),
    output=StatusesAnswer,
    is_newest=True,
    answer=check_status,
)
