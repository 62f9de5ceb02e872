"""A restricted space on every surface of the knowledge base: for those outside, it does not exist."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from intranet.accounts.models import User
from intranet.contributions.models import Upload, UploadUse
from intranet.contributions.registry import registry
from knowledge import kinds
from knowledge.models import ArticlePage, SpacePage
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
SECRET = "Zanzibar"


class World:
    def __init__(self) -> None:
        self.finance = make_department("Finance")
        self.treasury = make_department("Treasury", self.finance)
        self.legal = make_department("Legal")
        self.insider = make_user(username="ines", department=self.treasury)
        self.outsider = make_user(username="oscar", department=self.legal)
        self.open = make_space("Open")
        self.secret = make_space(f"{SECRET} space", departments=[self.finance])
        self.inner = make_space(f"{SECRET} inner", parent=self.secret)
        self.article = make_article(
            f"{SECRET} plan", space=self.inner, by=self.insider, tags=[f"{SECRET} tag", "plans"]
        )
        self.public = make_article("Public plan", space=self.open, by=self.insider, tags=["plans"])


@pytest.fixture
def world(db: None) -> World:
    return World()


def addresses(world: World) -> Iterator[str]:
    article = world.article
    yield world.secret.get_absolute_url()
    yield world.inner.get_absolute_url()
    yield article.get_absolute_url()
    yield f"/knowledge/-/{article.pk}/edit/"
    yield f"/knowledge/-/{article.pk}/history/"
    yield f"/knowledge/-/{article.pk}/history/{article.latest_revision_id}/"
    yield f"/knowledge/-/{article.pk}/history/compare/"
    yield f"/knowledge/-/{article.pk}/move/"
    yield f"/knowledge/-/tags/{article.tags.get(name__startswith=SECRET).slug}/"


def test_its_pages_do_not_exist_for_those_outside(world: World, client_for: SignIn) -> None:
    inside, outside = client_for(world.insider), client_for(world.outsider)
    for address in addresses(world):
        assert outside.get(address).status_code == 404, address
        assert inside.get(address).status_code in (200, 302), address
    for act in ("publish", "unpublish", f"history/{world.article.latest_revision_id}/restore"):
        assert outside.post(f"/knowledge/-/{world.article.pk}/{act}/").status_code == 404
    assert outside.post(f"/notifications/follow/article/{world.article.pk}/").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/knowledge/", "/knowledge/open/", "/knowledge/open/public-plan/", "/knowledge/new/", "/knowledge/-/tags/plans/"],
)
def test_no_list_choice_or_neighbour_tells_of_it(address: str, world: World, client_for: SignIn) -> None:
    assert SECRET not in client_for(world.outsider).get(address).content.decode()
    assert client_for(world.outsider).get("/knowledge/-/complete/?q=zanzi").json()["results"] == []
    assert len(client_for(world.insider).get("/knowledge/-/complete/?q=zanzi").json()["results"]) == 1


def test_nothing_offered_to_other_rooms_tells_of_it(world: World) -> None:
    assert world.article not in kinds.new_articles(world.outsider, 10)
    assert world.article in kinds.new_articles(world.insider, 10)
    assert SECRET not in str(kinds.spaces_to_search(world.outsider))
    for name in ("article", "space"):
        assert not registry.kind(name).visible(world.outsider).filter(title__contains=SECRET).exists()
    assert kinds.ARTICLE.document(world.article).audience_id == world.secret.audience_id


def test_nobody_writes_into_a_space_they_do_not_see(world: World, client_for: SignIn) -> None:
    form = {"space": world.secret.pk, "title": "Intruder", "body": "x", "language": "en", "publish": "1"}
    assert client_for(world.outsider).post("/knowledge/new/", form).status_code == 422
    assert not ArticlePage.objects.filter(title="Intruder").exists()
    article = make_article("Mine", space=world.open, by=world.outsider)
    move = {"space": world.secret.pk, "slug": "mine"}
    assert client_for(world.outsider).post(f"/knowledge/-/{article.pk}/move/", move).status_code == 422
    article.refresh_from_db()
    assert article.parent_space() == world.open


def test_a_child_of_a_restricted_space_is_for_those_both_allow(world: World) -> None:
    narrower = make_space("Narrow", parent=world.secret, departments=[world.treasury])
    assert narrower.audience.key == str(world.treasury.pk)
    wider = make_space("Wide", parent=narrower, departments=[world.finance])
    assert wider.audience == narrower.audience


def test_a_space_that_nobody_could_read_is_refused(world: World, cm: User, client_for: SignIn) -> None:
    form = {
        "title": "Nobody",
        "parent": world.secret.pk,
        "departments": [world.legal.pk],
        "language": "en",
        "article_order": "title",
    }
    response = client_for(cm).post("/knowledge/-/spaces/new/", form)
    if response.status_code == 200:
        assert "field-error" in response.content.decode()
    assert not SpacePage.objects.filter(title="Nobody").exists()


def upload_in(article: ArticlePage) -> UploadUse:
    upload = Upload.objects.create(
        owner=article.author, name="plan.png", extension=".png", content_type="image/png", size=1, sha256="0"
    )
    body = f'<p>Look</p><p><img src="/media/{upload.key}" alt="Plan"></p>'
    article.revise(by=article.author, base_revision=None, body=body, publish=True)
    return UploadUse.objects.get(upload=upload, target_type=ContentType.objects.get_for_model(ArticlePage))


def test_restricting_a_space_takes_all_it_holds_along_at_once(
    world: World, admin_user: User, client_for: SignIn
) -> None:
    use = upload_in(world.public)
    assert Upload.objects.visible_to(world.outsider).exists()
    page = world.public.get_absolute_url()
    outside = client_for(world.outsider)
    assert outside.get(page).status_code == 200
    form = {
        "title": "Open",
        "parent": "",
        "departments": [world.finance.pk],
        "language": "en",
        "article_order": "title",
    }
    assert client_for(admin_user).post(f"/knowledge/-/spaces/{world.open.pk}/edit/", form).status_code == 302
    world.public.refresh_from_db()
    use.refresh_from_db()
    assert world.public.audience == use.audience == world.public.discussion.audience == world.secret.audience
    assert not Upload.objects.visible_to(world.outsider).exists()
    assert outside.get(page).status_code == 404
    assert client_for(world.insider).get(page).status_code == 200


def test_moving_a_space_changes_who_reads_it_and_its_old_addresses_lead_there_for_them_only(
    world: World, admin_user: User, client_for: SignIn
) -> None:
    old = world.public.get_absolute_url()
    form = {"title": "Open", "parent": world.secret.pk, "language": "en", "article_order": "title"}
    client_for(admin_user).post(f"/knowledge/-/spaces/{world.open.pk}/edit/", form)
    article = ArticlePage.objects.get(pk=world.public.pk)
    assert article.audience == world.secret.audience
    assert article.get_absolute_url() == "/knowledge/zanzibar-space/open/public-plan/"
    inside = client_for(world.insider).get(old)
    assert (inside.status_code, inside.headers.get("Location")) == (302, article.get_absolute_url())
    assert client_for(world.outsider).get(old).status_code == 404


def test_opening_a_space_again_opens_its_articles(world: World) -> None:
    world.secret.revise(
        by=None,
        title="Z",
        description="",
        departments=[],
        stewards=[],
        review_months=None,
        language="en",
        article_order="title",
    )
    world.article.refresh_from_db()
    assert world.article.audience is None
    assert world.inner.__class__.objects.get(pk=world.inner.pk).audience is None


def test_restoring_a_version_of_before_does_not_reopen_it(world: World, client_for: SignIn) -> None:
    first = world.public.latest_revision
    world.public.revise(by=world.insider, base_revision=None, body="<p>Newer</p>", publish=True)
    world.public.move_to(world.secret, by=world.insider)
    world.public.restore(first, by=world.insider)
    assert world.public.audience == world.secret.audience
    assert client_for(world.outsider).get(world.public.get_absolute_url()).status_code == 404


def test_an_author_who_left_the_department_no_longer_sees_their_draft(world: World, client_for: SignIn) -> None:
    draft = make_article("Draft", space=world.secret, by=world.insider, publish=False)
    world.insider.department = world.legal
    world.insider.save()
    browser = client_for(world.insider)
    assert browser.get(draft.get_absolute_url()).status_code == 404
    assert "Draft" not in browser.get("/knowledge/-/drafts/").content.decode().replace("Your drafts", "")


def test_a_hidden_article_says_so_and_shows_its_text_to_its_author_alone(
    world: World, cm: User, client_for: SignIn
) -> None:
    from intranet.moderation.actions import hide, restore

    upload_in(world.public)
    hide(world.public, by=cm, reason="Names a customer", clause=None)
    reader = client_for(world.outsider).get(world.public.get_absolute_url()).content.decode()
    author = client_for(world.insider).get(world.public.get_absolute_url()).content.decode()
    assert "Names a customer" in reader
    assert "Look" not in reader
    assert "Look" in author
    assert not Upload.objects.visible_to(world.outsider).exists()
    world.public.discussion.refresh_from_db()
    assert not world.public.discussion.is_published
    assert client_for(world.outsider).get(f"/knowledge/-/{world.public.pk}/edit/").status_code == 404
    assert client_for(world.outsider).get("/knowledge/-/complete/?q=public").json()["results"] == []
    restore(ArticlePage.objects.get(pk=world.public.pk), by=cm, reason="Corrected")
    assert "Look" in client_for(world.outsider).get(world.public.get_absolute_url()).content.decode()
    assert Upload.objects.visible_to(world.outsider).exists()


def test_a_space_is_moved_and_given_other_readers_in_one_form(admin_user: User, client_for: SignIn) -> None:
    finance, law = make_department("Finance"), make_department("Law")
    money, rules = make_space("Money", departments=[finance]), make_space("Rules", departments=[law])
    space = make_space("Invoices", parent=money, departments=[finance])
    article = make_article(space=space, by=admin_user)
    form = {
        "title": "Contracts",
        "description": "",
        "parent": rules.pk,
        "departments": [law.pk],
        "language": "en",
        "article_order": "title",
    }
    answer = client_for(admin_user).post(f"/knowledge/-/spaces/{space.pk}/edit/", form)
    assert answer.status_code == 302, answer.context["form"].errors
    moved = SpacePage.objects.get(pk=space.pk)
    assert moved.parent_path == SpacePage.objects.get(pk=rules.pk).path
    assert list(moved.departments.all()) == [law]
    assert moved.audience == rules.audience
    assert ArticlePage.objects.get(pk=article.pk).audience == rules.audience
    refused = client_for(admin_user).post(f"/knowledge/-/spaces/{space.pk}/edit/", form | {"parent": money.pk})
    assert refused.status_code == 422
    assert SpacePage.objects.get(pk=space.pk).parent_path == moved.parent_path


def test_a_space_is_not_moved_into_itself_nor_into_one_of_its_own(admin_user: User, client_for: SignIn) -> None:
    outer = make_space("Outer")
    inner = make_space("Inner", parent=make_space("Between", parent=outer))
    address, browser = f"/knowledge/-/spaces/{outer.pk}/edit/", client_for(admin_user)
    assert "Inner" not in browser.get(address).content.decode().partition('name="parent"')[2].partition("</select>")[0]
    for circle in (outer, inner):
        form = {"title": "Renamed", "parent": circle.pk, "language": "en", "article_order": "title"}
        answer = browser.post(address, form)
        assert answer.status_code == 422
        assert answer.context["form"].errors["parent"]
        assert "Renamed" in answer.content.decode()
    assert SpacePage.objects.get(pk=outer.pk).path == outer.path
