"""An administrator works on the same pages in the Wagtail admin: nothing comes out of step."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from intranet.accounts import roles
from intranet.accounts.models import User
from intranet.contributions.models import Activity
from intranet.home.models import HomePage
from knowledge.models import ArticlePage, KnowledgeIndex, SpacePage
from tests.factories.knowledge import knowledge_index, make_article, make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db: None) -> User:
    return make_user(roles.ADMINISTRATOR, username="camille")


SignIn = Callable[[User], Client]


def form_of(article: ArticlePage, **changes: str) -> dict[str, str]:
    return {
        "title": article.title,
        "summary": article.summary,
        "body": article.body,
        "tags": "",
        "language": article.language,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "0",
        **changes,
    }


def test_the_tree_is_planted_at_the_first_start() -> None:
    assert HomePage.objects.get().url == "/"
    assert KnowledgeIndex.objects.get().get_absolute_url() == "/knowledge/"
    assert KnowledgeIndex.objects.get().url == "/knowledge/"


def test_an_article_edited_in_the_admin_is_clean_published_and_told_once(
    employee: User, editor: User, client_for: SignIn
) -> None:
    article = make_article(by=employee)
    browser = client_for(editor)
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert browser.get(address).status_code == 200
    body = "<h2>New part</h2><p>Words</p><script>alert(1)</script>"
    response = browser.post(address, form_of(article, title="From the admin", body=body, **{"action-publish": "1"}))
    assert response.status_code == 302, response.context["form"].errors if response.context else response.content
    article = ArticlePage.objects.get(pk=article.pk)
    assert article.title == "From the admin"
    assert article.body == '<h2 id="s-new-part">New part</h2><p>Words</p>'
    assert [heading["id"] for heading in article.headings] == ["s-new-part"]
    assert article.title_folded == "from the admin"
    assert article.live_revision.user == editor
    told = Activity.objects.of(article).values_list("verb", "actor__username")
    assert list(told) == [("article.published", "elise"), ("article.updated", "camille")]


def test_an_article_made_and_unpublished_in_the_admin(editor: User, employee: User, client_for: SignIn) -> None:
    space = make_space("Secret", departments=[make_department("Finance")])
    browser = client_for(editor)
    add = reverse("wagtailadmin_pages:add", args=["knowledge", "articlepage", space.pk])
    assert browser.get(add).status_code == 200
    blank = ArticlePage(title="Été à l’œuvre", body="<p>x</p>", language="fr")
    response = browser.post(add, form_of(blank, **{"action-publish": "1"}))
    assert response.status_code == 302, response.context["form"].errors if response.context else response.content
    article = ArticlePage.objects.get()
    assert (article.author, article.audience, article.slug) == (editor, space.audience, "ete-a-l-oeuvre")
    assert article.discussion.audience == space.audience
    assert article.discussion.is_published
    browser.post(reverse("wagtailadmin_pages:unpublish", args=[article.pk]))
    article = ArticlePage.objects.get()
    assert not article.live
    assert not article.discussion.is_published
    verbs = list(Activity.objects.of(article).values_list("verb", "actor__username"))
    assert verbs == [("article.published", "camille"), ("article.unpublished", "camille")]


def test_moving_in_the_admin_changes_the_readers(editor: User, admin_user: User, client_for: SignIn) -> None:
    secret = make_space("Secret", departments=[make_department("Finance")])
    article = make_article()
    address = reverse("wagtailadmin_pages:move_confirm", args=[article.pk, secret.pk])
    client_for(admin_user).post(address)
    article = ArticlePage.objects.get()
    assert article.audience == article.discussion.audience == secret.audience
    assert list(Activity.objects.of(article).values_list("verb", flat=True)) == ["article.published", "article.moved"]


def test_a_copy_made_in_the_admin_is_an_article_of_its_own(editor: User, client_for: SignIn) -> None:
    """Whatever is asked for: an alias would have the thread of the other, and a thread belongs to one article."""
    article = make_article("Sharpening", space=make_space("Workshop"), by=editor)
    address = reverse("wagtailadmin_pages:copy", args=[article.pk])
    admin = client_for(editor)
    page = admin.get(address).content.decode()
    assert 'name="new_title"' in page
    assert 'name="alias"' not in page
    wanted = {"new_title": "Sharpening again", "new_slug": "sharpening-again", "new_parent_page": article.space.pk}
    assert admin.post(address, {**wanted, "publish_copies": "on", "alias": "on"}).status_code == 302
    copy = ArticlePage.objects.get(title="Sharpening again")
    assert copy.alias_of is None
    assert copy.discussion != article.discussion
    assert client_for(make_user()).get(copy.get_absolute_url()).status_code == 200


def test_a_move_in_the_admin_that_would_leave_no_reader_is_refused(admin_user: User, client_for: SignIn) -> None:
    finance = make_space("Finance", departments=[make_department("Finance")])
    legal = make_space("Legal", departments=[make_department("Legal")])
    client_for(admin_user).post(reverse("wagtailadmin_pages:move_confirm", args=[legal.pk, finance.pk]))
    assert SpacePage.objects.get(pk=legal.pk).parent_space() is None


def test_a_space_restricted_in_the_admin_takes_its_articles_along(admin_user: User, client_for: SignIn) -> None:
    department = make_department("Finance")
    space = make_space("Open")
    article = make_article(space=space)
    address = reverse("wagtailadmin_pages:edit", args=[space.pk])
    form = {
        "title": "Open",
        "description": "",
        "departments": [department.pk],
        "language": "en",
        "publishing": "open",
        "article_order": "title",
        "action-publish": "1",
        **{f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")},
    }
    response = client_for(admin_user).post(address, form)
    assert response.status_code == 302, response.context["form"].errors if response.context else response.content
    space = SpacePage.objects.get(pk=space.pk)
    article = ArticlePage.objects.get(pk=article.pk)
    assert space.audience is not None
    assert article.audience == article.discussion.audience == space.audience


def test_deleting_in_the_admin_closes_the_thread(admin_user: User, client_for: SignIn) -> None:
    article = make_article()
    discussion = article.discussion
    client_for(admin_user).post(reverse("wagtailadmin_pages:delete", args=[article.pk]))
    assert not ArticlePage.objects.exists()
    discussion.refresh_from_db()
    assert not discussion.is_published


def test_the_admin_previews_an_article(editor: User, client_for: SignIn) -> None:
    article = make_article()
    browser = client_for(editor)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[article.pk])
    assert browser.post(address, form_of(article, title="Seen before")).json()["is_valid"]
    page = browser.get(address + "?mode=")
    assert page.status_code == 200
    assert "Seen before" in page.content.decode()


def test_the_explorer_shows_the_tree_to_the_community_manager(editor: User, client_for: SignIn) -> None:
    make_article("Explored", space=make_space("Shelf"))
    index = knowledge_index()
    assert "Shelf" in client_for(editor).get(reverse("wagtailadmin_explore", args=[index.pk])).content.decode()


@pytest.mark.parametrize("address", ["/cms/pages/", "/cms/choose-page/", "/cms/pages/search/?q=payroll"])
def test_the_back_office_shows_the_community_manager_nothing_of_a_restricted_space(
    address: str, cm: User, client_for: Callable[[User], Client]
) -> None:
    space = knowledge_index().add_space(by=None, title="Payroll secrets", departments=[make_department("Finance")])
    article = space.add_article(by=None, title="Payroll of May", body="<p>x</p>", publish=True)
    client = client_for(cm)
    for parent in ("", f"{knowledge_index().pk}/", f"{space.pk}/"):
        page = client.get(
            address.replace("page/", f"page/{parent}").replace("pages/", f"pages/{parent}")
            if "?" not in address
            else address
        )
        assert "secrets" not in page.content.decode()
        assert "Payroll of May" not in page.content.decode()
    assert client.get(f"/cms/pages/{article.pk}/edit/").status_code in {302, 403, 404}


def test_the_admin_does_not_save_over_a_newer_version(employee: User, editor: User, client_for: SignIn) -> None:
    article = make_article(by=employee)
    browser = client_for(editor)
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    loaded = str(article.latest_revision_id)
    article.revise(by=employee, base_revision=None, publish=True, body="<p>Said on the site meanwhile</p>")
    mine = form_of(article, body="<p>Said in the admin</p>", loaded_revision_id=loaded, **{"action-publish": "1"})
    refused = browser.post(address, mine)
    assert refused.status_code == 200
    page = refused.content.decode()
    assert "Somebody saved a newer version of this article" in page
    assert "Said in the admin" in page
    assert "Said on the site meanwhile" in ArticlePage.objects.get(pk=article.pk).body
    article.refresh_from_db()
    latest = str(article.latest_revision_id)
    assert f'name="loaded_revision_id" value="{latest}"' in page
    assert browser.post(address, {**mine, "loaded_revision_id": latest}).status_code == 302
    assert "Said in the admin" in ArticlePage.objects.get(pk=article.pk).body
