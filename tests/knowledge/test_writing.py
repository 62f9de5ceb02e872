from collections.abc import Callable

import pytest
from django.test import Client

from intranet.accounts.models import User
from intranet.contributions.models import Activity, Upload
from knowledge.models import ArticlePage, StaleEdit
from tests.contributions.test_uploads import picture
from tests.factories.knowledge import make_article, make_space

pytestmark = pytest.mark.django_db


def test_a_new_article_is_a_draft_with_a_thread_nobody_sees(employee: User, colleague: User) -> None:
    article = make_article("Bonne année à l’équipe", by=employee, publish=False)
    assert article.slug == "bonne-annee-a-l-equipe"
    assert not article.live
    assert not article.discussion.is_published
    assert not ArticlePage.objects.visible_to(employee).exists()
    assert ArticlePage.objects.readable_by(employee).get() == article
    assert not ArticlePage.objects.readable_by(colleague).exists()
    assert list(ArticlePage.objects.drafts_of(employee)) == [article]


def test_publishing_shows_it_and_its_thread(employee: User, colleague: User) -> None:
    article = make_article(by=employee, publish=False)
    article.publish_latest(by=employee)
    assert ArticlePage.objects.visible_to(colleague).get() == article
    assert article.discussion.is_published
    assert list(Activity.objects.of(article).values_list("verb", flat=True)) == ["article.drafted", "article.published"]
    assert [h["id"] for h in article.headings] == ["s-first-part", "s-second-part"]
    assert article.word_count == 12


def test_an_unpublished_change_stays_unseen_until_published(employee: User, colleague: User) -> None:
    article = make_article(by=employee, body="<p>Old words</p>")
    article.revise(by=colleague, base_revision=article.latest_revision_id, body="<p>New words</p>", tags=["a", "b"])
    assert "Old" in article.body
    assert list(article.tags.all()) == []
    assert "New" in article.working_version().body
    assert list(ArticlePage.objects.drafts_of(colleague)) == [article]
    article.publish_latest(by=colleague)
    assert "New" in article.body
    assert sorted(tag.name for tag in article.tags.all()) == ["a", "b"]
    assert article.edited_at is not None
    assert article.author == employee
    assert [r.user for r in article.revisions.order_by("id")] == [employee, colleague]


def test_a_stale_edit_writes_nothing(employee: User, colleague: User) -> None:
    article = make_article(by=employee)
    base = article.latest_revision_id
    article.revise(by=colleague, base_revision=base, body="<p>First in</p>", publish=True)
    with pytest.raises(StaleEdit) as caught:
        article.revise(by=employee, base_revision=base, body="<p>Too late</p>", publish=True)
    assert caught.value.current_revision.user == colleague
    article.refresh_from_db()
    assert "First in" in article.body


def test_restoring_is_a_new_version(employee: User) -> None:
    article = make_article("Old title", by=employee, body="<p>Old</p>", tags=["x"])
    first = article.latest_revision
    article.revise(by=employee, base_revision=first.pk, title="New title", body="<p>New</p>", tags=[], publish=True)
    article.restore(first, by=employee, base_revision=article.latest_revision_id)
    assert article.title == "Old title"
    assert "Old" in article.body
    assert [tag.name for tag in article.tags.all()] == ["x"]
    assert article.revisions.count() == 3


def test_a_draft_follows_its_title_and_a_published_one_keeps_its_address(employee: User) -> None:
    article = make_article("One", by=employee, publish=False)
    article.revise(by=employee, base_revision=None, title="Two")
    assert (article.title, article.slug) == ("Two", "two")
    assert article.url_path.endswith("/two/")
    article.publish_latest(by=employee)
    article.revise(by=employee, base_revision=None, title="Three", publish=True)
    assert (article.title, article.slug) == ("Three", "two")


def test_taking_back_hides_article_and_thread(employee: User, colleague: User) -> None:
    article = make_article(by=employee)
    article.take_back(by=employee)
    assert not article.live
    assert not article.discussion.is_published
    assert not ArticlePage.objects.visible_to(colleague).exists()
    article.publish_latest(by=employee)
    assert article.live


def test_moving_keeps_the_version_history_and_changes_the_readers(employee: User) -> None:
    from tests.factories.people import make_department

    secret = make_space("Secret", departments=[make_department("Finance")])
    article = make_article("Moved", by=employee)
    article.move_to(secret, by=employee)
    assert article.audience == secret.audience
    assert article.discussion.audience == secret.audience
    assert article.get_absolute_url() == "/knowledge/secret/moved/"
    verbs = list(Activity.objects.of(article).values_list("verb", flat=True))
    assert verbs == ["article.published", "article.moved"]
    old = article.revisions.first()
    article.restore(old, by=employee)
    assert article.audience == secret.audience


def test_a_file_one_may_not_read_is_not_opened_by_naming_it(
    employee: User, colleague: User, client_for: Callable[[User], Client]
) -> None:
    """Somebody kept the address of a colleague's private file and writes it into an open article."""
    upload = Upload.objects.store(picture(), by=colleague, name="secret.png")
    body = (
        f'<p>Look</p><p><img src="{upload.get_absolute_url()}" alt="x"> <a href="{upload.get_absolute_url()}">y</a></p>'
    )
    article = make_space("Handbook").add_article(by=employee, title="Open", body=body, publish=True)
    assert str(upload.key) not in article.body
    assert client_for(employee).get(upload.get_absolute_url()).status_code == 404
    own = make_space("Notes").add_article(by=colleague, title="Own", body=body, publish=True)
    assert str(upload.key) in own.body
    assert client_for(employee).get(upload.get_absolute_url()).status_code == 200
