"""The words of the house, and the passages of articles that colleagues ask about or contest."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from intranet.demo.company import Company, Moment, stable_id
from intranet.demo.reading import load
from knowledge.glossary.models import Term
from knowledge.models import ArticlePage
from knowledge.passages.actions import find, open_passage
from knowledge.passages.anchoring import Quote


def moments(company: Company) -> Iterator[Moment]:
    about = load("terms")
    for pair in about["terms"]:
        yield company.moment(pair["at"], partial(_write, company, pair))
    for passage in about["passages"]:
        yield company.moment(passage["at"], partial(_challenge, company, passage))


def _write(company: Company, pair: dict[str, Any]) -> None:
    camille, made = company.people["camille"], None
    for language in ("fr", "en"):
        about = pair[language]
        term = Term.propose(
            by=company.people[pair["by"]],
            term=about["term"],
            definition=f"<p>{about['means']}</p>",
            variants=about.get("variants", []),
            language=language,
            pair=made,
            client_id=stable_id("term", language, about["term"]),
        )
        made = term if pair.get("proposed") else term.publish(by=camille)
        if standing := about.get("standing"):
            made.set_standing(by=camille, standing=standing, instead=about.get("instead", ""))


def _challenge(company: Company, about: dict[str, Any]) -> None:
    article = ArticlePage.objects.get(pk=company.articles[about["article"]].pk)
    open_passage(
        article,
        by=company.people[about["by"]],
        found=find(article, Quote(about["quote"])),
        stance=about["stance"],
        words=about["words"],
        suggestion=about.get("suggestion", ""),
        client_id=stable_id("passage", about["article"], about["by"]),
    )
