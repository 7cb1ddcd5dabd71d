"""The words of citations, letter by letter, as an editor would print them."""

from datetime import date

import pytest

from api.cite.attribution import dated
from api.cite.dates import Day
from api.cite.work import line, quoted, quoted_title, sentence

CITED = {
    "/v1/incentives/us-dhs-ice-nypd-2025-signing-bonus?release=1": {
        "newsroom": "Signing bonus (for experienced officers), U.S. Immigration and Customs Enforcement, "
        "November 10, 2025: $50,000. Posted by ICE (agency) on November 10, 2025: “recruitment incentives "
        "that include a $50,000 signing bonus, $60,000 for student loan repayments, and 25 percent premium "
        "pay to sweeten the move for experienced officers” (news article without a known title, undated, "
        "paragraph 3). Muster, release 1 of November 22, 2026: {address}",
        "apa": "Signing bonus (for experienced officers), U.S. Immigration and Customs Enforcement, "
        "November 10, 2025: $50,000 [Incentive]. (n.d.). In Muster (Release 1, November 22, 2026). "
        "{address}",
        "apa_in_text": "(ICE, 2025, as cited in “Signing bonus (for experienced officers), U.S. "
        "Immigration and Customs Enforcement, November 10, 2025: $50,000,” n.d.)",
    },
    "/v1/incentives/us-dhs-ice-california-2025-student-loan-forgiveness?release=1": {
        "newsroom": "Student loan forgiveness (for police officers), U.S. Immigration and Customs "
        "Enforcement: “promises to forgive student loans”. Published by Patch: “even with large signing "
        "bonuses, six-figure salaries and even promises to forgive student loans, the agency is coming up "
        "short” (“CA Police Officers Have Been Tough For ICE To Poach: Report,” Patch, undated, paragraph "
        "8). Muster, release 1 of November 22, 2026: {address}",
        "apa": "Patch. (n.d.). Student loan forgiveness (for police officers), U.S. Immigration and "
        "Customs Enforcement: “promises to forgive student loans” [Incentive]. In Muster (Release 1, "
        "November 22, 2026). {address}",
        "apa_in_text": "(Patch, n.d.)",
    },
    "/v1/staffing-figures/us-dhs-ice-applications-2025-08-18-newser?release=3": {
        "newsroom": "Applications, U.S. Immigration and Customs Enforcement, total to August 18, 2025: "
        "more than 110,000. Said by U.S. Department of Homeland Security (department); reported by The "
        "Wall Street Journal; published by Newser: “DHS reports receiving over 110,000 applications so "
        "far” (“Big Bonuses Fuel ICE Hiring Surge,” Newser, August 18, 2025, paragraph 2 of the excerpt). "
        "The date is the source's own. Muster, release 3 of November 22, 2026: {address}",
        "apa": "Newser. (2025, August 18). Applications, U.S. Immigration and Customs Enforcement, total "
        "to August 18, 2025: more than 110,000 [Staffing figure]. In Muster (Release 3, November 22, "
        "2026). {address}",
        "apa_in_text": "(U.S. Department of Homeland Security, as cited in Newser, 2025)",
    },
    "/v1/staffing-figures/us-dhs-ice-hires-officers-target-2029-2025-08-13-reason?release=3": {
        "newsroom": "Hires (Officers; target), U.S. Immigration and Customs Enforcement, August 13, 2025, "
        "for 2029: 10,000. Published by Reason: “seeks to add 10,000 officers to the agency's more than "
        "20,000 law enforcement and support personnel by 2029” (“With $75 Billion Boost, ICE Launches "
        "Aggressive Recruitment Campaign,” Reason, August 13, 2025, paragraph 3 of the excerpt). The date "
        "is the source's own. Disputed: another statement on record cannot be true with this one. Muster, "
        "release 3 of November 22, 2026: {address}",
        "apa": "Reason. (2025, August 13). Hires (Officers; target), U.S. Immigration and Customs "
        "Enforcement, August 13, 2025, for 2029: 10,000 [Staffing figure]. In Muster (Release 3, November "
        "22, 2026). {address}",
        "apa_in_text": "(Reason, 2025)",
    },
    "/v1/staffing-figures/us-dhs-ice-offers-tentative-2025-08-fox-35?release=3": {
        "newsroom": "Job offers (Tentative offers), U.S. Immigration and Customs Enforcement, from July 4, "
        "2025 to August 2025: more than 1,000. Said by ICE officials (agency); published by FOX 35 "
        "Orlando: “Since July 4, ICE officials say they have issued more than 1,000 tentative job offers.” "
        "(“ICE says it's issued more than 1,000 tentative job offers to ramp up enforcement efforts,” FOX "
        "35 Orlando, undated, What we know). The date is inferred by Muster. Muster, release 3 of November "
        "22, 2026: {address}",
        "apa": "FOX 35 Orlando. (n.d.). Job offers (Tentative offers), U.S. Immigration and Customs "
        "Enforcement, from July 4, 2025 to August 2025: more than 1,000 [Staffing figure]. In Muster "
        "(Release 3, November 22, 2026). {address}",
        "apa_in_text": "(ICE officials, as cited in FOX 35 Orlando, n.d.)",
    },
    "/v1/series/us-dhs-ice-applications-to-date?release=1": {
        "newsroom": "Applications (to date), U.S. Immigration and Customs Enforcement: 1 figure. From news "
        "article without a known title, undated. The newest figure for applications at U.S. Immigration "
        "and Customs Enforcement was more than 200,000. Muster, release 1 of November 22, 2026: {address}",
        "apa": "Applications (to date), U.S. Immigration and Customs Enforcement: 1 figure [Series]. (n.d.). "
        "In Muster (Release 1, November 22, 2026). {address}",
        "apa_in_text": "(“Applications (to date), U.S. Immigration and Customs Enforcement: 1 figure,” n.d.)",
    },
    "/v1/incentive-programs/us-dhs-ice-nypd-2025?release=1": {
        "newsroom": "Recruitment of NYPD officers, U.S. Immigration and Customs Enforcement, announced "
        "November 10, 2025. Posted by ICE (agency) on November 10, 2025: “recruitment incentives that "
        "include a $50,000 signing bonus, $60,000 for student loan repayments, and 25 percent premium pay "
        "to sweeten the move for experienced officers” (news article without a known title, undated, "
        "paragraph 3). Muster, release 1 of November 22, 2026: {address}",
        "apa": "Recruitment of NYPD officers, U.S. Immigration and Customs Enforcement, announced November "
        "10, 2025 [Incentive program]. (n.d.). In Muster (Release 1, November 22, 2026). {address}",
        "apa_in_text": "(ICE, 2025, as cited in “Recruitment of NYPD officers, U.S. Immigration and "
        "Customs Enforcement, announced November 10, 2025,” n.d.)",
    },
    "/v1/sources/patch-undated-ca-police-ice?release=1": {
        "newsroom": "“CA Police Officers Have Been Tough For ICE To Poach: Report,” Patch, undated. Read "
        "on November 22, 2026. On record in Muster, release 1 of November 22, 2026: {address}",
        "apa": "CA Police Officers Have Been Tough For ICE To Poach: Report. (n.d.). Patch. On record in "
        "Muster (Release 1, November 22, 2026). {address}",
        "apa_in_text": "(“CA Police Officers Have Been Tough For ICE To Poach: Report,” n.d.)",
    },
    "/v1/sources/los-angeles-times-undated-ice-police?release=1": {
        "newsroom": "News article without a known title, Los Angeles Times, undated. Not read by Muster: "
        "known through the sources that cite it. On record in Muster, release 1 of November 22, 2026: "
        "{address}",
        "apa": "[News article]. (n.d.). Los Angeles Times. On record in Muster (Release 1, November 22, "
        "2026). {address}",
        "apa_in_text": "([News article], n.d.)",
    },
    "/v1/sources/newser-2025-08-18-ice?release=3": {
        "newsroom": "“Big Bonuses Fuel ICE Hiring Surge,” Newser, August 18, 2025. "
        "https://www.newser.com/story/373678/big-bonuses-fuel-ice-hiring-surge.html Read on November 22, "
        "2026. On record in Muster, release 3 of November 22, 2026: {address}",
        "apa": "Big Bonuses Fuel ICE Hiring Surge. (2025, August 18). Newser. "
        "https://www.newser.com/story/373678/big-bonuses-fuel-ice-hiring-surge.html On record in Muster "
        "(Release 3, November 22, 2026). {address}",
        "apa_in_text": "(“Big Bonuses Fuel ICE Hiring Surge,” 2025)",
    },
    "/v1/sources/migrant-insider-undated-ice?release=3": {
        "newsroom": "“GOP Megabill Gives ICE $30 Billion With Large Bonuses for Agents,” Migrant Insider, "
        "undated. https://migrantinsider.com/p/gop-megabill-gives-ice-30-billion Read on November 22, "
        "2026. On record in Muster, release 3 of November 22, 2026: {address}",
        "apa": "GOP Megabill Gives ICE $30 Billion With Large Bonuses for Agents. (n.d.). Migrant Insider. "
        "Retrieved November 22, 2026, from https://migrantinsider.com/p/gop-megabill-gives-ice-30-billion "
        "On record in Muster (Release 3, November 22, 2026). {address}",
        "apa_in_text": "(“GOP Megabill Gives ICE $30 Billion With Large Bonuses for Agents,” n.d.)",
    },
    "/v1/releases/1?release=1": {
        "newsroom": "Muster: How US law-enforcement agencies recruit, release 1 of November 22, 2026 "
        "(version 0.1.0): {address}",
        "apa": "Muster. (2026, November 22). Muster: How US law-enforcement agencies recruit, release 1 "
        "(Version 0.1.0) [Data set]. {address}",
        "apa_in_text": "(Muster, 2026)",
    },
}


@pytest.mark.parametrize("address", CITED)
async def test_what_is_cited_reads_so(address, get):
    path, _, query = address.partition("?")
    found = (await get(f"{path}/cite?{query}")).json["data"]
    pinned = f"https://muster.example{address}"
    assert {name: found[name] for name in CITED[address]} == {
        name: text.replace("{address}", pinned) for name, text in CITED[address].items()
    }


DAYS = {
    Day(date(2025, 11, 10), "day"): ("November 10, 2025", "on", "2025, November 10", [2025, 11, 10]),
    Day(date(2025, 11, 30), "month"): ("November 2025", "in", "2025, November", [2025, 11]),
    Day(date(2025, 12, 31), "quarter"): ("fourth quarter of 2025", "in the", "2025", [2025]),
    Day(date(2025, 12, 31), "year"): ("2025", "in", "2025", [2025]),
    Day(date(2025, 9, 30), "fiscal_year"): ("fiscal year 2025", "in", "2025", [2025]),
}


@pytest.mark.parametrize("day", DAYS)
def test_of_a_day_is_said_what_is_known(day):
    words, preposition, apa, parts = DAYS[day]
    assert (day.words, dated(day), day.apa, day.parts) == (words, f"{preposition} {words}", apa, parts)


def test_a_sentence_ends_with_one_mark():
    ended = ["Who?", "U.S.", "“So.”", "(yes.)", "Go!"]
    assert [sentence(text) for text in ended] == ended
    assert [sentence(text) for text in ["120", "“so”", "ACT)"]] == ["120.", "“so”.", "ACT)."]


def test_marks_within_a_quotation_are_single_and_the_comma_stands_inside():
    assert quoted("“Big” bill") == "“\u2018Big\u2019 bill”"
    assert [quoted_title(text) for text in ("Why", "Why?", "So.")] == ["“Why,”", "“Why?”", "“So,”"]


def test_a_text_of_many_lines_is_one():
    assert line(" one\r\ntwo\tthree\u2028four\x00five  six ") == "one two three four five six"
