"""Where a space wants review, no way of publishing goes round it: every role, by every path, on the site and in the admin."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse

from intranet.accounts import roles
from intranet.accounts.models import User
from knowledge.importing.importer import Importer
from knowledge.importing.source import open_source
from knowledge.models import ArticlePage, SpacePage
from knowledge.reviewing.models import Review
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
NEW_TEXT = "<p>Words that nobody else has read.</p>"


def person(role: str, space: SpacePage) -> User:
    """Return somebody of that role; "steward" looks after ``space``."""
    if role == "steward":
        found = make_user(username="stan")
        space.stewards.add(found)
        space.save()
        return found
    if role == "administrator":
        return make_user(roles.ADMINISTRATOR, username="admin", is_staff=True, is_superuser=True)
    named = {"cm": roles.COMMUNITY_MANAGER, "leader": roles.LEADERSHIP}.get(role)
    return make_user(named, username=role) if named else make_user(username=role)


def fields(article: ArticlePage, **more: str) -> dict[str, str]:
    text = {"title": article.title, "summary": "", "body": NEW_TEXT, "tags": "", "language": "en"}
    return {**text, "base_revision": str(article.latest_revision_id), "publish": "1", **more}


def edits_on_the_site(browser: Client, who: User, article: ArticlePage) -> None:
    browser.post(reverse("knowledge:edit", args=[article.pk]), fields(article))


def saves_then_presses_publish(browser: Client, who: User, article: ArticlePage) -> None:
    data = fields(article)
    del data["publish"]
    browser.post(reverse("knowledge:edit", args=[article.pk]), data)
    browser.post(reverse("knowledge:publish", args=[article.pk]))


def restores(browser: Client, who: User, article: ArticlePage) -> None:
    old = article.revisions.order_by("pk").first()
    address = reverse("knowledge:restore", args=[article.pk, old.pk])
    browser.post(address, {"base_revision": str(article.latest_revision_id)})


def publishes_in_the_admin(browser: Client, who: User, article: ArticlePage) -> None:
    data = {"title": article.title, "summary": "", "body": NEW_TEXT, "tags": "", "language": "en", "slug": article.slug}
    data |= {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    browser.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), {**data, "action-publish": "1"})


def approves_own_in_the_admin(browser: Client, who: User, article: ArticlePage) -> None:
    edits_on_the_site(browser, who, article)
    data = {"title": article.title, "summary": "", "body": NEW_TEXT, "tags": "", "language": "en", "slug": article.slug}
    data |= {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    data |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    browser.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), data)


def publishes_many_in_the_admin(browser: Client, who: User, article: ArticlePage) -> None:
    article.revise(by=who, base_revision=None, body=NEW_TEXT)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    browser.post(f"{address}?id={article.pk}", {"include_descendants": ""})


def approves_own_on_the_site(browser: Client, who: User, article: ArticlePage) -> None:
    edits_on_the_site(browser, who, article)
    article.refresh_from_db()
    address = reverse("reviewing:review", args=[article.pk])
    browser.post(address, {"decision": "approve", "base_revision": str(article.latest_revision_id)})


def uses_the_model(browser: Client, who: User, article: ArticlePage) -> None:
    article.revise(by=who, base_revision=None, body=NEW_TEXT, publish=True)
    article.publish_latest(by=who)
    with pytest.raises(PermissionDenied):
        article.latest_revision.publish(user=who, skip_permission_checks=True)


PATHS = [
    edits_on_the_site,
    saves_then_presses_publish,
    restores,
    publishes_in_the_admin,
    approves_own_in_the_admin,
    publishes_many_in_the_admin,
    approves_own_on_the_site,
    uses_the_model,
]
ROLES = ["employee", "steward", "cm", "leader", "administrator"]


@pytest.fixture
def reviewed(db: None) -> SpacePage:
    return make_space("Finance", publishing="review")


@pytest.fixture
def article(reviewed: SpacePage) -> ArticlePage:
    """Return a published article of two versions."""
    found = make_article("Travel costs", space=reviewed, publish=False)
    found.publish_latest(by=None)
    found.revise(by=None, base_revision=None, body="<p>What everybody reads.</p>", publish=True)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_nobody_publishes_their_own_words(
    role: str, article: ArticlePage, reviewed: SpacePage, client_for: SignIn
) -> None:
    """What one path changed is undone before the next is tried."""
    who = person(role, reviewed)
    browser = client_for(who)
    published = []
    for path in PATHS:
        with transaction.atomic():
            path(browser, User.objects.get(pk=who.pk), ArticlePage.objects.get(pk=article.pk))
            now = ArticlePage.objects.get(pk=article.pk)
            if not now.live or now.body != "<p>What everybody reads.</p>":
                published.append(path.__name__)
            transaction.set_rollback(True)
    assert published == []


@pytest.mark.parametrize("role", ROLES)
def test_a_new_article_is_sent_for_review_by_whoever_writes_it(
    role: str, reviewed: SpacePage, client_for: SignIn
) -> None:
    who = person(role, reviewed)
    data = {"space": reviewed.pk, "title": "New", "body": NEW_TEXT, "language": "en", "tags": "", "publish": "1"}
    response = client_for(who).post(reverse("knowledge:new"), data, follow=True)
    article = ArticlePage.objects.get(title="New")
    assert not article.live
    assert Review.objects.of(article) is not None
    assert "Sent for review" in response.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_what_a_person_imports_is_sent_for_review(role: str, reviewed: SpacePage, tmp_path: Path) -> None:
    who = person(role, reviewed)
    (tmp_path / "taxis.md").write_text("# Taxis\n\nKeep the receipt.")
    (tmp_path / "trains.md").write_text("# Trains\n\nSecond class.")
    Importer(open_source(tmp_path), reviewed, by=who).run()
    found = ArticlePage.objects.in_space(reviewed)
    assert [article.live for article in found] == [False, False]
    assert Review.objects.in_progress().count() == 2


@pytest.mark.parametrize(("role", "moves"), [("employee", False), ("cm", True), ("administrator", True)])
def test_a_published_article_does_not_slip_into_a_reviewed_space_by_moving(
    role: str, moves: bool, reviewed: SpacePage, client_for: SignIn
) -> None:
    who = person(role, reviewed)
    own = make_article("Mine", space=make_space("Open"), by=who)
    client_for(who).post(reverse("knowledge:move", args=[own.pk]), {"space": reviewed.pk, "slug": "mine"})
    assert not ArticlePage.objects.in_space(reviewed).exists()
    colleagues = make_article("Theirs", space=make_space("Also open"))
    client_for(who).post(reverse("knowledge:move", args=[colleagues.pk]), {"space": reviewed.pk, "slug": "theirs"})
    assert ArticlePage.objects.in_space(reviewed).exists() is moves


@pytest.mark.parametrize(
    ("role", "approves"),
    [("employee", False), ("steward", True), ("cm", True), ("leader", False), ("administrator", True)],
)
def test_who_looks_after_the_space_approves_what_a_colleague_wrote(
    role: str, approves: bool, article: ArticlePage, reviewed: SpacePage, client_for: SignIn
) -> None:
    article.revise(by=make_user(), base_revision=None, body=NEW_TEXT, publish=True)
    who = person(role, reviewed)
    response = client_for(who).post(
        reverse("reviewing:review", args=[article.pk]),
        {"decision": "approve", "base_revision": str(article.latest_revision_id)},
    )
    assert response.status_code == (302 if approves else 403)
    assert (ArticlePage.objects.get(pk=article.pk).body == NEW_TEXT) is approves


def test_an_administrator_approves_a_colleagues_words_in_the_admin(
    article: ArticlePage, reviewed: SpacePage, client_for: SignIn
) -> None:
    article.revise(by=make_user(), base_revision=None, body=NEW_TEXT, publish=True)
    browser = client_for(person("administrator", reviewed))
    state = article.current_workflow_state.current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", state.pk])
    assert browser.post(address).status_code < 400
    assert ArticlePage.objects.get(pk=article.pk).body == NEW_TEXT


def test_the_command_line_imports_without_review(reviewed: SpacePage, tmp_path: Path) -> None:
    (tmp_path / "taxis.md").write_text("# Taxis\n\nKeep the receipt.")
    Importer(open_source(tmp_path), reviewed).run()
    assert ArticlePage.objects.in_space(reviewed).get().live
