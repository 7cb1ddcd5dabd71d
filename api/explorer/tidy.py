"""Write the query string that a form sends as links write it.

A browser sends every field of a form, also empty ones, and each checked box as a parameter of its own. The
page redirects to the URL without them, so that the URL in the address bar is the one to send to others.
"""

import re
from collections.abc import Mapping

from api.catalog.values import Value

# The two fields that add any filter: its name, and its value.
ADDED, ADDED_VALUE = "filter", "filter_value"
EXPLAIN = {
    ADDED: "choose a value beside the filter that you add",
    ADDED_VALUE: "choose the filter that this is the value of",
}
SENT_BY_A_FORM = re.compile(rb"=(?:&|$)|__in(?:\[\]|%5[Bb]%5[Dd])?=|(?:^|&)filter(?:_value)?=")
NAME = re.compile(rb"[a-z][a-z0-9_]*")
BRACKETS = re.compile(rb"(?:\[\]|%5[Bb]%5[Dd])$")
COMMA = re.compile(rb",|%2[Cc]")


def tidy(query: bytes, parameters: Mapping[str, Value]) -> bytes:
    """Leave out empty fields, join the boxes of a group, add the added filter.

    What is wrong stays as it is, so that the page can show it.
    """
    if not SENT_BY_A_FORM.search(query):
        return query
    pairs = with_added([pair for pair in query.split(b"&") if pair.partition(b"=")[1:] != (b"=", b"")])
    return b"&".join(simpler(joined(pairs, parameters), parameters))


def with_added(pairs: list[bytes]) -> list[bytes]:
    """Replace the two fields of an added filter with the filter, if both are filled in."""
    named = dict(pair.partition(b"=")[::2] for pair in pairs)
    name, text = named.get(ADDED.encode()), named.get(ADDED_VALUE.encode())
    if not name or not text or not NAME.fullmatch(name):
        return pairs
    fields = (f"{ADDED}=".encode(), f"{ADDED_VALUE}=".encode())
    return [*(pair for pair in pairs if not pair.startswith(fields)), name + b"=" + text]


def joined(pairs: list[bytes], parameters: Mapping[str, Value]) -> list[bytes]:
    """Join the values of a list that is given more than once, where it stands first."""
    lists: dict[bytes, list[bytes]] = {}
    kept: list[bytes] = []
    for pair in pairs:
        name, _, text = pair.partition(b"=")
        plain = BRACKETS.sub(b"", name)
        if not is_list(plain, parameters):
            kept.append(pair)
        elif plain in lists:
            lists[plain].append(text)
        else:
            lists[plain] = [text]
            kept.append(plain + b"=")
    return [pair + b",".join(lists[pair[:-1]]) if pair[:-1] in lists else pair for pair in kept]


def is_list(name: bytes, parameters: Mapping[str, Value]) -> bool:
    value = parameters.get(name.decode("latin-1"))
    return value is not None and value.schema.get("type") == "array"


def simpler(pairs: list[bytes], parameters: Mapping[str, Value]) -> list[bytes]:
    """Write a list of one value as that value, which is the same question and has an index more often."""
    names = {pair.partition(b"=")[0] for pair in pairs}
    return [alone(pair, names, parameters) for pair in pairs]


def alone(pair: bytes, names: set[bytes], parameters: Mapping[str, Value]) -> bytes:
    name, _, text = pair.partition(b"=")
    plain = name.removesuffix(b"__in")
    known = plain != name and plain.decode("latin-1") in parameters
    return plain + b"=" + text if known and plain not in names and not COMMA.search(text) else pair
