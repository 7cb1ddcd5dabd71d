"""The entry point of `python -m api.cli`, which the `muster` script runs."""

from api.cli import main

main(prog_name="muster")
