"""Markdown of any clean text reads back to that text."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intranet.core.richtext import clean
from knowledge.exporting.writing import canonical, to_markdown
from knowledge.importing.documents import render

WORDS = st.text(st.sampled_from("ab 1.-+*_`~#>[]()!|\\<&:^{}%$=\"'é\u00a0☐\n/"), min_size=1, max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)


def wrapped(inner: st.SearchStrategy[str], *tags: str) -> st.SearchStrategy[str]:
    return st.builds(lambda tag, text: f"<{tag}>{text}</{tag.split()[0]}>", st.sampled_from(tags), inner)


def several(parts: st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[str]:
    return st.lists(parts, min_size=1, max_size=most).map("".join)


PICTURE = st.builds(
    lambda alt: f'<img src="/media/00000000-0000-4000-8000-000000000000" alt="{alt.replace(chr(34), "")}">', WORDS
)
INLINE = st.recursive(
    WORDS | st.just("<br>") | PICTURE,
    lambda inner: wrapped(
        several(inner),
        "strong",
        "em",
        "s",
        "u",
        "sub",
        "sup",
        "code",
        'a href="https://example.com/a_b"',
        'a href="#s-x"',
    ),
    max_leaves=6,
)
TEXT = several(INLINE)
BLOCK = st.recursive(
    wrapped(TEXT, "p", "h2", "h3", "h4", "p")
    | st.just("<hr>")
    | wrapped(WORDS, "pre", "pre><code").map(
        lambda html: html.replace("</pre>", "</code></pre>") if "<code" in html else html
    ),
    lambda inner: st.one_of(
        wrapped(several(inner), "blockquote", "details"),
        wrapped(
            several(wrapped(TEXT | several(inner, 2) | st.builds(str.__add__, TEXT, inner), "li")),
            "ul",
            "ol",
            "ol start=3",
        ),
        wrapped(
            several(wrapped(several(wrapped(TEXT | inner, "td", "th", "td colspan=2")), "tr")),
            "table",
            "table",
            "tbody",
        ),
        several(wrapped(several(wrapped(TEXT, "td")), "tr")).map(
            lambda rows: f"<table><thead><tr><th>a</th></tr></thead><tbody>{rows}</tbody></table>"
        ),
        wrapped(several(wrapped(TEXT, "dt", "dd")), "dl"),
        wrapped(inner, "figure"),
    ),
    max_leaves=8,
)


@given(several(BLOCK, 5))
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_any_text_comes_back_from_markdown(html: str) -> None:
    body = clean(html)
    assert canonical(render(to_markdown(body))) == canonical(body)


def test_a_text_of_another_kind_is_another_text() -> None:
    """What two texts are compared by does not hide what people would see."""
    for one, other in [
        ("<p>a</p>", "<p>b</p>"),
        ("<p>a</p>", "<h2>a</h2>"),
        ("<p>a b</p>", "<p>ab</p>"),
        ("<p>a\u00a0b</p>", "<p>a b</p>"),
        ("<p><strong>a</strong></p>", "<p>a</p>"),
        ("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
        ("<pre><code>a\n b</code></pre>", "<pre><code>a b</code></pre>"),
        ('<p><a href="/x">a</a></p>', '<p><a href="/y">a</a></p>'),
    ]:
        assert canonical(one) != canonical(other)
