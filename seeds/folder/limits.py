"""The limits on the files of a release, and a check of TOML before it is parsed.

Every limit is many times what the log needs. `tomllib` copies the start of a dotted key for each of its parts
and recurses into brackets, so one pass over the text counts both first.
"""

import re
from typing import Final

from seeds.problems import Problem, UnreadableError

MB: Final = 2**20
# The size of a file on disk, and of a table after decompression.
LARGEST: Final = 256 * MB
# Gzip compresses a table of figures 5 to 40 times. A far higher ratio is a decompression bomb.
RATIO: Final = 200
SMALL: Final = MB
TOML: Final = 4 * MB
KEY_PARTS: Final = 16
NESTING: Final = 32
# The length of a number, a date or a key without quotes.
WORD: Final = 200
COLUMNS: Final = 1_000
# Rows that become single records stay in memory; those of a wide table do not.
RECORDS: Final = 250_000
ROWS: Final = 2_000_000
# The levels of agencies above each other, or of parts of a whole.
GENERATIONS: Final = 50

# Strings and comments are skipped. A string without an end stops the scan, as it stops tomllib; otherwise
# the scan would follow each further quotation mark to the end of the text.
TOKENS: Final = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"""|\'\'\'(?:[^\']++|\'(?!\'\'))*+\'\'\''
    r'|(?P<endless>"""|\'\'\')|"(?:[^"\\\n]++|\\.)*+"|\'[^\'\n]*+\'|(?P<open_text>["\'])'
    r"|\#[^\n]*+|(?P<dot>\.)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>[=,\n])|[ \t\r]++"
    r"|(?P<word>[^\s\"'\#\[\]{}=,.]++)|.",
    re.DOTALL,
)


def check_toml(text: str, name: str) -> None:
    """Raise UnreadableError for a text, key, nesting or number beyond its limit."""
    if len(text) > TOML:
        raise UnreadableError(Problem(file=name, text=f"is larger than {TOML // MB} MB, the limit for TOML"))
    if excess := _excess(text):
        position, error = excess
        raise UnreadableError(Problem(file=name, line=text.count("\n", 0, position) + 1, text=error))


def _excess(text: str) -> tuple[int, str] | None:
    dots = depth = 0
    for token in TOKENS.finditer(text):
        kind = token.lastgroup
        if kind in {"endless", "open_text"}:
            return None
        depth += (kind == "open") - (kind == "close")
        dots = dots + 1 if kind == "dot" else 0 if kind in {"end", "open", "close"} else dots
        if dots >= KEY_PARTS:
            return token.start(), f"a key has more than {KEY_PARTS} parts: each dot starts another part"
        if depth > NESTING:
            return token.start(), f"values are nested more than {NESTING} levels deep"
        if kind == "word" and len(token[0]) > WORD:
            return token.start(), f"a number or key without quotes is longer than {WORD} characters"
    return None
