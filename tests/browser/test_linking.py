"""Linking while one writes, pasting from elsewhere, pictures, and the table of contents, in a real browser."""

import base64
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from intranet.contributions.models import Upload
from tests.browser.test_editor import open_editor, open_here, paste, png, publish, source, suggestions, tab, writer

__all__ = ["open_here", "tab", "writer"]
pytestmark = pytest.mark.urls("tests.browser.writing_urls")

# What the clipboard holds after a copy from each program, shortened; written by hand after theirs.
WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->
<style><!-- @list l0:level1 {mso-level-number-format:bullet;} p.MsoNormal {margin:0cm;} --></style></head>
<body lang=FR style='tab-interval:35.4pt'><!--StartFragment-->
<h1 style='margin-top:12.0pt'><a name="_Toc1"></a><span lang=FR style='mso-fareast-font-family:Arial'>Note de frais<o:p></o:p></span></h1>
<h2><span lang=FR>Qui peut demander&nbsp;?<o:p></o:p></span></h2>
<p class=MsoNormal><span lang=FR style='font-size:11.0pt'>Chaque <b style='mso-bidi-font-weight:normal'>salarié</b> et <i>stagiaire</i>, voir <a href="https://www.example.org/regles"><span style='color:blue'>les règles</span></a>.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='margin-left:36.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]><span lang=FR>le train<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span style='font-family:"Courier New";mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>seconde classe<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>le vélo<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>Remplir<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span><![endif]>Envoyer<o:p></o:p></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse;mso-yfti-tbllook:1184'><tr style='mso-yfti-irow:0'><td width=302 style='width:226.55pt'><p class=MsoNormal><b>Trajet<o:p></o:p></b></p></td><td><p class=MsoNormal><b>Taux</b></p></td></tr><tr><td><p class=MsoNormal>Paris</p></td><td><p class=MsoNormal>0,50&nbsp;€</p></td></tr></table>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal><img width=10 height=10 src="file:///C:/Users/x/clip_image002.png"></p>
<!--EndFragment--></body></html>"""
DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-2f"><h1 dir="ltr" style="line-height:1.38;margin-top:20pt"><span style="font-size:20pt;font-family:Arial,sans-serif;color:#000;font-weight:400;font-style:normal;text-decoration:none">Meeting rooms</span></h1>
<p dir="ltr" style="line-height:1.38"><span style="font-size:11pt;font-weight:400">Book </span><span style="font-size:11pt;font-weight:700;font-style:normal">early</span><span style="font-weight:400;font-style:italic"> please</span><span style="text-decoration:line-through">!</span></p>
<ul style="margin-top:0;padding-inline-start:48px"><li dir="ltr" style="list-style-type:disc" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400">one</span></p></li><ul style="margin-top:0"><li dir="ltr" aria-level="2"><p dir="ltr"><span>inner</span></p></li></ul><li dir="ltr" aria-level="1"><p dir="ltr"><span>two</span></p></li></ul><br />
<div dir="ltr" align="left"><table style="border:none"><colgroup><col width="312" /><col width="312" /></colgroup><tbody><tr style="height:0pt"><td style="border:solid #000 1pt"><p dir="ltr"><span style="font-weight:700">Room</span></p></td><td><p dir="ltr"><span>Seats</span></p></td></tr></tbody></table></div>
<span style="border:none;display:inline-block"><img src="https://lh7-rt.googleusercontent.com/docsz/AD_x" width="100" height="50" style="margin-left:0px" /></span></b><br class="Apple-interchange-newline">"""
WEB = """<meta charset="utf-8"><div class="article" style="font: 16px/1.5 sans-serif"><nav><a href="/home">Home</a></nav><h5 class="t" onclick="x()">Small print</h5><section><div><span class="lead" style="font-weight:bold">Bold</span> by style &amp; <font color="red">red</font></div><ol type="a"><li>first<ul><li>deep</li></ul></li></ol><pre><code class="language-python hljs"><span class="kw">def</span> f()</code></pre><blockquote cite="x"><p>Said</p></blockquote></section><script>evil()</script><style>p{}</style></div>"""


def test_word_docs_and_web_pages_leave_their_structure_and_nothing_else(tab: Page) -> None:
    open_editor(tab)
    paste(tab, html=WORD)
    html = source(tab)
    assert "<h2>Note de frais</h2><h2>Qui peut demander\u00a0?</h2>" in html.replace("&nbsp;", "\u00a0")
    assert "Chaque <strong>salarié</strong> et <em>stagiaire</em>, voir <a" in html
    assert (
        "<ul><li><p>le train</p><ul><li><p>seconde classe</p></li></ul></li><li><p>le vélo</p></li></ul>"
        "<ol><li><p>Remplir</p></li><li><p>Envoyer</p></li></ol>" in html
    )
    assert "<strong>Trajet</strong>" in html
    assert html.count("<tr>") == 2
    expect(tab.locator(".editor-status")).to_contain_text("Pictures left out of what you pasted: 1")
    for noise in ("mso", "span", "style", "file:", "<o:p", "class="):
        assert noise not in html
    tab.keyboard.press("Control+a")
    tab.keyboard.press("Delete")
    paste(tab, html=DOCS)
    html = source(tab)
    assert "<h2>Meeting rooms</h2>" in html
    assert "<p>Book <strong>early</strong><em> please</em><s>!</s></p>" in html
    assert "<ul><li><p>one</p><ul><li><p>inner</p></li></ul></li><li><p>two</p></li></ul>" in html
    assert "<strong>Room</strong>" in html
    assert "span" not in html
    tab.keyboard.press("Control+a")
    tab.keyboard.press("Delete")
    paste(tab, html=WEB)
    html = source(tab)
    assert "<h4>Small print</h4>" in html
    assert "<strong>Bold</strong> by style &amp; red" in html
    assert "<ol><li><p>first</p><ul><li><p>deep</p></li></ul></li></ol>" in html
    assert '<pre><code class="language-python">def f()</code></pre>' in html
    assert "<blockquote><p>Said</p></blockquote>" in html
    assert "evil" not in html


def test_pictures_written_into_a_pasted_text_are_sent_and_each_is_described(tab: Page) -> None:
    open_editor(tab)
    data = base64.b64encode(png()).decode()
    paste(
        tab, html=f'<p>Before <img src="data:image/png;base64,{data}"> after <img src="data:image/png;base64,AAAA"></p>'
    )
    dialog = tab.get_by_role("dialog", name="Picture")
    expect(dialog).to_be_visible()
    for _ in range(2):
        tab.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Keep the picture so").click()
    expect(dialog).to_be_visible()
    dialog.get_by_label("only there to please the eye").check()
    dialog.get_by_label("Size").select_option("small")
    dialog.get_by_role("button", name="Keep the picture so").click()
    expect(dialog).to_be_hidden()
    expect(tab.locator(".editor-status")).to_contain_text("left out of what you pasted: 1")
    html = publish(tab)
    assert f'src="/media/{Upload.objects.get().key}"' in html
    assert 'class="picture-small"' in html
    assert "Before" in html
    assert "data:" not in html


def test_two_brackets_and_a_title_link_or_ask_for_a_page(tab: Page) -> None:
    open_editor(tab)
    tab.keyboard.type("See [[cong")
    expect(suggestions(tab)).to_have_count(3)
    expect(tab.get_by_role("group", name="Articles")).to_be_visible()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.keyboard.type("and [[congés d'hiver")
    ask = suggestions(tab).filter(has_text="Ask for this page: “congés d'hiver”")
    expect(ask).to_be_visible()
    ask.click()
    tab.keyboard.type("too.")
    html = publish(tab)
    assert 'data-ref="article:2">Compte rendu de congrès</a> and ' in html
    assert "/knowledge/-/wanted/?title=cong%C3%A9s%20d'hiver" in html
    assert html.endswith(">congés d'hiver</a> too.</p>")


def test_the_dialog_of_a_picture_and_the_groups_are_accessible(tab: Page, axe: Callable[[Page], None]) -> None:
    open_editor(tab)
    tab.keyboard.type("See [[cong")
    expect(suggestions(tab)).to_have_count(3)
    axe(tab)
    tab.keyboard.press("Escape")
    paste(tab, picture=png())
    dialog = tab.get_by_role("dialog", name="Picture")
    expect(dialog).to_be_visible()
    line = dialog.locator("label:has([name=decorative])").bounding_box()
    assert line is not None
    assert line["width"] > 200  # one readable line, not a column of letters
    axe(tab)


def test_a_book_is_refused_before_it_is_read_and_the_browser_goes_on(tab: Page) -> None:
    open_editor(tab)
    tab.keyboard.type("Before.")
    paragraph = "<p>Thirty letters of a long book.</p>"
    took = tab.evaluate(
        """paragraph => {
          const data = new DataTransfer()
          data.setData("text/html", paragraph.repeat(42000))
          data.setData("text/plain", "x")
          const began = performance.now()
          document.querySelector(".ProseMirror").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
          return performance.now() - began
        }""",
        paragraph,
    )
    assert took < 500
    expect(tab.locator(".editor-status")).to_contain_text("too long to be pasted at once")
    assert source(tab).count("<p>") == 1
    paste(tab, html=paragraph * 300)
    assert source(tab).count("Thirty letters") == 300
