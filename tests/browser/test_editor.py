"""The editor and the keeping of drafts, in a real browser."""

import base64
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from intranet.accounts.models import User
from intranet.contributions.models import Upload
from tests.browser import writing_urls
from tests.browser.conftest import Judge, no_script_errors, sign_in
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.urls("tests.browser.writing_urls")


@pytest.fixture
def writer(transactional_db: None) -> User:
    make_user(username="elise", display_name="Élise Martin")
    marc = make_user(username="marc", display_name="Marc Petit")
    EmailAddress.objects.create(user=marc, email=marc.email, verified=True, primary=True)
    return marc


@pytest.fixture
def open_here(browser: Browser, live_server: LiveServer, writer: User) -> Iterator[Callable[..., Page]]:
    """Return a function that gives a browser signed in as Marc, on the pages of ``writing_urls``."""
    contexts = []
    writing_urls.SAVED.clear()

    def open_page(**options: Any) -> Page:
        contexts.append(browser.new_context(base_url=live_server.url, locale="en", **options))
        sign_in(contexts[-1], writer, live_server.url)
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def tab(open_here: Callable[..., Page]) -> Iterator[Page]:
    page = open_here()
    with no_script_errors(page):
        yield page


def open_editor(tab: Page, profile: str = "article") -> None:
    tab.goto(f"/write/{profile}/")
    if profile == "post":
        tab.get_by_label("Message", exact=True).click()
    tab.locator(".ProseMirror").click()


def suggestions(tab: Page) -> Locator:
    return tab.locator(".completion [role=option]")


def source(tab: Page) -> str:
    return tab.locator("textarea").input_value()


def publish(tab: Page) -> str:
    if tab.get_by_label("Title").count():
        tab.get_by_label("Title").fill("A title")
    tab.get_by_role("button", name="Publish").click()
    tab.wait_for_url("**/write/saved/")
    return writing_urls.SAVED[-1]


def paste(tab: Page, html: str = "", text: str = "", picture: bytes = b"") -> None:
    tab.evaluate(
        """([html, text, picture]) => {
          const data = new DataTransfer()
          if (html) data.setData("text/html", html)
          if (text) data.setData("text/plain", text)
          if (picture) {
            const bytes = Uint8Array.from(atob(picture), letter => letter.charCodeAt(0))
            data.items.add(new File([bytes], "plan.png", { type: "image/png" }))
          }
          document.querySelector(".ProseMirror").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
        }""",
        [html, text, base64.b64encode(picture).decode()],
    )


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, "PNG")
    return out.getvalue()


def test_an_article_is_written_with_toolbar_and_keys_and_stored_as_written(tab: Page) -> None:
    open_editor(tab)
    keys = tab.keyboard
    keys.type("Hello ")
    tab.get_by_role("button", name="Bold").click()
    expect(tab.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    keys.type("all")
    keys.press("Control+b")
    keys.press("Enter")
    tab.get_by_label("Style of the paragraph").select_option(label="Heading")
    keys.type("A section\n")
    keys.type("- one\ntwo\n\n")
    keys.type("1. first\n\n")
    tab.get_by_role("button", name="Separating line").click()
    tab.get_by_role("button", name="Table", exact=True).click()
    keys.type("Name")
    tab.get_by_role("button", name="Column after").click()
    tab.get_by_role("button", name="Delete the row").click()
    tab.get_by_role("button", name="Undo").click()
    html = publish(tab)
    assert html.startswith(
        "<p>Hello <strong>all</strong></p><h2>A section</h2><ul><li><p>one</p></li><li><p>two</p></li></ul>"
    )
    assert "<ol><li><p>first</p></li></ol><hr><table><tbody><tr><th><p>Name</p></th>" in html
    assert html.count("<th>") == 4
    assert html.count("<tr>") == 3
    assert "style" not in html


def test_the_toolbar_is_one_stop_and_arrows_walk_it(tab: Page) -> None:
    open_editor(tab)
    tab.keyboard.press("Alt+F10")
    tab.keyboard.press("ArrowRight")
    expect(tab.get_by_role("button", name="Bold")).to_be_focused()
    tab.keyboard.press("End")
    expect(tab.get_by_role("button", name="Redo")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.locator(".ProseMirror")).to_be_focused()
    expect(tab.get_by_role("textbox", name="Text")).to_have_attribute("aria-multiline", "true")
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("button", name="Publish")).to_be_focused()


def test_a_link_is_set_by_address_or_by_the_title_of_an_article(tab: Page) -> None:
    open_editor(tab)
    keys = tab.keyboard
    keys.type("See ")
    keys.press("Control+k")
    keys.type("cong")
    options = suggestions(tab)
    expect(options).to_have_count(3)
    keys.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    keys.press("Enter")
    expect(tab.get_by_label("Text to show")).to_have_value("Compte rendu de congrès")
    keys.press("Enter")
    keys.type(" and this")
    for _ in range(4):
        keys.press("Shift+ArrowLeft")
    keys.press("Control+k")
    keys.type("www.insee.fr/a")
    keys.press("Enter")
    keys.type("Enough.")
    html = publish(tab)
    assert (
        '<p>See <a href="/knowledge/2/" data-ref="article:2">Compte rendu de congrès</a> and <a href="https://www.insee.fr/a"'
        in html
    )
    assert html.endswith(">this</a>Enough.</p>")


def test_somebody_is_mentioned_by_the_beginning_of_their_name(tab: Page) -> None:
    open_editor(tab, "post")
    tab.keyboard.type("Thanks @eli")
    expect(suggestions(tab).filter(has_text="Élise Martin")).to_be_visible()
    tab.keyboard.press("Enter")
    tab.keyboard.type("for this.")
    elise = User.objects.get(username="elise")
    html = publish(tab)
    assert f'data-mention="{elise.pk}"' in html
    assert 'href="/people/elise/"' in html
    assert "@Élise Martin</a> for this." in html


def test_a_pasted_picture_is_sent_and_described(tab: Page) -> None:
    open_editor(tab)
    tab.keyboard.type("Before")
    paste(tab, picture=png())
    describe = tab.get_by_label("Describe the picture for those who cannot see it")
    describe.fill("The plan of the hall")
    tab.keyboard.press("Enter")
    upload = Upload.objects.get()
    html = publish(tab)
    assert f'src="/media/{upload.key}"' in html
    assert 'width="30" height="20"' in html
    assert 'alt="The plan of the hall"' in html


def test_a_file_that_is_refused_is_explained_and_the_text_stays(tab: Page) -> None:
    open_editor(tab)
    tab.keyboard.type("Before")
    paste(tab, picture=b"this is no picture at all")
    expect(tab.locator(".editor-status").filter(has_text="cannot be put here")).to_be_visible()
    assert source(tab) == "<p>Before</p>"


WORD = """<html xmlns:o="urn:x"><head><style>p.MsoNormal{margin:0}</style></head><body><!--StartFragment-->
<h1 style='mso-margin-top-alt:auto'>Titre<o:p></o:p></h1><p class=MsoNormal>Un <b>mot</b><o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>  </span></span><![endif]>alpha</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o </span>beta</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>· </span>gamma</p>
<table><tr><td style='width:9cm'><p>a</p></td><td>b</td></tr></table><img src="file:///C:/x.png"><!--EndFragment--></body></html>"""
DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="line-height:1.3"><span style="font-weight:700">Gras</span><span style="font-style:italic"> penché</span></p></b>"""


def test_what_is_pasted_from_other_editors_is_plain_structure(tab: Page) -> None:
    open_editor(tab)
    paste(tab, html=WORD)
    html = source(tab)
    assert "<h2>Titre</h2><p>Un <strong>mot</strong></p>" in html
    assert "<ul><li><p>alpha</p><ul><li><p>beta</p></li></ul></li><li><p>gamma</p></li></ul>" in html
    assert "<td><p>a</p></td><td><p>b</p></td>" in html
    assert "file:" not in html
    tab.keyboard.press("Control+a")
    tab.keyboard.press("Delete")
    paste(tab, html=DOCS)
    assert "<p><strong>Gras</strong><em> penché</em></p>" in source(tab)


def test_hostile_html_does_nothing_when_pasted(tab: Page) -> None:
    open_editor(tab)
    paste(
        tab,
        html="<p>a<img src=x onerror='window.hit=1'><svg onload='window.hit=1'></svg></p><script>window.hit=1</script><a href='javascript:window.hit=1'>b</a>",
    )
    assert tab.evaluate("window.hit") is None
    assert "javascript" not in source(tab)


def test_without_script_a_plain_text_is_enough(open_here: Callable[..., Page]) -> None:
    page = open_here(java_script_enabled=False)
    page.goto("/write/post/")
    page.get_by_label("Message", exact=True).fill("One <3\n\nTwo")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url("**/write/saved/")
    assert writing_urls.SAVED == ["<p>One &lt;3</p><p>Two</p>"]


def test_the_editor_is_accessible_and_fits_a_phone(open_here: Callable[..., Page], axe: Judge) -> None:
    page = open_here(reduced_motion="reduce", viewport={"width": 390, "height": 844}, has_touch=True)
    open_editor(page)
    page.keyboard.type("Thanks ")
    page.get_by_role("button", name="Table", exact=True).click()
    page.keyboard.type("@eli")
    expect(suggestions(page).filter(has_text="Élise Martin")).to_be_visible()
    axe.in_both_themes(page)
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # Axe takes the bar at the bottom of a phone for something above the dialog, which is in the top layer.
    page.set_viewport_size({"width": 1280, "height": 800})
    page.keyboard.press("Control+k")
    page.keyboard.type("cong")
    expect(suggestions(page)).to_have_count(3)
    axe.in_both_themes(page)


def test_what_was_typed_is_back_after_a_reload_and_gone_once_sent(tab: Page) -> None:
    open_editor(tab)
    tab.get_by_label("Title").fill("Half a title")
    tab.locator(".ProseMirror").click()
    tab.keyboard.type("Half a text")
    tab.reload()
    expect(tab.get_by_text("What you had not sent yet is back.")).to_be_visible()
    expect(tab.get_by_label("Title")).to_have_value("Half a title")
    expect(tab.locator(".ProseMirror")).to_have_text("Half a text")
    assert publish(tab) == "<p>Half a text</p>"
    open_editor(tab)
    expect(tab.get_by_text("What you had not sent yet is back.")).to_be_hidden()
    expect(tab.get_by_label("Title")).to_have_value("")


def test_a_draft_is_discarded_when_asked(tab: Page) -> None:
    open_editor(tab)
    tab.keyboard.type("Never mind")
    tab.reload()
    tab.get_by_role("button", name="Discard it").click()
    expect(tab.locator(".ProseMirror")).to_have_text("")
    tab.reload()
    expect(tab.get_by_text("What you had not sent yet is back.")).to_be_hidden()


def test_a_refused_form_keeps_the_draft(tab: Page) -> None:
    open_editor(tab)
    tab.keyboard.type("Mine")
    tab.get_by_label("Title").evaluate("title => { title.required = false }")
    tab.get_by_role("button", name="Publish").click()
    expect(tab.get_by_text("This field is required.")).to_be_visible()
    expect(tab.locator(".ProseMirror")).to_have_text("Mine")
    tab.goto("/write/article/")
    expect(tab.locator(".ProseMirror")).to_have_text("Mine")


def test_what_was_typed_is_back_after_an_expired_session(tab: Page) -> None:
    open_editor(tab)
    tab.get_by_label("Title").fill("A title")
    tab.locator(".ProseMirror").click()
    tab.keyboard.type("An hour of work")
    tab.context.clear_cookies(name="sessionid")
    tab.get_by_role("button", name="Publish").click()
    tab.wait_for_url("**/accounts/login/**")
    tab.locator("[name=login]").fill("marc")
    tab.locator("[name=password]").fill(PASSWORD)
    tab.locator("[name=password]").press("Enter")
    tab.wait_for_url("**/write/article/")
    expect(tab.locator(".ProseMirror")).to_have_text("An hour of work")
    assert publish(tab) == "<p>An hour of work</p>"


def test_without_connection_nothing_is_lost(tab: Page) -> None:
    open_editor(tab, "post")
    tab.keyboard.type("In the train")
    tab.context.set_offline(True)
    tab.get_by_role("button", name="Publish").click()
    expect(tab.get_by_text("what you wrote is kept on this device")).to_be_visible()
    tab.context.set_offline(False)
    assert publish(tab) == "<p>In the train</p>"


def test_nobody_finds_anothers_draft_on_the_same_computer(tab: Page, live_server: LiveServer) -> None:
    open_editor(tab, "post")
    tab.keyboard.type("Private")
    tab.reload()
    tab.context.clear_cookies(name="sessionid")
    sign_in(tab.context, User.objects.get(username="elise"), live_server.url)
    tab.goto("/write/post/")
    expect(tab.get_by_text("What you had not sent yet is back.")).to_be_hidden()
    expect(tab.get_by_label("Message", exact=True)).to_have_value("")
