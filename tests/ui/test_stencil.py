"""Rows that are rendered once and filled in with each one's texts."""

from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

ROW = Template(
    '{% stencil texts "test-row" kind %}<p class="{{ kind }}" title="{{ name }}">{% csrf_token %}'
    "{% if note %}{{ note }}{% else %}{% translate 'None' %}{% endif %}"
    "{% blocktranslate trimmed %}Support “{{ name }}”{% endblocktranslate %}</p>{% endstencil %}"
)


def row(name: str, note: str = "", kind: str = "plain", token: str = "") -> str:
    return ROW.render(Context({"texts": {"name": name, "note": note}, "kind": kind, "csrf_token": token}))


def test_each_row_has_its_own_texts_and_token() -> None:
    first, second = row("one", "a", token="first"), row("two", "b", token="second")
    assert 'title="one"' in first
    assert "“one”" in first
    assert 'value="first"' in first
    assert 'title="two"' in second
    assert "“two”" in second
    assert 'value="second"' in second
    assert "one" not in second
    assert "first" not in second


def test_texts_are_escaped_and_markup_is_kept() -> None:
    shown = row('<script>"', mark_safe("<b>noted</b>"))
    assert "<script>" not in shown
    assert 'title="&lt;script&gt;&quot;"' in shown
    assert "“&lt;script&gt;&quot;”" in shown
    assert "<b>noted</b>" in shown


def test_an_empty_text_and_another_value_make_another_shape() -> None:
    assert "None" in row("one", "")
    assert "None" not in row("one", "a")
    assert 'class="plain"' in row("one")
    assert 'class="late"' in row("one", kind="late")


def test_each_language_has_its_own_rows() -> None:
    english = row("one")
    with translation.override("fr"):
        assert "Aucun" in row("one")
    assert "None" in english
    assert row("one") == english


def test_what_looks_like_a_mark_in_a_text_stays_a_text() -> None:
    assert "\ue001note\ue001" in row("\ue001note\ue001", "secret")
    assert row("\ue001note\ue001", "secret").count("secret") == 1
