"""Links to a passage in its page, as text fragments."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.seeds import model
from tests.seeds.served import ask

PAGE = "https://page.example/story"
LONG = (
    "recruitment incentives that include a $50,000 signing bonus, $60,000 for student loan repayments, and "
    "25 percent premium pay to sweeten the move for experienced officers"
)
LINKS = {
    "more than 200,000": "#:~:text=more%20than%20200%2C000",
    "80% - 89%": "#:~:text=80%25%20%2D%2089%25",
    "AT&T, R&D": "#:~:text=AT%26T%2C%20R%26D",
    "doubles ICE\u2019s headcount": "#:~:text=doubles%20ICE%E2%80%99s%20headcount",
    "#1 (50% + 2)? ~_.!": "#:~:text=%231%20%2850%25%20%2B%202%29%3F%20~_.%21",
    " two\n\tlines ": "#:~:text=two%20lines",
    "one two three four five six seven eight nine ten eleven twelve": (
        "#:~:text=one%20two%20three%20four%20five%20six%20seven%20eight%20nine%20ten%20eleven%20twelve"
    ),
    LONG: (
        "#:~:text=recruitment%20incentives%20that%20include%20a%20%2450%2C000,"
        "sweeten%20the%20move%20for%20experienced%20officers"
    ),
}


@pytest.fixture(scope="module")
def links(make_database: Callable[[str], Any]) -> Callable[[list[tuple[str | None, str]]], list[str | None]]:
    url = make_database("quote_urls").owner_url

    def made(passages: list[tuple[str | None, str]]) -> list[str | None]:
        async def found(connection: asyncpg.Connection) -> list[str | None]:
            return [await connection.fetchval("select muster.quote_url($1, $2)", *each) for each in passages]

        return ask(url, found)

    return made


def test_what_means_something_in_a_directive_is_encoded(links):
    assert links([(PAGE, quote) for quote in LINKS]) == [PAGE + fragment for fragment in LINKS.values()]


def test_an_address_with_a_fragment_keeps_it(links):
    assert links([(f"{PAGE}#part-2", "two words")]) == [f"{PAGE}#part-2:~:text=two%20words"]


def test_without_an_address_there_is_no_link(links):
    assert links([(None, "two words")]) == [None]


passages = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=200
)
passages = passages.filter(lambda text: text.strip(" \t\n\r"))


@settings(max_examples=examples(10), deadline=None)
@given(quotes=st.lists(passages, min_size=1, max_size=50))
def test_a_directive_reads_back_as_the_ends_of_the_passage(links, quotes: list[str]):
    found = links([(PAGE, quote) for quote in quotes])
    for quote, link in zip(quotes, found, strict=True):
        directive = link.removeprefix(f"{PAGE}#:~:text=")
        assert directive.isascii()
        assert not set(directive) & set("&- ")
        terms = [unquote(term, errors="strict").split(" ") for term in directive.split(",")]
        words = [
            word for word in quote.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" ") if word
        ]
        assert terms == ([words] if len(words) <= 12 else [words[:6], words[-6:]])
        assert link == model.quote_url(PAGE, quote)
