"""The house keeps its plan: who imports whom, how long a module may be, what it may be called."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from schemas.vocabularies import ResourceName

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("api", "schemas", "seeds")
LONGEST = 220
VAGUE = re.compile(r"(^|_)(utils?|helpers?|core|managers?|misc|common|base|tools?)(_|$)")
# The command line may call both rooms: it is where they meet.
MEETING = ("api/cli/",)


def modules(*folders):
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in found]


def imports(path):
    """The modules that a module imports, those inside its functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms(path):
    return {name.split(".")[0] for name in imports(path)} & set(ROOMS)


@pytest.mark.parametrize("path", modules("schemas"))
def test_schemas_imports_neither_of_the_others(path):
    assert rooms(path) <= {"schemas"}


@pytest.mark.parametrize("path", modules("seeds"))
def test_seeds_does_not_import_api(path):
    assert "api" not in rooms(path)


@pytest.mark.parametrize("path", modules("api"))
def test_only_the_command_line_of_api_imports_seeds(path):
    meeting = path.relative_to(ROOT).as_posix().startswith(MEETING)
    assert meeting or "seeds" not in rooms(path)


@pytest.mark.parametrize("path", modules(*ROOMS))
def test_no_room_imports_its_tests(path):
    assert not {name.split(".")[0] for name in imports(path)} & {"tests", "pytest", "hypothesis"}


# Where a new kind of record is declared (CONTRIBUTING.md). Every other list of kinds is derived from these.
DECLARATIONS = {
    "api/catalog/resources.py",
    "schemas/seed.py",
    "schemas/value_columns.py",
    "schemas/vocabularies.py",
}


def test_every_kind_of_record_is_listed_only_where_it_is_declared():
    listing = set()
    for path in (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
        if set(get_args(ResourceName)) <= texts:
            listing.add(path.relative_to(ROOT).as_posix())
    assert listing == DECLARATIONS


@pytest.mark.parametrize("path", modules(*ROOMS))
def test_a_module_is_short_enough_to_be_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", modules(*ROOMS, "tests"))
def test_a_module_is_named_for_what_it_holds(path):
    assert not VAGUE.search(path.stem)


@pytest.mark.parametrize("path", modules(*ROOMS, "tests"))
def test_a_module_holds_nothing_unfinished(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|Not" + r"ImplementedError)\b", text)


@pytest.mark.parametrize("path", modules("api"))
def test_no_resource_is_asked_for_by_name_outside_the_catalogue(path):
    assert not re.search(r"resource\.name\s*(==|!=|in)\s*[\"'{(\[]", path.read_text(encoding="utf-8"))


def test_the_catalogue_is_plain_data():
    tree = ast.parse((ROOT / "api" / "catalog" / "resources.py").read_text(encoding="utf-8"))
    assert not any(isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef) for node in ast.walk(tree))


def test_every_sql_file_is_numbered_without_a_gap():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "schemas" / "sql").glob("*.sql"))]
    assert numbers == [*range(1, len(numbers) + 1)]
