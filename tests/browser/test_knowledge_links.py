"""Beside an article and beside its editor: contents that follow the reading, what cites it, its files; the page of care."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from intranet.accounts import roles
from knowledge.linking.models import Attachment
from knowledge.linking.reading import read
from knowledge.models import ArticlePage
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_user

OpenAs = Callable[..., Page]
SECTIONS = "".join(f"<h2>Section {n}</h2>" + f"<p>{'Words of this part. ' * 60}</p>" * 3 for n in range(8))


def test_on_paper_an_article_is_its_text_alone(open_as: OpenAs) -> None:
    article = make_article("On paper", body=SECTIONS + '<p><a href="https://example.com/far">Far</a></p>')
    tab = open_as(make_user(), color_scheme="dark")
    tab.goto(article.get_absolute_url())
    frame = tab.locator(".topbar, .page-aside, .site-footer, .toc-inline")
    assert any(piece.is_visible() for piece in frame.all())
    tab.emulate_media(media="print")
    assert not any(piece.is_visible() for piece in frame.all())
    expect(tab.get_by_role("heading", name="On paper", exact=True)).to_be_visible()
    expect(tab.get_by_role("heading", name="Section 7")).to_be_visible()
    after = "getComputedStyle(document.querySelector('.prose a[href^=http]'), '::after').content"
    assert "https://example.com/far" in tab.evaluate(after)


def test_the_contents_follow_the_reading(open_as: OpenAs) -> None:
    article = make_article("Long", body=SECTIONS + "<h2>Last but one</h2><p>x</p><h2>Last</h2><p>y</p>")
    tab = open_as(make_user())
    current = tab.locator("parvis-toc a[aria-current]")
    tab.goto(f"{article.get_absolute_url()}#s-section-4")
    expect(current).to_have_text("Section 4")
    tab.mouse.wheel(0, -20_000)
    expect(current).to_have_count(0)
    tab.evaluate("document.getElementById('s-section-6').scrollIntoView()")
    expect(current).to_have_text("Section 6")
    tab.locator("parvis-toc").get_by_role("link", name="Last but one").focus()
    tab.keyboard.press("Enter")
    expect(current).to_have_text("Last but one")
    tab.set_viewport_size({"width": 1280, "height": 420})
    tab.goto("about:blank")
    tab.goto(f"{article.get_absolute_url()}#s-section-2")
    expect(current).to_have_text("Section 2")


def test_files_are_attached_and_removed_without_leaving_the_editor(
    open_as: OpenAs, axe: Callable[[Page], None]
) -> None:
    writer = make_user()
    article = make_article("Expenses", by=writer)
    tab = open_as(writer)
    tab.goto(f"/knowledge/-/{article.pk}/edit/")
    tab.get_by_label("Title").fill("Expenses and more")
    tab.locator("parvis-files input[type=file]").set_input_files(
        [{"name": "rules.txt", "mimeType": "text/plain", "buffer": b"Zebra crossing"}]
    )
    expect(tab.get_by_role("link", name="rules.txt")).to_be_visible()
    expect(tab.get_by_label("Title")).to_have_value("Expenses and more")
    axe(tab)
    tab.locator("parvis-files input[type=file]").set_input_files(
        [{"name": "bad.exe", "mimeType": "text/plain", "buffer": b"MZ"}]
    )
    expect(tab.get_by_role("alert").filter(has_text="bad.exe")).to_be_visible()
    tab.get_by_role("button", name="Remove rules.txt").click()
    expect(tab.get_by_role("link", name="rules.txt")).to_have_count(0)
    expect(tab.get_by_label("Title")).to_have_value("Expenses and more")
    assert not Attachment.objects.exists()


def test_the_page_of_care_and_what_leads_to_it_are_accessible(open_as: OpenAs, axe: Callable[[Page], None]) -> None:
    manager = make_user(roles.COMMUNITY_MANAGER)
    space = make_space("Making things")
    travel = make_article("Travel", space=space)
    asked = "/knowledge/-/wanted/?title=Bikes%20for%20visitors"
    make_article(
        "Guide",
        space=space,
        body=f'<p>First read <a href="{travel.get_absolute_url()}">this</a>, then <a href="{asked}">bikes</a>, and never <a href="/knowledge/gone/">that</a>.</p>',
    )
    list(read(ArticlePage.objects.values_list("pk", flat=True)))
    tab = open_as(manager)
    for show, text in (("wanted", "Bikes for visitors"), ("orphans", "Guide"), ("broken", "/knowledge/gone/")):
        tab.goto(f"/knowledge/-/care/?show={show}")
        expect(tab.get_by_role("main").get_by_text(text).first).to_be_visible()
        axe(tab)
    tab.goto(travel.get_absolute_url())
    expect(tab.get_by_role("heading", name="Cited by")).to_be_visible()
    axe(tab)
    tab.get_by_role("link", name="Guide").last.click()
    tab.get_by_role("link", name="bikes").click()
    tab.get_by_role("link", name="Write it").click()
    expect(tab.get_by_label("Title")).to_have_value("Bikes for visitors")
    written = make_article("Bikes for visitors", space=space)
    tab.goto("/knowledge/making-things/guide/")
    expect(tab.get_by_role("link", name="bikes")).to_have_attribute("href", written.get_absolute_url())
