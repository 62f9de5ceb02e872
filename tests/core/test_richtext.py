import contextlib
import json
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from intranet.core.richtext import (
    CleanHTML,
    clean,
    excerpt,
    guess_language,
    headings,
    mentioned_ids,
    to_text,
    upload_keys,
    with_heading_ids,
    word_count,
)
from intranet.core.richtext.allowed import ATTRIBUTES, PROFILES
from intranet.core.richtext.cleaning import clean_anew
from tests.bad_input.strings import SCRIPTS
from tests.conftest import CORPUS

ROOT = Path(__file__).resolve().parents[2]
KEY = "0b1b7a52-3b1c-4b43-9f5f-7a3a4f6f1a11"

HOSTILE = [
    "<script>alert(1)</script>bonjour",
    "<style>p{}</style>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='  java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<p style='background:url(javascript:x)' onclick=alert(1)>x</p>",
    "<iframe src='//evil.example'></iframe>",
    "<form action=x><button formaction='javascript:x'>go</button></form>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<table><td><svg><desc><table><style><img title='</style><img src onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<a title='<img src=x onerror=alert(1)>'>x</a>",
    "<img src='/media/../accounts/'>",
    "<<script>script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<a href='\\\\evil.example'>x</a><a href='/\\evil.example'>y</a>",
    "<base href='//evil.example'><meta http-equiv=refresh content='0;url=//evil.example'><link rel=stylesheet href=x>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x00<scr\x00ipt>alert(1)</script>\ud800",
]


class Inspect(HTMLParser):
    """Fails on any tag, attribute or address that the list does not hold."""

    def __init__(self, profile: str) -> None:
        super().__init__()
        self.profile = profile

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in PROFILES[self.profile].tags, tag
        for name, value in attrs:
            assert name in ATTRIBUTES.get(tag, {}), (tag, name)
            assert not name.startswith("on")
            assert name != "style"
            if name in ("href", "src"):
                scheme = (value or "").split(":")[0].lower() if ":" in (value or "").split("/")[0] else ""
                assert scheme in ("", "http", "https", "mailto", "tel"), value
                assert not (value or "").startswith("//")
            if name == "src":
                assert (value or "").startswith("/media/")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    handle_pi = handle_comment = unknown_decl = handle_decl


def assert_safe(html: str, profile: str = "article") -> None:
    cleaned = clean(html, profile)
    inspector = Inspect(profile)
    inspector.feed(cleaned)
    inspector.close()
    assert clean_anew(cleaned, profile) == cleaned
    if profile == "article":
        anchored = with_heading_ids(cleaned)
        assert clean_anew(anchored, profile) == anchored


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("html", [*HOSTILE, *(text for text in SCRIPTS if "<div>" * 500 not in text)])
def test_hostile_html_comes_out_harmless(html: str, profile: str) -> None:
    assert_safe(html, profile)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not on this machine; the samples above are checked")
def test_the_known_hostile_inputs_come_out_harmless() -> None:
    folder = CORPUS / "security_inputs"
    texts = [p.read_text().split("\n--\n")[0] for p in folder.glob("bleach/tests/data/*.test")]
    texts += json.loads((folder / "blns" / "blns.json").read_text())
    assert len(texts) > 400
    for text in texts:
        for profile in PROFILES:
            assert_safe(text, profile)
            assert_safe(f"<p>{text}</p>", profile)


fragments = st.lists(
    st.one_of(
        st.sampled_from(HOSTILE),
        st.sampled_from(
            [
                f"<{close}{tag}>"
                for tag in [*sorted(PROFILES["article"].tags), "div", "h1", "b", "x"]
                for close in ("", "/")
            ]
        ),
        st.sampled_from(
            [
                "https://exa",
                "mple.org/a?b=1&c=(2)",
                "www.x.fr.",
                "a@b.fr",
                "&amp;",
                "&amp;lt;",
                "&nbsp;",
                " ",
                "\n\n",
                "<!--",
                f"<img src=/media/{KEY} alt='a<b'>",
                "<img src='https://x.y/z.png'>",
                "<a href='/k?a=1&amp;lt=2'>",
                "<a>",
            ]
        ),
        st.text(max_size=20),
    ),
    max_size=14,
).map("".join)


@settings(max_examples=300)
@given(html=fragments, profile=st.sampled_from(sorted(PROFILES)))
@example(html="&amp;lt;b", profile="article")
def test_cleaning_twice_changes_nothing(html: str, profile: str) -> None:
    assert_safe(html, profile)


@settings(max_examples=150)
@given(st.text(max_size=200))
def test_plain_text_keeps_its_words(text: str) -> None:
    escaped = clean("<p></p>" + text.replace("&", "&amp;").replace("<", "&lt;"))
    visible = "".join(c for c in text if c.isprintable() and not c.isspace() and not "\ue000" <= c <= "\ue004")
    shown = "".join(c for c in to_text(escaped) if c.isprintable() and not c.isspace())
    assert shown == visible


def test_scripts_go_with_their_text() -> None:
    assert clean("<p>a</p><script>alert(1)</script><style>p{color:red}</style>") == "<p>a</p>"


def test_what_articles_are_made_of_is_kept() -> None:
    html = (
        "<h2>T</h2><p><strong>a</strong> <em>b</em> <s>c</s> H<sub>2</sub>O <code>x</code><br>y</p>"
        '<ol start="3"><li><p>un</p></li></ol><blockquote><p>q</p></blockquote><hr>'
        '<pre><code class="language-python">if a &lt; b:\n    pass</code></pre>'
        '<table><tbody><tr><th colspan="2">a</th></tr><tr><td>b</td><td rowspan="2">c</td></tr></tbody></table>'
        f'<figure><img src="/media/{KEY}" alt="Un plan" width="20" height="10" loading="lazy"><figcaption>Le plan</figcaption></figure>'
        "<dl><dt>a</dt><dd>b</dd></dl><details><summary>s</summary><p>t</p></details>"
        '<p><a href="/knowledge/x/" data-ref="article:12">y</a> <a href="/people/elise/" class="mention" data-mention="4">@Elise</a></p>'
    )
    assert clean(html) == html


def test_the_title_of_the_page_stays_the_only_one() -> None:
    assert clean("<h1>A</h1><h5>B</h5>") == "<h2>A</h2><h4>B</h4>"
    assert clean("<h2>A</h2>", "post") == "<p><strong>A</strong></p>"


def test_boxes_and_loose_text_become_paragraphs() -> None:
    assert clean("un<div>deux</div><div>trois <b>x</b></div>") == "<p>un</p><p>deux</p><p>trois <strong>x</strong></p>"
    assert clean("<ul><li><div>a</div><div>b</div></li></ul>") == "<ul><li>a<br>b</li></ul>"


def test_plain_text_becomes_paragraphs_with_links() -> None:
    assert clean("Bonjour <3\nligne\n\nvoir www.insee.fr, ou a@b.fr") == (
        "<p>Bonjour &lt;3<br>ligne</p>"
        '<p>voir <a href="https://www.insee.fr" rel="noopener noreferrer nofollow">www.insee.fr</a>, '
        'ou <a href="mailto:a@b.fr">a@b.fr</a></p>'
    )


def test_code_is_not_linked_and_file_names_are_not_sites() -> None:
    assert clean("<p><code>http://x.fr</code> manage.py</p>") == "<p><code>http://x.fr</code> manage.py</p>"


def test_our_own_addresses_are_made_relative(settings: Settings) -> None:
    settings.PARVIS_BASE_URL = "https://intranet.example"
    assert clean('<p><a href="https://intranet.example/ideas/1/">x</a></p>') == '<p><a href="/ideas/1/">x</a></p>'
    assert "nofollow" in clean('<p><a href="https://intranet.example//evil.example/">x</a></p>')


def test_pictures_from_elsewhere_become_links() -> None:
    assert clean('<p><img src="https://x.example/a.png" alt="Plan"></p>') == (
        '<p><a href="https://x.example/a.png" rel="noopener noreferrer nofollow">Plan</a></p>'
    )
    assert clean("<p><img src='data:image/png;base64,AAAA'></p>") == ""


@pytest.mark.parametrize(
    "nothing", ["", "<p></p>", "<p><br></p><p>&nbsp;</p>", "  \n ", "<script>x</script>", "<ul><li></li></ul>"]
)
def test_nothing_to_read_is_the_empty_text(nothing: str) -> None:
    assert clean(nothing) == ""


@pytest.mark.parametrize(
    "bomb",
    [
        "<b>" * 20_000,
        "<div>" * 20_000 + "x" + "</div>" * 20_000,
        "<div><table></div></table>" * 15_000,
        "<div><!--</div>-->" * 20_000,
        "<div title='</div>'>" * 20_000,
        "<p>" + "".join(f"<b x={n}>" for n in range(50)) + "<p>x" * 100_000,
        "<a href=x>" * 20_000,
        "x" * 1_000_001,
    ],
)
def test_a_bomb_is_refused_at_once(bomb: str) -> None:
    start = time.process_time()
    with pytest.raises(ValidationError):
        clean(bomb)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    "text",
    ["<a " * 100_000, "<!--" * 100_000, "(" * 200_000, "http://" * 50_000, "a@" * 100_000, "<p" + " a='" * 50_000],
)
def test_no_text_makes_cleaning_slow(text: str) -> None:
    start = time.process_time()
    with contextlib.suppress(ValidationError):
        clean(text)
    assert time.process_time() - start < 3


def test_an_ordinary_article_is_cleaned_quickly() -> None:
    html = (
        "<h2>Titre</h2>"
        + "<p>Lorem <strong>ipsum</strong> dolor <a href='https://example.org/a'>sit</a> amet.</p>" * 60
    )
    times = []
    for _ in range(5):
        start = time.process_time()
        clean_anew(html)
        times.append(time.process_time() - start)
    assert min(times) < 0.05


def test_sloppy_but_honest_html_is_not_taken_for_a_bomb() -> None:
    rows = "<tr><td>a<td><p>b<p>c" * 3000
    assert clean(f"<table>{rows}</table><ul>{'<li>x' * 3000}</ul>").count("<td>") == 6000


def test_reading_the_text() -> None:
    html = (
        "<h2>Un titre</h2><p>Un <b>mot</b>.<br>Ligne</p><ul><li>a</li></ul><table><tr><td>x</td><td>y</td></tr></table>"
    )
    assert to_text(clean(html)) == "Un titre\nUn mot.\nLigne\na\nx y"
    assert word_count(html) == 8
    assert excerpt("<p>Un texte assez long pour être coupé</p>", 20) == "Un texte assez long…"
    assert excerpt("<p>Court</p>", 20) == "Court"


def test_headings_get_ids_that_lead_there() -> None:
    html = clean("<h2>Été &amp; <em>hiver</em></h2><p>x</p><h3>A</h3><h3>A</h3><h2>!!!</h2>")
    found = headings(html)
    assert found == [(2, "s-ete-hiver", "Été & hiver"), (3, "s-a", "A"), (3, "s-a-2", "A"), (2, "s-section", "!!!")]
    anchored = with_heading_ids(html)
    assert isinstance(anchored, CleanHTML)
    assert all(f'id="{name}"' in anchored for _, name, _ in found)
    assert headings(anchored) == found
    assert with_heading_ids(anchored) == anchored == clean_anew(anchored)


def test_uploads_and_mentions_are_found() -> None:
    html = clean(f'<p><img src="/media/{KEY}"><a href="/people/e/" class="mention" data-mention="7">@E</a></p>')
    assert upload_keys(html) == {KEY}
    assert upload_keys(clean(f'<p><a href="/media/{KEY}">le rapport</a></p>')) == {KEY}
    assert mentioned_ids(html) == {7}


def test_the_language_of_a_text_is_guessed() -> None:
    assert guess_language("Les congés sont à demander dans l'outil pour que nous puissions les valider", "en") == "fr"
    assert guess_language("The leave must be requested with the tool so that we can approve it", "fr") == "en"
    assert guess_language("OK", "en") == "en"


def test_phones_get_lighter_pictures_and_none_is_without_description() -> None:
    def show(html: str) -> str:
        return Template("{{ value|rich }}").render(Context({"value": clean(html)}))

    large = show(f'<p><img src="/media/{KEY}" width="1600" height="900" alt="Plan &quot;a&quot; <b>"></p>')
    assert f'srcset="/media/{KEY}/small 800w, /media/{KEY} 1600w"' in large
    assert 'alt="Plan &quot;a&quot; b"' in large
    small = show(f'<p><img src="/media/{KEY}" width="300"></p>')
    assert "srcset" not in small
    assert 'alt=""' in small


def test_only_clean_html_is_shown_as_html() -> None:
    def show(value: object) -> str:
        return Template("{{ value|rich }}").render(Context({"value": value}))

    assert show(clean("<p>a</p>")) == "<p>a</p>"
    assert show("<p>a</p>") == "&lt;p&gt;a&lt;/p&gt;"
    assert show(clean("<p>a</p>") + "<script>") == "&lt;p&gt;a&lt;/p&gt;&lt;script&gt;"
    assert show(None) == ""
    assert Template("{{ value }}").render(Context({"value": clean("<p>a</p>")})) == "&lt;p&gt;a&lt;/p&gt;"


def test_nobody_else_says_that_html_is_clean() -> None:
    allowed = {"intranet/core/fields.py", "intranet/core/richtext/cleaning.py", "intranet/core/richtext/reading.py"}
    makers = {
        str(path.relative_to(ROOT))
        for folder in ("intranet", "knowledge", "ideas")
        for path in (ROOT / folder).rglob("*.py")
        if "CleanHTML(" in path.read_text()
    }
    assert makers == allowed


def test_plain_text_keeps_the_spaces_that_hold_french_together() -> None:
    assert to_text("<p>Pourquoi\u00a0:  «\u00a0oui\u00a0»\u202f?</p>") == "Pourquoi\u00a0: «\u00a0oui\u00a0»\u202f?"
    assert excerpt("<p>Une nuance autrement&nbsp;: « adapté » et la suite</p>", 25) == "Une nuance autrement…"
