"""A resource: one kind of record, described once; parameters, SQL, files and contract derive from it."""

from functools import cached_property

from msgspec import Struct

from api import grammar
from api.columns import Column, columns_of, name_of, operators, optional
from api.grammar import Operator
from schemas.citation import Citation

# Of every record that has revisions.
LAST = "last_changed_release"


class Point(Struct, frozen=True, kw_only=True):
    """The columns that hold a record's place on a map, and whose point it is."""

    longitude: str
    latitude: str
    of: str


class Resource(Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """`references`: column of ids → the resource they name; `include`: relation → such a column.

    `order`: the column that a list is ordered by before the key; `ends`: parameter that names a release → the
    column of releases it bounds, and how; `cited`: whether each record has ready citations at `/cite`.
    `dataset`: whether each is a data set in itself, described for dataset search at `.jsonld`.
    `indexed`: columns with an index that holds the records of each value in the order of a file.
    `named`: a column of ids → the column of its files with the name, where the record itself has none.
    """

    name: str
    record: type[Struct]
    about: str
    sorts: tuple[str, ...]
    order: str | None = None
    ends: dict[str, tuple[str, str]] = {}
    references: dict[str, str] = {}
    include: dict[str, str] = {}
    named: dict[str, str] = {}
    indexed: frozenset[str] = frozenset()
    searched: bool = True
    flat: tuple[str, ...] = ()
    search_first: str | None = None
    aliases: str | None = None
    cited: bool = False
    dataset: bool = False
    point: Point | None = None
    key: str = "id"
    example: str

    @property
    def view(self) -> str:
        return "api." + self.name.replace("-", "_") + "_at"

    @property
    def label(self) -> str:
        """The name of its record in the contract: StaffingFigure."""
        return self.record.__name__

    @property
    def plural(self) -> str:
        return self.name.replace("-", " ")

    @property
    def singular(self) -> str:
        words = self.plural
        return words.removesuffix("ies") + "y" if words.endswith("ies") else words.removesuffix("s")

    @cached_property
    def columns(self) -> dict[str, Column]:
        return columns_of(self.record)

    @property
    def stated(self) -> bool:
        """Whether its records carry a stated value, which `match` reads."""
        return "value_low" in self.columns

    @cached_property
    def filters(self) -> dict[str, tuple[Column, Operator]]:
        """Parameter → the column it is about and what it means."""
        return {
            column.name + operator.suffix: (column, operator)
            for column in self.columns.values()
            for operator in operators(column, stated=self.stated)
        }

    @cached_property
    def conditions(self) -> dict[str, tuple[Column, Operator]]:
        """Every parameter that leaves records out: the filters of columns, and the ends of a stretch."""
        ends = {
            name: (self.columns[column], grammar.ENDS[sign]) for name, (column, sign) in self.ends.items()
        }
        return self.filters | ends

    @property
    def file_columns(self) -> tuple[str, ...]:
        """The columns of its files: those of the record, then the best citation, flat.

        What is declared behind `last_changed_release` came later, and stands behind all that was there.
        """
        moved = {"citations", "attribution", *self.flat} if self.flat else {"attribution"}
        shown = [name for name in self.columns if name not in moved]
        own = [each for name in shown for each in (name, self.named.get(name)) if each]
        first = own.index(LAST) + 1 if LAST in own else len(own)
        return (*own[:first], *self.flat, *own[first:])

    @cached_property
    def file_schema(self) -> dict[str, Column]:
        """What is known of each column of its files. Those of a passage come from the citation's record."""
        known = {name: optional(column) for name, column in columns_of(Citation).items()}
        known |= {name: name_of(key, name) for key, name in self.named.items()} | self.columns
        return {name: known[name] for name in self.file_columns}

    @property
    def file_expressions(self) -> dict[str, str]:
        """What each column of a file is in SQL, where it is not the column itself."""
        return {"publisher": "source_publisher"} if self.flat else {}
