"""Every main page as people meet it: accessible in both themes, on a phone, in both languages, and by keyboard alone."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from ideas.models import Idea, Method
from ideas.models.status import Status
from intranet.accounts import roles
from intranet.accounts.models import User
from intranet.moderation import actions as moderation
from knowledge.models import ArticlePage
from tests.browser.conftest import Judge
from tests.factories.charter import clause, publish_charter
from tests.factories.discussions import make_post, make_thread
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import PASSWORD, make_department, make_user
from tests.factories.reviewing_room import make_review
from tests.factories.voting import make_candidate, make_vote

OpenAs = Callable[..., Page]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
LAPTOP: Any = {"width": 1280, "height": 720}
FULL_TEXT = """<h2>Before you begin</h2><p>Read <a href="/charter/">the charter</a>, then <code>ssh workshop</code>.</p>
<ul><li>One thing</li><li>Another</li></ul><h3>Sizes</h3>
<table><tbody><tr><th>Size</th><th>Height of the seat in centimetres</th><th>For whom it is made</th></tr>
<tr><td>5</td><td>43</td><td>Pupils of twelve and more</td></tr></tbody></table>
<pre><code>a line of code that is a good deal longer than any telephone is wide, and must scroll by itself</code></pre>
<blockquote><p>Somebody said so.</p></blockquote><h2>Afterwards</h2><p>Sweep the floor.</p>"""
# An address as long as people paste them: what cannot be broken is what breaks a page.
LONG = "https://example.com/" + "a-very-long-address/" * 8


class Company:
    """Something of everything: what a page shows when it is full."""

    def __init__(self) -> None:
        workshop = make_department("Workshop")
        self.person = make_user(
            roles.COMMUNITY_MANAGER, username="camille", display_name="Camille Roussel", department=workshop
        )
        self.person.groups.add(*make_user(roles.LEADERSHIP).groups.all())
        colleague = make_user(username="marc", display_name="Marc Vuillermoz", department=workshop, bio="I varnish.")
        publish_charter(clause("Respect"), clause("Honesty"), asks_again=True)
        version = publish_charter(clause("Respect", key=None), clause("Our colour", specimen="colours"))
        self.clause = version.clauses[0]
        space = make_space("Making things", description="How the workshop works.")
        make_space("Machines", parent=space)
        self.article: ArticlePage = make_article("Reading a work sheet", space=space, by=colleague, body=FULL_TEXT)
        self.article.revise(by=self.person, base_revision=None, body=f"{FULL_TEXT}<p>Twice.</p>", publish=True)
        self.draft: ArticlePage = make_article("Not finished", space=space, by=self.person, publish=False)
        self.idea: Idea = make_idea(colleague, benefit="<p>Fewer late mornings.</p>", tags=["bikes"])
        self.idea.support(by=self.person)
        self.idea.decide(by=self.person, status=Status.PLANNED, answer="<p>In spring.</p>", expected=None)
        self.open_idea: Idea = make_idea(colleague, title="Lend prototypes to schools")
        self.thread = make_thread(colleague, title="Why do we promise six weeks?")
        said = [make_post(colleague, self.thread.discussion, body=f"<p>Look: {LONG}</p>") for _ in range(3)]
        make_post(self.person, self.thread.discussion, body="<p>I do not agree.</p>", parent=said[0])
        moderation.report(said[1], by=self.person, category="disrespect", words="This hurts.")
        moderation.hide(said[2], by=self.person, reason="It names a client.", clause=str(self.clause["key"]))
        self.post = said[1]

    def pages(self) -> list[str]:
        article, idea, thread = self.article, self.idea, self.thread
        revisions = article.revisions.order_by("pk").values_list("pk", flat=True)
        return [
            "/",
            "/knowledge/",
            article.space.get_absolute_url(),
            article.get_absolute_url(),
            self.draft.get_absolute_url(),
            f"/knowledge/-/{article.pk}/edit/",
            f"/knowledge/-/{article.pk}/history/",
            f"/knowledge/-/{article.pk}/history/compare/?from={revisions[0]}&to={revisions[1]}",
            f"/knowledge/-/{article.pk}/move/",
            "/knowledge/-/drafts/",
            "/knowledge/-/spaces/new/",
            "/knowledge/new/",
            "/ideas/",
            "/ideas/?status=declined",
            "/ideas/new/",
            "/ideas/review/",
            idea.get_absolute_url(),
            f"/ideas/{idea.pk}/history/",
            f"/ideas/{self.open_idea.pk}/decide/",
            "/discussions/",
            thread.room.get_absolute_url(),
            f"/discussions/new/?room={thread.room.slug}",
            thread.get_absolute_url(),
            f"/discussions/posts/{self.post.pk}/",
            "/charter/",
            f"/charter/clauses/{self.clause['anchor']}/",
            "/charter/versions/",
            "/charter/versions/1/2/",
            "/people/",
            "/people/marc/",
            "/people/-/edit/",
            "/notifications/",
            "/search/",
            "/search/?q=weeks",
            "/moderation/",
            f"/moderation/post/{self.post.pk}/",
            f"/moderation/report/idea/{idea.pk}/",
            "/moderation/log/",
            "/moderation/reports/",
            "/highlights/",
            f"/highlights/idea/{idea.pk}/",
            "/accounts/email/",
            "/accounts/password/change/",
        ]

    def contests(self) -> list[str]:
        """The pages of campaigns, votes and the life of ideas that no play of its own walks through."""
        tokens = make_vote("tokens", method=Method.TOKENS, tokens=5, per_idea=2)
        duels, budget = make_vote("duels", method=Method.PAIRWISE), make_vote("budget")
        for campaign in (tokens, duels, budget):
            make_candidate(campaign, "Trees along the river", author=self.idea.author)
            candidate = make_candidate(campaign, "A bench in the shade", author=self.idea.author)
        make_review(self.open_idea, by=self.person, evaluators=(self.person,))
        about = f"/ideas/campaigns/{tokens.slug}"
        return [
            "/ideas/campaigns/",
            *(
                f"{about}/{page}"
                for page in ("", "vote/", "calendar/", "phases/", "voting/", "voting/stop/", "fields/")
            ),
            "/ideas/campaigns/duels/pairs/",
            "/ideas/campaigns/duels/pairs/result/",
            candidate.get_absolute_url(),
            "/ideas/campaigns/budget/costs/",
            *(f"/ideas/{self.idea.pk}/{page}/" for page in ("milestones", "outcome", "progress", "owner")),
            *(f"/ideas/{self.open_idea.pk}/{page}/" for page in ("merge", "split")),
            *(f"/ideas/{page}/" for page in ("joinings", "drafts", "import", "export", "review/-/calibration")),
            "/ideas/review/open-box/1/prepare/",
        ]


def unfold(page: Page) -> None:
    """Open what is folded on the page, as somebody would who looks at everything."""
    for summary in page.locator("main details:not([open]):not(.menu) > summary:visible").all():
        summary.click()


@pytest.fixture
def company(transactional_db: None) -> Company:
    return Company()


@contextmanager
def nothing_refused(page: Page) -> Iterator[None]:
    """Fail if a page on the way said an error: a script that broke, a file missing, a breach of the content policy."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on("console", lambda line: said.append(f"{page.url}: {line.text}") if line.type == "error" else None)
    yield
    assert [line for line in said if "WebSocket" not in line] == []


def visit(page: Page, path: str) -> None:
    response = page.goto(path)
    assert response is not None
    assert response.status == 200, f"{path}: {response.status}"


def test_every_page_is_accessible_in_both_themes_and_fits_a_phone(
    open_as: OpenAs, company: Company, axe: Judge
) -> None:
    """Each page is opened once in English: judged by day and by night, and measured in a window as wide as a phone.

    What it is in French, on a phone that is touched, is the next test's.
    """
    page = open_as(company.person, reduced_motion="reduce")
    broken = []
    contests = company.contests()
    with nothing_refused(page):
        for narrow_first, path in zip(cycle((False, True)), [*company.pages(), *contests], strict=False):
            visit(page, path)
            assert page.locator("html").get_attribute("lang") == "en"
            if path in contests:
                unfold(page)
            if narrow_first:
                broken += too_wide(page, path)
                page.set_viewport_size(LAPTOP)
            try:
                axe.in_both_themes(page)
            except AssertionError as found:
                broken.append(f"{path}: {found}")
            if not narrow_first:
                page.set_viewport_size(PHONE["viewport"])
                broken += too_wide(page, path)
    assert broken == [], "\n".join(broken)


def too_wide(page: Page, path: str) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"{path}: {width} px wide on a phone"] if width > PHONE["viewport"]["width"] else []


def test_no_page_is_wider_than_a_phone(open_as: OpenAs, company: Company) -> None:
    User.objects.update(language="fr")
    page = open_as(company.person, **PHONE)
    wide = []
    with nothing_refused(page):
        for path in [*company.pages(), *company.contests()]:
            visit(page, path)
            assert page.locator("html").get_attribute("lang") == "fr"
            wide += too_wide(page, path)
    assert wide == []


def test_what_opens_over_a_page_is_accessible_too(open_as: OpenAs, company: Company, axe: Judge) -> None:
    page = open_as(company.person, reduced_motion="reduce")
    with nothing_refused(page):
        visit(page, company.article.get_absolute_url())
        page.locator(".topbar .menu > summary").click()
        axe.in_both_themes(page)
        page.keyboard.press("Escape")
        page.locator(".article-top .menu > summary").click()
        axe.in_both_themes(page)
        page.keyboard.press("Escape")
        page.keyboard.press("Control+k")
        page.get_by_role("combobox").fill("work")
        expect(page.get_by_role("option").last).to_be_visible()
        axe.in_both_themes(page)
        page.keyboard.press("Escape")
        visit(page, company.thread.get_absolute_url())
        expect(page.locator("parvis-thread")).to_have_attribute("data-status", "live", timeout=15_000)
        message = page.locator(".post").first
        for act in ("react", "more"):
            message.hover()
            message.locator(f"[data-act={act}]").click()
            axe.in_both_themes(page)
            page.keyboard.press("Escape")
        page.set_viewport_size(PHONE["viewport"])
        page.locator(".bottombar .menu > summary").click()
        axe.in_both_themes(page)


def test_a_site_with_nothing_in_it_yet_says_what_to_do(open_as: OpenAs, axe: Callable[[Page], None]) -> None:
    page = open_as(make_user(username="first"), **PHONE)
    with nothing_refused(page):
        for path in ("/", "/ideas/", "/discussions/", "/charter/", "/notifications/", "/search/?q=nothing"):
            visit(page, path)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_on_a_phone_the_bar_shows_where_one_is_and_its_five_places_stand_in_line(open_as: OpenAs, cm: User) -> None:
    page = open_as(cm, **PHONE)
    visit(page, "/people/")
    more = page.locator(".bottombar summary")
    expect(more).to_have_class(re.compile("is-current"))
    boxes = [place.bounding_box() for place in page.locator(".bottombar > a, .bottombar summary").all()]
    assert len(boxes) == 5
    assert len({(box["y"], box["height"], round(box["width"])) for box in boxes if box}) == 1
    words = [word.bounding_box() for word in page.locator(".bottombar > a > span, .bottombar summary > span").all()]
    assert len({word["y"] for word in words if word}) == 1


def test_a_tap_on_the_veil_closes_the_sheet_and_reaches_nothing_below(open_as: OpenAs, cm: User) -> None:
    make_idea()
    page = open_as(cm, **PHONE)
    visit(page, "/ideas/")
    boxes = [link.bounding_box() for link in page.locator("main a").all()]
    below = next(box for box in boxes if box and 80 < box["y"] < 300)
    page.locator(".bottombar summary").click()
    panel = page.locator(".bottombar .menu-panel")
    expect(panel).to_be_visible()
    page.touchscreen.tap(below["x"] + below["width"] / 2, below["y"] + below["height"] / 2)
    expect(panel).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/ideas/$"))


def go_to(page: Page, name: str | re.Pattern[str], role: Any = "link", most: int = 60) -> None:
    """Walk with Tab until what is called ``name`` has the focus; the focus must be seen on every step of the way."""
    wanted = page.get_by_role(role, name=name)
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue
        assert page.evaluate(FOCUS_IS_SEEN), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if any(one.evaluate("one => one === document.activeElement") for one in wanted.all()):
            return
    raise AssertionError(f"Tab never reaches {name!r}")


# The outline is drawn by what has the focus, or by the frame around it (the editor, the palette).
FOCUS_IS_SEEN = """() => {
  const drawn = one => one && getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) > 0
  const one = document.activeElement
  return drawn(one) || drawn(one.closest(".editor"))
}"""


def test_the_site_can_be_used_by_keyboard_alone(page: Page, company: Company) -> None:
    person = company.person
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    page.goto("/accounts/login/")
    page.keyboard.type("camille")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/$"))
    go_to(page, "Reading a work sheet")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Reading a work sheet")
    go_to(page, "Edit")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Edit the article")
    expect(page.locator(".ProseMirror")).to_be_visible()
    go_to(page, re.compile("Text"), role="textbox")
    page.keyboard.press("Control+End")
    page.keyboard.type("Lock the door.")
    go_to(page, "Publish the changes", role="button")
    page.keyboard.press("Enter")
    expect(page.locator(".prose").first).to_contain_text("Lock the door.")

    page.keyboard.press("Control+k")
    page.keyboard.type("Lend prototypes")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_contain_text("Lend prototypes to schools", timeout=15_000)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/ideas/\d+/"))
    go_to(page, "Support", role="button")
    with page.expect_response("**/support/"):
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Supported")).to_be_focused()
    assert company.open_idea.supports.filter(user=person).exists()

    page.goto(company.thread.get_absolute_url())
    expect(page.locator("parvis-thread")).to_have_attribute("data-status", "live", timeout=15_000)
    page.locator("[data-composer] textarea[name=body]").focus()
    expect(page.locator("[data-composer] [contenteditable=true]")).to_be_focused(timeout=15_000)
    page.keyboard.type("Forty days, then.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".post").last).to_contain_text("Forty days, then.", timeout=15_000)

    page.locator(".topbar .menu > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="My profile")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".topbar .menu > summary")).to_be_focused()
