"""The pages of a site where things happen: each sentence about them is in the language of who reads it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from ideas.models import Idea
from ideas.models.status import Status
from intranet.accounts import roles
from intranet.accounts.models import User
from intranet.discussions.models import Post, Thread
from intranet.moderation import actions as moderation
from intranet.moderation.clauses import citable_clauses
from knowledge.models import ArticlePage
from tests.factories.charter import clause, publish_charter
from tests.factories.discussions import make_post, make_thread
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article
from tests.factories.people import make_user
from tests.translations.reading import Texts, said


@dataclass
class Site:
    readers: dict[str, User]
    idea: Idea
    article: ArticlePage
    thread: Thread
    hidden: Post

    def addresses(self) -> list[str]:
        return [
            "/",
            self.idea.get_absolute_url(),
            f"/ideas/{self.idea.pk}/history/",
            "/ideas/",
            "/ideas/review/",
            self.article.get_absolute_url(),
            f"/knowledge/-/{self.article.pk}/history/",
            "/charter/",
            "/charter/versions/",
            "/charter/versions/1/2/",
            "/discussions/",
            self.thread.get_absolute_url(),
            f"/discussions/posts/{self.hidden.pk}/",
            "/notifications/",
            "/moderation/",
            "/moderation/log/",
            "/moderation/reports/",
            "/people/zoe/",
        ]


@pytest.fixture
def site(db: None, dispatch: Callable[[], int]) -> Site:
    """Zoe writes, both readers support, report, decide and are told of it."""
    readers = {
        language: make_user(roles.ADMINISTRATOR, username=f"ada-{language}", language=language, is_superuser=True)
        for language in ("fr", "en")
    }
    zoe, cm = make_user(username="zoe"), make_user(roles.COMMUNITY_MANAGER, username="camille")
    publish_charter(clause("Respect"), by=cm, asks_again=True)
    publish_charter(clause("Respect", "<p>Otherwise said.</p>"), clause("Listening"), by=cm, asks_again=True)
    idea = make_idea(zoe)
    article = make_article("Bicycles", by=zoe)
    thread = make_thread(zoe)
    loud = make_post(zoe, thread.discussion, "<p>Loud words.</p>")
    for reader in readers.values():
        idea.support(by=reader)
        make_post(reader, thread.discussion, "<p>Yes.</p>")
        moderation.report(loud, by=reader, category="disrespect", words="Too loud.")
        moderation.report(idea, by=reader, category="other", words="Seen twice.")
    make_post(zoe, thread.discussion, f'<p>Look <a data-mention="{readers["fr"].pk}">@ada</a></p>')
    moderation.hide(loud, by=cm, reason="Too loud.", clause=citable_clauses()[0])
    idea.decide(by=cm, status=Status.PLANNED, answer="<p>Soon.</p>", expected=None)
    dispatch()
    return Site(readers, idea, article, thread, Post.objects.get(pk=loud.pk))


def test_each_reader_is_told_in_their_own_language(
    site: Site, client_for: Callable[[User], Client], only_english: Texts, only_french: Texts
) -> None:
    clients = {language: client_for(reader) for language, reader in site.readers.items()}
    for url in site.addresses():
        for language, other in (("fr", only_english), ("en", only_french), ("fr", only_english)):
            assert (url, other.on(said(url, clients[language]))) == (url, [])
    assert "C’est masqué" in said("/moderation/reports/", clients["fr"])
    assert "a répondu à" in said("/notifications/", clients["fr"])
