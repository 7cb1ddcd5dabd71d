"""The guides: the Markdown files of `docs`, as pages of the running server."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from api.pages import markdown
from api.pages.markdown import Document

# An installed package brings the files along in this folder; a checkout has them at its root.
ROOT = next(
    folder for folder in (Path(__file__).parent, Path(__file__).parents[2]) if (folder / "docs").is_dir()
)
INDEX = "README"
# Where a local server answers, as the guides write it in URLs.
LOCAL = re.compile(r"http://127\.0\.0\.1:8000(?=/[a-z]|\"|</)")
TARGET = re.compile(r"(?:\.\./|docs/)?(?P<name>[\w.-]+?)(?P<suffix>\.md|\.conf)?(?P<anchor>#.*)?")


class Guide(Struct, frozen=True, kw_only=True):
    """A guide by the name in its URL."""

    name: str
    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")


def guides() -> Mapping[str, Guide]:
    """Every guide by its name. The changelog and the page for contributors belong to them."""
    pages = [path for path in sorted((ROOT / "docs").glob("*.md")) if path.stem != INDEX]
    pages += [ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"]
    return {path.stem.lower(): Guide(name=path.stem.lower(), path=path) for path in pages}


GUIDES = guides()
OVERVIEW = Guide(name="", path=ROOT / "docs" / f"{INDEX}.md")
# Files that guides link to or show and that are not Markdown, and the types of those that are no text.
TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
PICTURES = {path.name: path for path in sorted((ROOT / "docs").iterdir()) if path.suffix in TYPES}
FILES = {"nginx.conf": ROOT / "docs" / "nginx.conf", "license": ROOT / "LICENSE"} | PICTURES


@cache
def document(guide: Guide, public_url: str) -> Document:
    """Convert a guide. URLs of a local server become URLs of this one, so that commands can be copied."""
    text = LOCAL.sub(public_url, guide.text)
    folder, root = ("", "../") if guide.name else ("guides/", "")
    return markdown.document(text, lambda target: rewritten(target, folder), root)


def rewritten(target: str, folder: str) -> str:
    """Rewrite a link from one file to another as a link from one page to another."""
    found = TARGET.fullmatch(target)
    if found is None or target.startswith("#"):
        return target
    name, anchor = found["name"].lower(), found["anchor"] or ""
    if name == INDEX.lower():
        return ("docs" if folder else "../docs") + anchor
    return folder + (name + ".conf" if found["suffix"] == ".conf" else name) + anchor
