"""Importers: click commands that turn publishers' files into release folders, one for each format."""

from collections.abc import Iterator, Mapping
from importlib import import_module

import click

_COMMANDS = {
    "fbi-employees": "fbi.employees:command",
    "fbi-leoka": "fbi.leoka:command",
    "fbi-lapd": "fbi.lapd:command",
    "fbi-cities": "fbi.cities:command",
    "bjs-csllea": "bjs.command:command",
    "opm-workforce": "opm.workforce:import_opm_workforce",
    "border-patrol": "border_patrol:import_border_patrol",
    "ice-287g": "ice_287g.command:import_ice_287g",
    "census-aspep": "census_aspep.command:import_census_aspep",
    "bls-oews": "areas.bls_oews:command",
    "census-population": "areas.population:command",
    "ca-doj": "ca_doj:import_ca_doj",
    "agency-names": "agency_names.command:command",
    "statewide-bodies": "statewide_bodies.command:command",
}


class Importers(Mapping[str, click.Command]):
    """The commands by name. Imports a command's module only when the command is used."""

    def __getitem__(self, name: str) -> click.Command:
        module, attribute = _COMMANDS[name].split(":")
        command = getattr(import_module(f"{__name__}.{module}"), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{_COMMANDS[name]} is not a click command")
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(_COMMANDS)

    def __len__(self) -> int:
        return len(_COMMANDS)


IMPORTERS = Importers()
