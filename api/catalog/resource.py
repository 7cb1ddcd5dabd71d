"""The description of a resource, from which parameters, SQL, files and the contract are derived."""

from functools import cached_property
from typing import get_args

from msgspec import Struct

from api.catalog import operators as grammar
from api.catalog.columns import Column, columns_of, name_of, operators, optional, since
from api.catalog.operators import Operator
from schemas.citation import Citation
from schemas.vocabularies import ResourceName

# A column of every record that has revisions.
LAST = "last_changed_release"


class Point(Struct, frozen=True, kw_only=True):
    """The columns with a record's point on a map, and the place that the point belongs to."""

    longitude: str
    latitude: str
    of: str


class SharedWords(Struct, frozen=True, kw_only=True):
    """Which records share their searchable words, so that a count can search them once.

    Those that match `where`, refer to the same record in `column` and agree in the columns `beside`. `words`
    is SQL for their words, where `y` is the record referred to; they begin with the column `first` of `y`.
    """

    column: str
    beside: tuple[str, ...]
    where: str
    first: str
    words: str


class Resource(Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """A kind of record and its URLs.

    `references`: column of ids → the resource it refers to; `include`: relation → such a column.
    `mentions`: columns with ids of records of any resource that has revisions.
    `order`: the column that a list is ordered by before the key; `ends`: parameter that names a release → the
    column it bounds, and the comparison; `cited`: whether each record has formatted citations at `/cite`.
    `dataset`: whether each record is itself a data set, described for dataset search at `.jsonld`.
    `indexed`: columns with an index that holds the records of each value in the order of a file.
    `large`: whether reading all records takes long; `narrow`: sets of columns for which an index finds few
    records, given one value for each or a list of ids; `ranges`: more columns than `sorts` whose lowest and
    highest value an index finds.
    `by_name`: whether a search finds its records by name, and leads with prominent ones.
    `one`: what one of its records is called, if not the singular of `name`.
    `registry`: the view that says what became of an id; `moves`: the view that names the record that took the
    place of one without being listed itself.
    `detail`: the struct of a single record if it has more members than a row; `parts`: such a member → the
    view of its elements.
    `covered_by`: column → the column of coverage with the same values; empty if coverage does not count it.
    `named`: column of ids → the column of the files with the name, if the record itself has none.
    `added_in`: the contract version that brought it.
    `example`: the key of a record that the documentation shows; `example_release`: its first release.
    """

    name: str
    record: type[Struct]
    about: str
    sorts: tuple[str, ...]
    order: str | None = None
    ends: dict[str, tuple[str, str]] = {}
    references: dict[str, str] = {}
    mentions: tuple[str, ...] = ()
    include: dict[str, str] = {}
    named: dict[str, str] = {}
    indexed: frozenset[str] = frozenset()
    large: bool = False
    narrow: tuple[frozenset[str], ...] = ()
    ranges: frozenset[str] = frozenset()
    searched: bool = True
    by_name: bool = False
    flat: tuple[str, ...] = ()
    search_first: str | None = None
    shared: SharedWords | None = None
    aliases: str | None = None
    cited: bool = False
    dataset: bool = False
    point: Point | None = None
    one: str | None = None
    registry: str = "api.records"
    moves: str | None = None
    detail: type[Struct] | None = None
    parts: dict[str, str] = {}
    covered_by: dict[str, str] = {}
    key: str = "id"
    added_in: int = 1
    example: str
    example_release: int = 1

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
        if self.one:
            return self.one
        words = self.plural
        return words.removesuffix("ies") + "y" if words.endswith("ies") else words.removesuffix("s")

    @property
    def collection(self) -> str:
        """The name of its list in operation ids: StaffingFigures."""
        return "".join(word.capitalize() for word in self.name.split("-"))

    @property
    def path(self) -> str:
        return f"/v1/{self.name}"

    @property
    def record_path(self) -> str:
        """The path of one record, as OpenAPI writes it: /v1/agencies/{id}."""
        return f"{self.path}/{{{self.key}}}"

    @property
    def revised(self) -> bool:
        """Whether releases change its records, so that each has a history and a status."""
        return self.name in get_args(ResourceName)

    @property
    def usual_order(self) -> str:
        """The order of a list without `sort`, in words."""
        key = "id" if self.key == "id" else "its " + self.key
        return f"`{self.order}`, then {key}" if self.order else key

    @cached_property
    def columns(self) -> dict[str, Column]:
        return {name: since(self.added_in, column) for name, column in columns_of(self.record).items()}

    @property
    def ends_indexed(self) -> frozenset[str]:
        """The columns whose lowest and highest value an index finds."""
        return self.ranges.union(self.sorts, self.indexed)

    @property
    def stated(self) -> bool:
        """Whether its records carry a stated value, which `match` reads."""
        return "value_low" in self.columns

    @cached_property
    def filters(self) -> dict[str, tuple[Column, Operator]]:
        """Parameter → its column and operator."""
        return {
            column.name + operator.suffix: (column, operator)
            for column in self.columns.values()
            for operator in operators(column, stated=self.stated)
        }

    @cached_property
    def conditions(self) -> dict[str, tuple[Column, Operator]]:
        """Every parameter that filters records: filters of columns and ends of a range of releases."""
        ends = {
            name: (self.columns[column], grammar.ENDS[sign]) for name, (column, sign) in self.ends.items()
        }
        return self.filters | ends

    @property
    def file_columns(self) -> tuple[str, ...]:
        """The columns of its files: those of the record, then the best citation, flat.

        Columns declared after `last_changed_release` were added later, so they follow all older columns.
        """
        moved = {"citations", "attribution", *self.flat} if self.flat else {"attribution"}
        shown = [name for name in self.columns if name not in moved]
        own = [each for name in shown for each in (name, self.named.get(name)) if each]
        first = own.index(LAST) + 1 if LAST in own else len(own)
        return (*own[:first], *self.flat, *own[first:])

    @cached_property
    def file_schema(self) -> dict[str, Column]:
        """The columns of its files by name. Those of the best citation come from the record Citation."""
        known = {name: optional(column) for name, column in columns_of(Citation).items()}
        known |= {name: name_of(key, name) for key, name in self.named.items()} | self.columns
        return {name: since(self.added_in, known[name]) for name in self.file_columns}

    @property
    def file_expressions(self) -> dict[str, str]:
        """Column of a file → its SQL, if that is not the column itself."""
        return {"publisher": "source_publisher"} if self.flat else {}
