"""Writing together: what is not saved is there on another device, who else edits is seen, and two edits become one."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from knowledge.drafting.models import Answers, Draft
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_user

TEXT = "<p>Ask your manager before you book.</p><p>Keep the receipts of everything.</p><p>Send them in a month.</p>"


def test_two_people_write_in_one_article_and_no_word_is_lost(
    open_as: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    elise, marc = make_user(username="elise"), make_user(username="marc")
    article = make_article("Travel", by=elise, body=TEXT)
    address = f"/knowledge/-/{article.pk}/edit/"
    of_elise, of_marc = open_as(elise), open_as(marc)
    of_elise.goto(address)
    of_marc.goto(address)

    # Who else edits is seen by the one who comes second at once.
    expect(of_marc.get_by_text("Elise is editing this article too")).to_be_visible()

    # What Élise types is kept, and is there in another browser of hers.
    paragraph = of_elise.locator(".ProseMirror p", has_text="Keep the receipts")
    paragraph.click()
    of_elise.keyboard.press("End")
    of_elise.keyboard.type(" Photograph them.")
    of_elise.locator(".ProseMirror p", has_text="Send them").click()
    of_elise.keyboard.press("End")
    of_elise.keyboard.type(" Or sooner.")
    expect(of_elise.locator(".autosave-status")).to_contain_text("Kept at", timeout=15_000)
    assert "Photograph them." in Draft.objects.get(person=elise).fields["body"]
    elsewhere = open_as(elise)
    elsewhere.goto(address)
    expect(elsewhere.get_by_text("You go on with what you had not saved")).to_be_visible()
    expect(elsewhere.locator(".ProseMirror")).to_contain_text("Photograph them.")
    axe(elsewhere)

    # Marc saves the same paragraph and another one; Élise is asked about the first only.
    of_marc.locator(".ProseMirror p", has_text="Keep the receipts").click()
    of_marc.keyboard.press("End")
    of_marc.keyboard.type(" All of them.")
    of_marc.locator(".ProseMirror p", has_text="Ask your manager").click()
    of_marc.keyboard.press("End")
    of_marc.keyboard.type(" Finance too.")
    of_marc.get_by_role("button", name="Publish the changes").click()
    of_marc.wait_for_url("**/travel/")
    of_elise.get_by_role("button", name="Publish the changes").click()
    expect(of_elise.get_by_role("heading", level=1)).to_contain_text("Marc changed the same passages")
    expect(of_elise.locator(".conflict")).to_have_count(1)
    axe(of_elise)
    of_elise.get_by_label("Write it anew").check()
    words = of_elise.locator(".conflict-own .ProseMirror")
    expect(words).to_contain_text("Photograph them.")
    words.click()
    of_elise.keyboard.press("Control+End")
    of_elise.keyboard.type(" Really all.")
    expect(of_elise.get_by_text("Your choices are kept.")).to_be_visible()
    assert "Really all." in next(iter(Answers.objects.get(person=elise).given.values()))["own"]
    of_elise.get_by_role("button", name="Publish the changes").click()
    expect(of_elise.get_by_text("Merged with the changes of Marc")).to_be_visible()
    article.refresh_from_db()
    for said in ("Finance too.", "Photograph them. Really all.", "Or sooner."):
        assert said in article.body
    assert not Draft.objects.filter(person=elise).exists()
    of_elise.goto(address)
    expect(of_elise.locator(".ProseMirror")).to_contain_text("Really all.")
    expect(of_elise.locator("[data-restored]")).to_be_hidden()


def test_a_file_is_sent_while_the_article_is_not_saved_yet_and_is_there_after_a_refusal(
    open_as: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    make_space()
    tab = open_as(make_user(username="elise"))
    tab.goto("/knowledge/new/")
    tab.locator("parvis-new-files input[type=file]").set_input_files(
        {"name": "rules.txt", "mimeType": "text/plain", "buffer": b"No loose sleeves."}
    )
    box = tab.get_by_role("checkbox", name="rules.txt")
    expect(box).to_be_checked()
    expect(tab.locator("parvis-new-files [data-status]")).to_have_text("It is attached when you save.")
    axe(tab)
    tab.locator("#article-form").evaluate("form => { form.noValidate = true }")
    tab.get_by_role("button", name="Save as a draft").click()
    expect(tab.locator(".field-error").first).to_be_visible()
    expect(tab.get_by_role("checkbox", name="rules.txt")).to_be_checked()
    tab.get_by_label("Title").fill("Lathe")
    tab.get_by_role("button", name="Save as a draft").click()
    expect(tab.get_by_role("heading", name="Lathe")).to_be_visible()
    expect(tab.get_by_role("link", name="rules.txt")).to_be_visible()
