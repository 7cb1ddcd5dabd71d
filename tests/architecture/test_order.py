"""Rooms import only rooms below them, no modules import each other in a circle, and there are few floors."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The rooms of each package from top to bottom. A room imports only rooms below it.
ORDER = {
    "api": [
        "cli", "server", "app", "memory", "openapi", "documentation", "site", "routes", "state", "explorer",
        "pages", "discovery", "verify", "charts", "bundle", "exports", "storage", "statistics", "check",
        "cite", "changes", "http", "reading", "query", "database", "catalog", "embedded", "settings",
        "console", "about", "problems",
    ],
    "seeds": [
        "importers", "publishing", "removal", "validation", "wide", "rules", "quality", "log",
        "headline", "folder", "values", "problems",
    ],
}  # fmt: skip
FLOORS = {"api": 13, "seeds": 7}
# The packages that keep the order.
ORDERED = ["api", "seeds"]


def modules(package: Path) -> dict[str, Path]:
    """Return the modules of a package by dotted name; the package's own `__init__` is no room's."""
    paths = sorted(package.rglob("*.py"))
    parts = {path: path.relative_to(package.parent).with_suffix("").parts for path in paths}
    names = {path: ".".join(each for each in of if each != "__init__") for path, of in parts.items()}
    return {name: path for path, name in names.items() if name != package.name}


def imports(package: Path) -> dict[str, set[str]]:
    """Return the modules of the package that each of its modules imports, also inside functions."""
    known = modules(package)
    return {name: set(_imported(path, known)) - {name} for name, path in known.items()}


def _imported(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from a.b import c` imports the module a.b.c if there is one, else the module a.b.
            full = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in known else node.module for name in full)


def room(module: str) -> str:
    return module.split(".")[1]


def between_rooms(package: Path) -> Iterator[tuple[str, str]]:
    """Yield each import of a module in another room."""
    known = modules(package)
    for module, imported in imports(package).items():
        yield from (
            (module, name) for name in sorted(imported) if name in known and room(name) != room(module)
        )


def unlisted(package: Path, order: Iterable[str]) -> list[str]:
    rooms = {room(module) for module in modules(package)}
    return [
        f"{package.name}/{name} is not in the order of the rooms: add it to ORDER in {Path(__file__).name}"
        for name in sorted(rooms - set(order))
    ]


def upward(package: Path, order: list[str]) -> list[str]:
    return [
        f"{module} imports {name}, but the room {room(name)} stands above {room(module)}: move what {module} "
        f"needs down into {room(module)} or a room below it, or let the caller pass it in"
        for module, name in between_rooms(package)
        if order.index(room(name)) < order.index(room(module))
    ]


def circle(package: Path) -> list[str]:
    """Name the modules of a circle of imports, if there is one."""
    try:
        TopologicalSorter(imports(package)).prepare()
    except CycleError as error:
        modules_in_circle = list(reversed(error.args[1]))
        path = " imports ".join(modules_in_circle)
        return [f"{path}: move what both need into a module of its own, which imports neither"]
    return []


def floors(package: Path) -> dict[str, int]:
    """Return the floor of each room: one above the highest room it imports; 1 if it imports none."""
    below: dict[str, set[str]] = {room(module): set() for module in modules(package)}
    for module, name in between_rooms(package):
        below[room(module)].add(room(name))
    floor: dict[str, int] = {}
    for name in TopologicalSorter(below).static_order():
        floor[name] = 1 + max((floor[other] for other in below[name]), default=0)
    return floor


def too_high(package: Path, most: int) -> list[str]:
    return [
        f"{package.name}/{name} is on floor {floor} and the highest may be {most}: cut an import between the "
        "rooms below it"
        for name, floor in floors(package).items()
        if floor > most
    ]


@pytest.mark.parametrize("package", ORDERED)
def test_every_room_has_its_place_in_the_order(package: str):
    assert unlisted(ROOT / package, ORDER[package]) == []
    assert len(set(ORDER[package])) == len(ORDER[package])


@pytest.mark.parametrize("package", ORDERED)
def test_a_room_imports_only_rooms_below_it(package: str):
    assert upward(ROOT / package, ORDER[package]) == []


@pytest.mark.parametrize("package", ORDERED)
def test_modules_do_not_import_each_other_in_a_circle(package: str):
    assert circle(ROOT / package) == []


@pytest.mark.parametrize("package", ORDERED)
def test_the_rooms_stand_on_few_floors(package: str):
    assert too_high(ROOT / package, FLOORS[package]) == []


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A package with the rooms attic, parlor and cellar, each of one module, that import nothing."""
    for name in ("attic", "parlor", "cellar"):
        (tmp_path / "house" / name).mkdir(parents=True)
        (tmp_path / "house" / name / "__init__.py").touch()
        (tmp_path / "house" / name / "box.py").touch()
    return tmp_path / "house"


def write(house: Path, module: str, *lines: str) -> None:
    (house / f"{module}.py").write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize(
    "line",
    ["from house.attic.box import lid", "from house.attic import box", "import house.attic.box"],
)
def test_an_upward_import_is_named_with_what_to_do(house: Path, line: str):
    write(house, "attic/box", "from house.parlor import box")
    write(house, "cellar/box", "def open():", f"    {line}")
    assert upward(house, ["attic", "parlor", "cellar"]) == [
        (
            "house.cellar.box imports house.attic.box, but the room attic stands above cellar: move what "
            "house.cellar.box needs down into cellar or a room below it, or let the caller pass it in"
        )
    ]


def test_a_circle_is_named_with_what_to_do(house: Path):
    write(house, "attic/box", "from house.attic.lid import handle")
    write(house, "attic/lid", "if TYPE_CHECKING:", "    from house.attic.box import Box")
    (error,) = circle(house)
    assert error in {
        f"{path}: move what both need into a module of its own, which imports neither"
        for path in (
            "house.attic.box imports house.attic.lid imports house.attic.box",
            "house.attic.lid imports house.attic.box imports house.attic.lid",
        )
    }


def test_a_room_above_the_highest_floor_is_named(house: Path):
    write(house, "attic/box", "from house.parlor import box")
    write(house, "parlor/box", "from house.cellar import box")
    assert floors(house) == {"cellar": 1, "parlor": 2, "attic": 3}
    assert too_high(house, 2) == [
        "house/attic is on floor 3 and the highest may be 2: cut an import between the rooms below it"
    ]


def test_a_room_outside_the_order_is_named(house: Path):
    assert unlisted(house, ["attic", "parlor"]) == [
        "house/cellar is not in the order of the rooms: add it to ORDER in test_order.py"
    ]
