"""Spaces, and articles through each of their versions."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from intranet.contributions.uploads import store
from intranet.demo.company import Company, Moment
from intranet.demo.loading.conversation import messages_of
from intranet.demo.loading.people import FOUNDED
from intranet.demo.pictures import draw
from intranet.demo.reading import Document, documents, load
from intranet.discussions.models import Discussion
from knowledge.models import KnowledgeIndex


def moments(company: Company) -> Iterator[Moment]:
    yield company.moment(FOUNDED, lambda: open_spaces(company))
    for document in documents("articles"):
        for number, (step, text) in enumerate(document.versions()):
            do = partial(_revise if number else _write, company, document, step, text)
            yield company.moment(step["at"], do)
    for slug, conversation in load("article-posts").items():
        yield from messages_of(company, slug, conversation, partial(_discussion, company, slug))


def open_spaces(company: Company) -> None:
    root = KnowledgeIndex.objects.get()
    for about in load("spaces"):
        _open_space(company, root, about)


def _open_space(company: Company, parent: Any, about: dict[str, Any]) -> None:
    space = parent.add_space(
        by=company.people["camille"],
        title=about["title"],
        description=about["summary"],
        departments=[company.departments[slug] for slug in about.get("departments", [])],
        slug=about["slug"],
        language=about.get("language", "fr"),
    )
    company.spaces[about["slug"]] = space
    for child in about.get("children", []):
        _open_space(company, space, child)


def _write(company: Company, document: Document, step: dict[str, Any], text: str) -> None:
    about = document.about
    company.articles[document.slug] = company.spaces[about["space"]].add_article(
        by=company.people[step["by"]],
        title=about["title"],
        body=_body(company, document, text),
        language=about.get("language", "fr"),
        tags=about["tags"],
        slug=document.slug,
        publish=True,
    )


def _revise(company: Company, document: Document, step: dict[str, Any], text: str) -> None:
    article = company.articles[document.slug]
    article.revise(
        by=company.people[step["by"]],
        base_revision=article.latest_revision_id,
        body=_body(company, document, text),
        publish=True,
    )


def _body(company: Company, document: Document, text: str) -> str:
    html = company.html(text)
    if picture := document.about.get("image"):
        figure = _figure(company, document, picture)
        html = re.sub(rf"(<h2[^>]*>{re.escape(picture['after'])}</h2>)", lambda heading: heading[1] + figure, html)
    return html


def _figure(company: Company, document: Document, picture: dict[str, str]) -> str:
    author = company.people[document.about["history"][0]["by"]]
    upload = store(draw(picture["name"]), by=author, name=f"{picture['name']}.png")
    size = f'width="{upload.width}" height="{upload.height}"'
    return f'<figure><img src="{upload.get_absolute_url()}" alt="{picture["alt"]}" {size} loading="lazy"></figure>'


def _discussion(company: Company, slug: str) -> Discussion:
    return company.articles[slug].discussion
