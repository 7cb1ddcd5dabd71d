"""The kinds of problems, as plain data. Each has a page at `/problems/{slug}`."""

from msgspec import Struct


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of problem. Its slug is the last part of the URL that explains it with `about`."""

    slug: str
    status: int
    title: str
    about: str
    retry_after: int | None = None
    cache: str = "no-store"


SHORT = "public, max-age=60"
KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            slug="invalid-query",
            status=400,
            title="Invalid query parameters",
            about="A parameter is unknown, repeated, empty, malformed or out of range. `errors` lists each "
            "invalid parameter, the given value, what is expected and, for a misspelling, the closest valid "
            "name. It holds at most 100 problems, 10 of them with a suggestion; `detail` names every "
            "parameter.",
            cache=SHORT,
        ),
        Kind(
            slug="too-many-rows",
            status=400,
            title="Too much data for a workbook",
            about="A workbook (.xlsx) holds at most 100,000 records and 32,767 characters per cell, and the "
            "server needs room to make it. Request the same URL with .csv, which has no limit, or narrow the "
            "filter.",
            cache=SHORT,
        ),
        Kind(
            slug="not-drawable",
            status=400,
            title="Nothing a chart could show truly",
            about="The records cannot be drawn without misleading: none has a date and a number, or they are "
            "too many for one picture. `detail` says which. The same URL without the suffix has the records.",
            cache=SHORT,
        ),
        Kind(
            slug="not-found",
            status=404,
            title="Not found",
            about="No record, `after`, release, day or URL with this name exists, or it does not exist at "
            "that release. `errors` lists the ids in filters that name no record, `nearest` suggests the "
            "closest id, and `last_release` names the last release with a withdrawn one. /openapi.json lists "
            "every URL.",
            cache="public, max-age=10",
        ),
        Kind(
            slug="files-not-here",
            status=404,
            title="Release files not stored on this server",
            about="The release exists and this server returns all its records, but it does not store the "
            "release's files. `detail` names the command that writes them.",
            cache="public, max-age=10",
        ),
        Kind(
            slug="method-not-allowed",
            status=405,
            title="Method not allowed",
            about="The API is read-only. Use GET, HEAD or OPTIONS; /mcp takes POST.",
            cache=SHORT,
        ),
        Kind(
            slug="not-acceptable",
            status=406,
            title="No format fits the Accept header",
            about="The server returns JSON. Lists also come as CSV and newline-delimited JSON, and citations "
            "as CSL-JSON, BibTeX and RIS. Change or omit the Accept header.",
            cache=SHORT,
        ),
        Kind(
            slug="withdrawn",
            status=410,
            title="Record withdrawn",
            about="The record was withdrawn and is no longer in any list. `last_release` names the last "
            "release that has it. Pass that number as `release` to read it.",
            cache=SHORT,
        ),
        Kind(
            slug="removed",
            status=410,
            title="Removed",
            about="The record was removed from every release for legal or privacy reasons. The server does "
            "not return stored files that still hold removed text until they are written again.",
            cache=SHORT,
        ),
        Kind(
            slug="uri-too-long",
            status=414,
            title="Query string too long",
            about="A query string has at most 8 kB. Use fewer filters or shorter lists.",
            cache=SHORT,
        ),
        Kind(
            slug="range-not-satisfiable",
            status=416,
            title="Range not satisfiable",
            about="The range begins after the end of the file. `Content-Range` has the length of the file.",
            cache=SHORT,
        ),
        Kind(
            slug="misdirected",
            status=421,
            title="Another host",
            about="/mcp answers only requests to the host of the public URL, so that no web page can reach a "
            "server behind a firewall through a name of its own. Use the URL in `public_url` of /v1/config.",
        ),
        Kind(
            slug="headers-too-large",
            status=431,
            title="The request headers are too large",
            about="Accept, Accept-Encoding, If-None-Match, If-Range and Range hold at most 8 kB each, all "
            "headers of a request together at most 32 kB. Send shorter headers, or fewer.",
            cache=SHORT,
        ),
        Kind(
            slug="internal",
            status=500,
            title="Internal server error",
            about="The server failed. Your request did not cause this. Report the `request_id`: it leads the "
            "operator to the error in the log.",
        ),
        Kind(
            slug="format-not-implemented",
            status=501,
            title="Format not implemented",
            about="/oembed answers as JSON and as XML. Pass `format=json` or `format=xml`, or no `format`.",
            cache=SHORT,
        ),
        Kind(
            slug="mcp-not-installed",
            status=501,
            title="Model Context Protocol not installed",
            about="/mcp needs a package that this server does not have. Its operator can install it as "
            "`muster[mcp]`. Everything else works without it.",
            cache=SHORT,
        ),
        Kind(
            slug="database-unavailable",
            status=503,
            title="Database unavailable",
            about="The server cannot reach its database. Retry after the seconds in `Retry-After`.",
            retry_after=2,
        ),
        Kind(
            slug="overloaded",
            status=503,
            title="Server busy",
            about="No database connection became free in time, or the server is already making as many files "
            "or charts as it can. Retry after the seconds in `Retry-After`.",
            retry_after=2,
        ),
        Kind(
            slug="release-not-here",
            status=503,
            title="Release not on this server yet",
            about="This server reads a database replica that has not received the release. Retry after the "
            "seconds in `Retry-After`.",
            retry_after=1,
        ),
        Kind(
            slug="replica-conflict",
            status=503,
            title="Query canceled by the replica",
            about="The database replica canceled the query to apply newer data. Retry after the seconds in "
            "`Retry-After`.",
            retry_after=1,
        ),
        Kind(
            slug="query-timeout",
            status=504,
            title="Query timed out",
            about="The database did not finish in time. Narrow the filter, or request a file, which has more "
            "time.",
        ),
    )
}
