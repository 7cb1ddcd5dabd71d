"""A form as a browser sends it, without a script."""

from html.parser import HTMLParser
from urllib.parse import urlencode


class Sent(HTMLParser):
    """The form of class `filters`: its fields in order as a browser sends them, and its elements by id.

    `labelled`: the ids of elements that a label names.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inside = False
        self.action = ""
        self.fields: list[tuple[str, str]] = []
        self.ids: dict[str, dict[str, str]] = {}
        self.labelled: set[str] = set()
        self.options: list[tuple[str, bool]] = []
        self.select: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = found.get("class") == "filters"
            self.action = found["action"] if self.inside else self.action
        if not self.inside:
            return
        if "id" in found:
            assert found["id"] not in self.ids, f"{found['id']} stands twice"
            self.ids[found["id"]] = found
        if tag == "label" and "for" in found:
            self.labelled.add(found["for"])
        if tag == "input" and (found.get("type") != "checkbox" or "checked" in found):
            self.fields.append((found["name"], found.get("value", "")))
        if tag == "select":
            self.select, self.options = found["name"], []
        if tag == "option":
            self.options.append((found["value"], "selected" in found))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select is not None:
            chosen = [value for value, selected in self.options if selected] or [self.options[0][0]]
            assert len(chosen) == 1
            self.fields.append((self.select, chosen[0]))
            self.select = None
        if tag == "form":
            self.inside = False

    @property
    def query(self) -> str:
        return urlencode(self.fields)

    @property
    def filled(self) -> dict[str, str]:
        """The fields that ask something. Boxes of one name are joined by commas."""
        joined: dict[str, str] = {}
        for name, text in self.fields:
            if text:
                joined[name] = f"{joined[name]},{text}" if name in joined else text
        return joined
