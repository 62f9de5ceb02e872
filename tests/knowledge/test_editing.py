"""Writing through the site: forms, drafts, publishing, and two people at once."""

from collections.abc import Callable

import pytest
from django.test import Client

from intranet.accounts.models import User
from intranet.notifications.models import Notification
from knowledge.models import ArticlePage
from tests.bad_input.site import FORM, form_encoded
from tests.bad_input.strings import dealt, naughty, packed
from tests.factories.knowledge import make_article, make_space

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def written(article: ArticlePage, **changes: str) -> dict[str, str]:
    """Return the form of ``article`` as a browser would send it, with ``changes``."""
    version = article.working_version()
    form = {
        "title": version.title,
        "summary": version.summary,
        "body": version.body,
        "tags": ", ".join(tag.name for tag in version.tags.all()),
        "language": version.language,
        "base_revision": str(article.latest_revision_id),
    }
    return {**form, **changes}


def edit(article: ArticlePage) -> str:
    return f"/knowledge/-/{article.pk}/edit/"


def test_any_employee_writes_a_draft_then_publishes_it(employee: User, colleague: User, client_for: SignIn) -> None:
    space = make_space("Onboarding")
    browser = client_for(employee)
    form = {
        "space": space.pk,
        "title": "Vos premiers jours",
        "summary": "À lire avant d’arriver",
        "body": "<h2>Le matin</h2><p>Café.</p><script>alert(1)</script>",
        "tags": "accueil,  Arrivée , accueil",
        "language": "fr",
    }
    response = browser.post("/knowledge/new/", {**form, "save": "1"})
    article = ArticlePage.objects.get()
    assert response.headers["Location"] == "/knowledge/onboarding/vos-premiers-jours/"
    assert (article.author, article.live, article.language) == (employee, False, "fr")
    assert article.body == '<h2 id="s-le-matin">Le matin</h2><p>Café.</p>'
    assert sorted(tag.name for tag in article.tags.all()) == ["Arrivée", "accueil"]
    assert client_for(colleague).get(article.get_absolute_url()).status_code == 404
    browser.post(f"/knowledge/-/{article.pk}/publish/")
    assert "Café." in client_for(colleague).get(article.get_absolute_url()).content.decode()


def test_anybody_corrects_an_article_and_its_author_and_followers_are_told(
    employee: User, colleague: User, leader: User, client_for: SignIn, dispatch: Callable[[], int]
) -> None:
    from intranet.notifications.models import Follow

    article = make_article(by=employee, body="<p>Teh text</p>")
    Follow.objects.follow(leader, article)
    dispatch()
    client_for(colleague).post(edit(article), written(article, body="<p>The text</p>", publish="1"))
    dispatch()
    assert "The text" in client_for(employee).get(article.get_absolute_url()).content.decode()
    told = dict(Notification.objects.values_list("recipient__username", "reason"))
    assert told == {"elise": "author", "leila": "follow"}
    page = client_for(employee).get("/notifications/").content.decode()
    assert "published a new version of your article" in page


def test_saving_without_publishing_keeps_the_published_text_for_readers(
    employee: User, colleague: User, client_for: SignIn
) -> None:
    article = make_article(by=employee, body="<p>Published words</p>")
    client_for(employee).post(edit(article), written(article, body="<p>Coming words</p>", save="1"))
    page = client_for(colleague).get(article.get_absolute_url()).content.decode()
    assert "Published words" in page
    assert "not published yet" in page
    assert "Coming words" in client_for(colleague).get(edit(article)).content.decode()


def test_saving_nothing_new_makes_no_version(employee: User, client_for: SignIn) -> None:
    article = make_article(by=employee)
    response = client_for(employee).post(edit(article), written(article, publish="1"), follow=True)
    assert "Nothing was changed" in response.content.decode()
    assert article.revisions.count() == 1


def test_an_edit_that_does_not_say_its_version_overwrites_nothing(employee: User, client_for: SignIn) -> None:
    article, browser = make_article(by=employee), client_for(employee)
    for base in ("", "x", "-1", "0", "99999999999999999999", "²"):
        sent = written(article, body="<p>Mine</p>", base_revision=base, publish="1")
        assert browser.post(edit(article), sent).status_code == 409, base
        assert article.revisions.count() == 1, base


def test_an_article_that_went_away_meanwhile_gives_the_text_back(employee: User, client_for: SignIn) -> None:
    response = client_for(employee).post("/knowledge/-/424242/edit/", {"title": "T", "body": "Long <b>work</b>"})
    assert response.status_code == 404
    assert "Long &lt;b&gt;work&lt;/b&gt;" in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("title", "a\x00b"),
        ("summary", "x" * 301),
        ("tags", ",".join(f"tag{n}" for n in range(13))),
        ("tags", "x" * 61),
        ("language", "de"),
        ("space", "424242"),
        ("space", "x"),
        ("space", ""),
    ],
)
def test_a_bad_field_gets_its_message_and_keeps_what_was_typed(
    field: str, value: str, employee: User, client_for: SignIn
) -> None:
    space = make_space()
    good = {"space": space.pk, "title": "Title", "body": "<p>What I typed</p>", "tags": "a", "language": "en"}
    response = client_for(employee).post("/knowledge/new/", {**good, field: value, "publish": "1"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "What I typed" in page
    assert "field-error" in page
    assert not ArticlePage.objects.exists()


ALONE = ["<script>alert(1)</script>", "'; DROP TABLE x;--", "../../etc", "   ", "-", "…", "new", ""]


def test_naughty_strings_are_only_strings(employee: User, client_for: SignIn) -> None:
    """Those that would be all of an address by themselves; a twelfth of the others, many to a title.

    In fields like these every one is tried by ``tests/bad_input/test_forms.py``.
    """
    space = make_space()
    browser = client_for(employee)
    for text in [*ALONE, *packed(dealt(naughty(), 0, 12), 200)]:
        form = {"space": space.pk, "title": text[:200], "summary": text[:300], "body": text, "tags": text[:60]}
        body = form_encoded({**form, "language": "en", "publish": "1"})
        response = browser.post("/knowledge/new/", body, content_type=FORM)
        refused = not text.strip() or "\x00" in text
        assert response.status_code == (422 if refused else 302), text
        if not refused:
            page = browser.get(response.headers["Location"])
            assert page.status_code == 200, text
            assert "<script>alert" not in page.content.decode()
    assert browser.get("/knowledge/handbook/").status_code == 200


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<svg onload="alert(1)"><path/></svg>',
    "<iframe src=//evil.example></iframe>",
    '<p style="position:fixed" onclick="x()">x</p>',
    '<form action="//evil"><input name=q></form>',
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    '<h2 id="main">x</h2>',
    "<style>*{display:none}</style>",
]


UNCLEAN = (
    "onerror",
    "onload",
    "onclick",
    "javascript:",
    "<iframe",
    "<script",
    "<style",
    "<svg",
    "<form",
    "style=",
    'id="main"',
)


def test_hostile_html_is_stored_clean(employee: User, client_for: SignIn) -> None:
    """Each by itself, as one can hide in another; all the versions of one article."""
    article, browser = make_article(by=employee), client_for(employee)
    for html in HOSTILE:
        body = f"<p>Before</p>{html}<p>After</p>"
        assert browser.post(edit(article), written(article, body=body, save="1")).status_code == 302, html
        article = ArticlePage.objects.get()
        stored = article.latest_revision.content["body"]
        assert [bad for bad in UNCLEAN if bad in stored.lower()] == [], html
        assert "before" in stored.lower()
    browser.post(edit(article), written(article, body=f"<p>Before</p>{''.join(HOSTILE)}", publish="1"))
    article = ArticlePage.objects.get()
    assert [bad for bad in UNCLEAN if bad in article.body.lower()] == []
    assert article.latest_revision.content["body"] == article.body


def test_only_its_author_or_the_community_manager_takes_an_article_back(
    employee: User, colleague: User, cm: User, client_for: SignIn
) -> None:
    article = make_article(by=employee)
    address = f"/knowledge/-/{article.pk}/unpublish/"
    assert client_for(colleague).post(address).status_code == 403
    assert client_for(cm).post(address).status_code == 302
    assert client_for(colleague).get(article.get_absolute_url()).status_code == 404
    assert client_for(employee).get(article.get_absolute_url()).status_code == 200


def test_moving_an_article_leaves_a_way_to_it(
    employee: User, colleague: User, client_for: SignIn, django_capture_on_commit_callbacks: Callable
) -> None:
    article = make_article("Expenses", by=employee)
    old = article.get_absolute_url()
    other = make_space("Finance")
    form = {"space": other.pk, "slug": "Notes de frais"}
    with django_capture_on_commit_callbacks(execute=True):
        response = client_for(employee).post(f"/knowledge/-/{article.pk}/move/", form)
    assert response.headers["Location"] == "/knowledge/finance/notes-de-frais/"
    moved = client_for(colleague).get(old)
    assert (moved.status_code, moved.headers["Location"]) == (302, "/knowledge/finance/notes-de-frais/")
    assert client_for(colleague).get("/knowledge/finance/expenses/").status_code == 302


def test_an_address_that_cannot_be_is_refused(employee: User, client_for: SignIn) -> None:
    space = make_space()
    make_article("Taken", space=space)
    article, browser = make_article("Mine", space=space, by=employee), client_for(employee)
    for slug in ("", "…", "questions", "new", "taken", "-"):
        response = browser.post(f"/knowledge/-/{article.pk}/move/", {"space": space.pk, "slug": slug})
        assert response.status_code == 422, slug
        assert "field-error" in response.content.decode(), slug
