"""A page as a reader meets it: the text of each part, links, and what stands in the head."""

import json
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "link", "br", "input", "img", "source"}


class Document(HTMLParser):
    """`parts`: id of a section or heading's section → its text. `links`: text → target."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.parts: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.headings: list[str] = []
        self.scripts: list[str] = []
        self.row_targets: list[str] = []
        self.feed(text)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        if tag == "a" and self.open and self.open[-1][1].get("scope") == "row":
            self.row_targets.append(found["href"])
        if tag not in VOID:
            self.open.append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        opened, _ = self.open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data: str) -> None:
        around = [tag for tag, _ in self.open]
        if "script" in around:
            self.scripts.append(data)
        elif not {"style", "title"} & set(around):
            self.words.append(data)
            self.note(data)

    def note(self, data: str) -> None:
        for tag, found in self.open:
            if tag == "a" and data.strip():
                self.links[data.strip()] = found["href"]
            if tag == "section" and "aria-labelledby" in found:
                name = found["aria-labelledby"]
                self.parts[name] = " ".join(f"{self.parts.get(name, '')} {data}".split())
        if self.open and "h1" in [tag for tag, _ in self.open] and data.strip():
            self.headings.append(data.strip())

    def meta(self, name: str) -> str:
        return next(
            found["content"]
            for tag, found in self.tags
            if tag == "meta" and name in {found.get("name"), found.get("property")}
        )

    def alternates(self) -> dict[str, str]:
        return {
            found["type"]: found["href"]
            for tag, found in self.tags
            if tag == "link" and found.get("rel") == "alternate"
        }

    def linked_data(self) -> Any:
        (data,) = self.scripts
        return json.loads(data)

    def row_links(self) -> list[str]:
        """Where the heading of each row leads, without a query."""
        return [href.partition("?")[0] for href in self.row_targets]
