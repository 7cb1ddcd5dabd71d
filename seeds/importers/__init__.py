"""From publishers' files to releases: one importer a format, each a click command."""

from collections.abc import Iterator, Mapping
from importlib import import_module

import click

_COMMANDS = {
    "fbi-employees": "fbi_employees:command",
    "fbi-leoka": "fbi_leoka:command",
    "fbi-lapd": "fbi_lapd:command",
    "opm-workforce": "opm_workforce:import_opm_workforce",
    "border-patrol": "border_patrol:import_border_patrol",
    "ice-287g": "ice_287g:import_ice_287g",
    "census-aspep": "census_aspep:import_census_aspep",
    "ca-doj": "ca_doj:import_ca_doj",
}


class Importers(Mapping[str, click.Command]):
    """The commands by name; the module of one is loaded when it is asked for, not before."""

    def __getitem__(self, name: str) -> click.Command:
        module, attribute = _COMMANDS[name].split(":")
        command = getattr(import_module(f"{__name__}.{module}"), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{_COMMANDS[name]} is no click command")
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(_COMMANDS)

    def __len__(self) -> int:
        return len(_COMMANDS)


IMPORTERS = Importers()
