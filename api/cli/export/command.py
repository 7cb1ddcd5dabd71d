"""`muster export RESOURCE`: write a file of the data from the command line."""

import asyncio
import signal
import sys
from collections.abc import Coroutine, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import asyncpg
import click
from msgspec import structs

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.cli.export import options, usage
from api.cli.export import output as outputs
from api.cli.export.output import CannotWrite
from api.cli.export.run import ExportRequest, ExportResult, OpenOutput, run_export
from api.cli.export.usage import ExportCommand
from api.cli.release_files import reader
from api.console import bars, exit_with_problem
from api.database.connection import DatabaseProblem
from api.exports.formats import Format, forms_of
from api.problems import ProblemError
from api.reading.releases import ReleaseRef
from api.settings import Settings
from api.storage.checksums import Write

FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)
STDOUT = "-"


class Resources(click.Group):
    """One command per resource, with its parameters as options."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(BY_NAME)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return command(BY_NAME[cmd_name]) if cmd_name in BY_NAME else None


@click.group("export", cls=Resources)
def export() -> None:
    """Write every matching record of a RESOURCE to a file, without a server.

    Reads MUSTER_DATABASE_URL, or else the embedded PostgreSQL. `muster export RESOURCE --help` lists the
    options.
    """


def command(resource: Resource) -> click.Command:
    forms = [form.suffix.lstrip(".") for form in forms_of(resource)]
    others = usage.others(resource)
    export_command = ExportCommand(
        resource.name,
        callback=click.pass_context(partial(run, resource)),
        help=usage.about(resource),
        short_help=resource.about,
        epilog=usage.FOOT,
        params=[
            click.Option(
                ["--format", "file_format"],
                type=click.Choice(forms),
                help="The format. Default: the extension of FILE, or else csv.",
            ),
            click.Option(
                ["-o", "--output", "output_file"],
                metavar="FILE",
                help="The file to write; - is standard output. Default: RESOURCE-release-N.FORMAT.",
            ),
            click.Option(["--force"], is_flag=True, help="Replace FILE if it exists."),
            *(
                click.Option([options.option(name), name], multiple=True, help=others.get(name))
                for name in options.every_parameter(resource)
            ),
        ],
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )
    export_command.resource = resource
    return export_command


def run(
    resource: Resource,
    ctx: click.Context,
    /,
    *,
    file_format: str | None,
    output_file: str | None,
    force: bool,
    **values: tuple[str, ...],
) -> None:
    form = choose_format(resource, file_format, output_file)
    settings = Settings.from_environment()
    try:
        question = options.question(resource, form, values, ctx.args)
        request = ExportRequest(resource=resource, form=form, question=question)
        if output_file is not None and output_file != STDOUT:
            outputs.output_path(Path(output_file), force=force)
        with stoppable():
            result = export_file(settings, request, partial(open_output, request, output_file, force))
    except ProblemError as error:
        exit_with_problem(error)
    except CannotWrite as problem:
        raise click.ClickException(str(problem)) from problem
    report(result)


def choose_format(resource: Resource, name: str | None, output: str | None) -> Format:
    forms = {form.suffix: form for form in forms_of(resource)}
    if name is not None:
        return forms[f".{name}"]
    fitting = [suffix for suffix in forms if (output or "").endswith(suffix)]
    return forms[fitting[0] if fitting else ".csv"]


def open_output(
    request: ExportRequest, output: str | None, force: bool, release: ReleaseRef
) -> AbstractContextManager[Write]:
    if output == STDOUT:
        return outputs.stream(sys.stdout.buffer)
    name = output or f"{request.resource.name}-release-{release.number}{request.form.suffix}"
    return outputs.atomic_file(outputs.output_path(Path(name), force=force))


def export_file(settings: Settings, request: ExportRequest, open_file: OpenOutput) -> ExportResult:
    with database_failures(), reader(settings) as url, bars() as bar:
        settings_with_url = structs.replace(settings, database_url=url, exporter_url=url)
        progress = partial(bar.report, request.resource.name)
        return asyncio.run(until_stopped(run_export(settings_with_url, request, open_file, progress)))


async def until_stopped(work: Coroutine[Any, Any, ExportResult]) -> ExportResult:
    """Cancel the work on SIGTERM. An exception that a signal raises in the driver's C code is lost, or
    crashes it.
    """
    loop, task = asyncio.get_running_loop(), asyncio.create_task(work)
    loop.add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
        signal.signal(signal.SIGTERM, interrupt)


@contextmanager
def stoppable() -> Iterator[None]:
    """Treat SIGTERM like Ctrl-C, so that no unfinished file is left."""
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Call the handler that asyncio sets for Ctrl-C. Shells can make background jobs ignore Ctrl-C itself."""
    handler = signal.getsignal(signal.SIGINT)
    (handler if callable(handler) else signal.default_int_handler)(number, frame)


@contextmanager
def database_failures() -> Iterator[None]:
    try:
        yield
    except FAILURES as error:
        raise DatabaseProblem(f"The database failed: {error or type(error).__name__}.") from error


def report(result: ExportResult) -> None:
    proof = result.proof
    lines = [
        f"rows: {proof.rows}",
        f"bytes: {proof.bytes}",
        f"sha256: {proof.sha256}",
        f"cite as: {result.cite_as}",
    ]
    click.echo("\n".join(lines), err=True)
