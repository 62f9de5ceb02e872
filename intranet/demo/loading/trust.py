"""What makes the articles trusted: review before publishing, suggested edits, translations that follow, or do not yet."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from intranet.demo.company import Company, Moment
from intranet.demo.reading import documents, load
from knowledge.models import ArticlePage, SpacePage
from knowledge.stewardship.models import Stewardship
from knowledge.suggestions.actions import accept
from knowledge.suggestions.models import Suggestion
from knowledge.translations.models import Pairing

_VERIFIED = "15 10:30"


def moments(company: Company) -> Iterator[Moment]:
    about = load("trust")
    for space in about["reviewed"]:
        yield company.moment(space["at"], partial(_review_first, company, space))
    for article in about["waiting"]:
        yield company.moment(article["at"], partial(_send_for_review, company, article))
    for document in documents("articles"):
        if document.about.get("verified"):
            yield company.moment(_VERIFIED, partial(_verify, company, document.slug))
    for number, suggestion in enumerate(about["suggestions"]):
        made: dict[int, Suggestion] = {}
        yield company.moment(suggestion["at"], partial(_suggest, company, suggestion, made, number))
        if answer := suggestion.get("accepted"):
            yield company.moment(answer["at"], partial(_accept, company, answer, made, number))
        if answer := suggestion.get("declined"):
            yield company.moment(answer["at"], partial(_decline, company, answer, made, number))
    for pair in about["pairs"]:
        yield company.moment(pair["at"], partial(_pair, company, pair))
    for change in about["outdated"]:
        yield company.moment(change["at"], partial(_change, company, change))


def _now(company: Company, slug: str) -> ArticlePage:
    found: ArticlePage = ArticlePage.objects.get(pk=company.articles[slug].pk)
    return found


def _space(company: Company, slug: str) -> SpacePage:
    """Return the space as it is now: what stands in it since is counted in its row."""
    found: SpacePage = SpacePage.objects.get(pk=company.spaces[slug].pk)
    return found


def _review_first(company: Company, about: dict[str, Any]) -> None:
    space = _space(company, about["space"])
    space.revise(
        by=company.people["camille"],
        title=space.title,
        description=space.description,
        departments=space.departments.all(),
        stewards=[company.people[who] for who in about["stewards"]],
        review_months=12,
        language=space.language,
        article_order=space.article_order,
        publishing=space.Publishing.REVIEW,
    )


def _send_for_review(company: Company, about: dict[str, Any]) -> None:
    space = _space(company, about["space"])
    company.articles[about["slug"]] = space.add_article(
        by=company.people[about["by"]],
        title=about["title"],
        body=company.html(about["body"]),
        language="fr",
        tags=about["tags"],
        slug=about["slug"],
        publish=True,
    )


def _verify(company: Company, slug: str) -> None:
    article = _now(company, slug)
    row = Stewardship.objects.of(article)
    row.article = article
    assert row.owner is not None
    row.verify(by=row.owner)


def _with(article: ArticlePage, changes: dict[str, str]) -> str:
    body = str(article.body)
    for before, after in changes.items():
        if before not in body:
            raise ValueError(f"{article.slug} does not say: {before}")
        body = body.replace(before, after)
    return body


def _suggest(company: Company, about: dict[str, Any], made: dict[int, Suggestion], number: int) -> None:
    article = _now(company, about["article"])
    made[number] = Suggestion.objects.propose(
        article,
        by=company.people[about["by"]],
        base_revision=article.live_revision_id or 0,
        word=about["word"],
        title=article.title,
        summary=article.summary,
        body=_with(article, about["changes"]),
        tags=[tag.name for tag in article.tags.all()],
        language=article.language,
    )


def _accept(company: Company, answer: dict[str, Any], made: dict[int, Suggestion], number: int) -> None:
    accept(made[number], by=company.people[answer["by"]], answer=answer["answer"])


def _decline(company: Company, answer: dict[str, Any], made: dict[int, Suggestion], number: int) -> None:
    made[number].decline(by=company.people[answer["by"]], answer=answer["answer"])


def _pair(company: Company, about: dict[str, Any]) -> None:
    one, other = (_now(company, slug) for slug in about["articles"])
    Pairing.objects.pair(one, other, by=company.people[about["by"]])


def _change(company: Company, about: dict[str, Any]) -> None:
    article = _now(company, about["article"])
    article.revise(
        by=company.people[about["by"]],
        base_revision=article.latest_revision_id,
        body=_with(article, about["changes"]),
        word=about["word"],
        is_major=True,
        publish=True,
    )
