"""`muster export RESOURCE`: a file of the data, made by the command line."""

import asyncio
import signal
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

import asyncpg
import click
from msgspec import structs

from api.catalog import BY_NAME
from api.commands.bundling import reader
from api.commands.console import bars, refused
from api.connection import DatabaseProblem
from api.exporting import helping, options, target
from api.exporting.helping import Exporting
from api.exporting.making import Done, Target, Wanted, made
from api.exporting.target import CannotWrite
from api.formats import Format, forms_of
from api.problems import Refusal
from api.releases import Held
from api.resource import Resource
from api.settings import Settings
from api.shapes import Put

FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)
STDOUT = "-"


class Resources(click.Group):
    """A command a resource, with its parameters as options."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(BY_NAME)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return command(BY_NAME[cmd_name]) if cmd_name in BY_NAME else None


@click.group("export", cls=Resources)
def export() -> None:
    """Write a file of a RESOURCE: every matching record, as over HTTP, without a server.

    From MUSTER_DATABASE_URL, else from the embedded PostgreSQL. `muster export RESOURCE --help` lists its
    options.
    """


def command(resource: Resource) -> click.Command:
    forms = [form.suffix.lstrip(".") for form in forms_of(resource)]
    others = helping.others(resource)
    made = Exporting(
        resource.name,
        callback=click.pass_context(partial(run, resource)),
        help=helping.about(resource),
        short_help=resource.about,
        epilog=helping.FOOT,
        params=[
            click.Option(
                ["--format", "file_format"],
                type=click.Choice(forms),
                help="Without it the ending of FILE decides, else csv.",
            ),
            click.Option(
                ["-o", "--output", "output_file"],
                metavar="FILE",
                help="- is standard output. Without it: RESOURCE-release-N and the format.",
            ),
            click.Option(["--force"], is_flag=True, help="Replace FILE if it exists."),
            *(
                click.Option([options.option(name), name], multiple=True, help=others.get(name))
                for name in options.parameters(resource)
            ),
        ],
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )
    made.resource = resource
    return made


def run(
    resource: Resource,
    ctx: click.Context,
    /,
    *,
    file_format: str | None,
    output_file: str | None,
    force: bool,
    **given: tuple[str, ...],
) -> None:
    form = chosen(resource, file_format, output_file)
    settings = Settings.from_environment()
    try:
        question = options.question(resource, form, given, ctx.args)
        wanted = Wanted(resource=resource, form=form, question=question)
        if output_file is not None and output_file != STDOUT:
            target.free(Path(output_file), force=force)
        with stoppable():
            done = exported(settings, wanted, partial(place, wanted, output_file, force))
    except Refusal as refusal:
        refused(refusal)
    except CannotWrite as problem:
        raise click.ClickException(str(problem)) from problem
    report(done)


def chosen(resource: Resource, name: str | None, output: str | None) -> Format:
    forms = {form.suffix: form for form in forms_of(resource)}
    if name is not None:
        return forms[f".{name}"]
    fitting = [suffix for suffix in forms if (output or "").endswith(suffix)]
    return forms[fitting[0] if fitting else ".csv"]


def place(wanted: Wanted, output: str | None, force: bool, held: Held) -> AbstractContextManager[Put]:
    if output == STDOUT:
        return target.through(sys.stdout.buffer)
    name = output or f"{wanted.resource.name}-release-{held.number}{wanted.form.suffix}"
    return target.beside(target.free(Path(name), force=force))


def exported(settings: Settings, wanted: Wanted, where: Target) -> Done:
    with failing(), reader(settings) as url, bars() as shown:
        here = structs.replace(settings, database_url=url, exporter_url=url)
        tell = partial(shown.report, wanted.resource.name)
        return asyncio.run(made(here, wanted, where, tell))


@contextmanager
def stoppable() -> Iterator[None]:
    """SIGTERM ends it as Ctrl-C does, so that nothing unfinished is left."""
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def interrupt(number: int, frame: FrameType | None) -> None:
    """As asyncio takes Ctrl-C, which a shell may have its background jobs ignore."""
    handler = signal.getsignal(signal.SIGINT)
    (handler if callable(handler) else signal.default_int_handler)(number, frame)


@contextmanager
def failing() -> Iterator[None]:
    try:
        yield
    except FAILURES as error:
        raise DatabaseProblem(f"The database failed: {error or type(error).__name__}.") from error


def report(done: Done) -> None:
    proof = done.proof
    lines = [
        f"rows: {proof.rows}",
        f"bytes: {proof.bytes}",
        f"sha256: {proof.sha256}",
        f"cite as: {done.cite_as}",
    ]
    click.echo("\n".join(lines), err=True)
