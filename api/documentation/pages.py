"""The pages of the documentation, each built once."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from markupsafe import Markup

from api.discovery import datasets
from api.documentation import reference, search
from api.documentation.reference import Family
from api.documentation.search import MOST, Entry
from api.http.assets import Asset
from api.pages import guides
from api.pages.guides import GUIDES, OVERVIEW
from api.pages.page import render, script_data
from api.problems import Problem
from api.routes.operation import Operation
from schemas.metric import Metric


class Pages:
    """The pages of a server. `contract` builds the OpenAPI document, which takes a while."""

    def __init__(
        self, declared: Iterable[Operation], contract: Callable[[str], Mapping[str, Any]], public_url: str
    ) -> None:
        self.declared = tuple(declared)
        self.contract = contract
        self.public_url = public_url
        self.built: dict[str, Asset] = {}

    @cached_property
    def families(self) -> Mapping[str, Family]:
        return reference.families(self.declared, self.contract(self.public_url))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Everything that can be found but the metrics, which are data."""
        return tuple(search.entries(self.families.values(), self.public_url))

    @cached_property
    def front(self) -> Asset:
        """The page `/docs`: the guides, then the operations. It describes the data for search engines."""
        return render(
            "front.html",
            "/docs",
            guides=guides.document(OVERVIEW, self.public_url),
            families=self.families.values(),
            dataset=script_data(datasets.collection(self.public_url)),
        )

    def family(self, slug: str) -> Asset:
        path = f"/docs/{slug}"
        if path not in self.built:
            values = {"family": self.families[slug], "public_url": self.public_url}
            self.built[path] = render("family.html", path, **values)
        return self.built[path]

    def guide(self, name: str) -> Asset:
        path = f"/guides/{name}"
        if path not in self.built:
            document = guides.document(GUIDES[name], self.public_url)
            self.built[path] = render("guide.html", path, guide=document)
        return self.built[path]

    def results(self, words: str, metrics: Iterable[Metric] | None) -> Asset:
        """Build the page of a search. `metrics` is None if they cannot be read."""
        entries = (*map(search.metric, metrics or ()), *self.entries) if words else ()
        found = search.search(words, entries)
        return render(
            "search.html",
            "/docs/search",
            words=words,
            found=found[:MOST],
            more=max(len(found) - MOST, 0),
            without_metrics=metrics is None,
        )


def problem(described: Problem, path: str, form: Markup | None = None) -> Asset:
    """Build the page of an error. What is nearest stands in the same folder. `form`: that of a list."""
    folder = path.lstrip("/").rpartition("/")[0]
    return render("problem.html", path, problem=described, folder=f"{folder}/" if folder else "", form=form)
