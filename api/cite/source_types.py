"""The kind of work that a source is: its CSL item type, and the genre that APA puts in brackets."""

from typing import NamedTuple

from schemas.vocabularies import SourceKind


class Kind(NamedTuple):
    csl_type: str
    genre: str


KINDS: dict[SourceKind, Kind] = {
    "news_article": Kind("article-newspaper", "News article"),
    "opinion": Kind("article-newspaper", "Opinion"),
    "press_release": Kind("webpage", "Press release"),
    "social_post": Kind("post", "Social media post"),
    "advertisement": Kind("document", "Advertisement"),
    "job_posting": Kind("webpage", "Job posting"),
    "email": Kind("personal_communication", "Email"),
    "statute": Kind("legislation", "Statute"),
    "bill": Kind("bill", "Bill"),
    "legal_document": Kind("document", "Legal document"),
    "government_page": Kind("webpage", "Web page"),
    "report": Kind("report", "Report"),
    "dataset": Kind("dataset", "Data set"),
    "association_statement": Kind("webpage", "Statement"),
}
