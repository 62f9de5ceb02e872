"""Every field of every form: nothing breaks, nothing is stored unclean, what was typed comes back, in the reader's language."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count, cycle, zip_longest
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from intranet.core.fields import RichTextField
from tests.bad_input.site import Faults, Form, Site, fields_refused
from tests.bad_input.strings import (
    HUGE,
    LONE_SURROGATE,
    LONG,
    ODD,
    SHARP,
    dealt,
    naughty,
    packed,
    scripts,
)

# Left alone, or the person is signed out and the rest of the test is about sign-in.
ATTACK = re.compile(
    r"<\s*/?\s*(script|iframe|svg|math|form|base|meta|object|embed|style|link)\b|<[^>]*[\s/]on\w+\s*=|<[^>]*\b(javascript|vbscript|data)\s*:"
    r"|<[^>]*\sstyle\s*=",
    re.IGNORECASE,
)
OURS = {
    "knowledge",
    "ideas",
    "discussions",
    "charter",
    "moderation",
    "recognition",
    "people",
    "accounts",
    "contributions",
}


def address(site: Site, form: Form) -> str:
    return site.url(form.name) + form.query


def stored(site: Site, *field_types: type[models.Field]) -> Iterator[str]:
    """Yield what stands in fields of these types in the tables that the last request wrote to."""
    for model in apps.get_models():
        if model._meta.app_label in OURS and model._meta.db_table in site.written:
            fields = [f.name for f in model._meta.concrete_fields if isinstance(f, field_types) and f.model is model]
            if fields:
                for row in model._default_manager.values_list(*fields):
                    yield from map(str, row)


BAD = re.compile("[\x00\ud800-\udfff]")


def says_so(faults: Faults, response: HttpResponse, what: str) -> None:
    """Note what broke, and a form that comes back with its errors without saying so by its status too."""
    faults.look(response, what)
    page = b"" if response.streaming else response.content  # a file is no form that comes back
    refused = b'aria-invalid="true"' in page or b"errorlist" in page
    # Those of the sign-in library answer 200.
    if refused and response.status_code != 422 and not what.startswith("post account_"):
        faults.found.append(f"{what}: {response.status_code} for a refused form")


class Spoiling:
    """Sends a form with fields spoilt, as many at once as can be judged at once.

    A field that the page marks is refused, whatever stands in the others; it is left out and the rest is sent again. What
    no page marks went as far as the form goes when the same tables are written as for good values. Whatever else stopped
    it, one of them did: then each is sent alone; what stopped it alone is sent so the next time too. A form of one or two
    fields, or one that writes nothing for good values either, has each sent alone.
    """

    def __init__(self, site: Site, faults: Faults, form: Form) -> None:
        self.site, self.faults, self.form = site, faults, form
        self._stopping: set[str] = set()
        self._far: set[str] = set()
        if len(form.data) > 2:
            self._send({})
            self._far = set(site.written)

    def all(self, spoilt: dict[str, str], after: Callable[[HttpResponse], None] | None = None) -> None:
        left = {name: value for name, value in spoilt.items() if name not in self._stopping}
        words = {*self.form.texts, *self.form.rich}
        if self._far:
            left = self._not_judged(left, after)
            # What words are typed into stops a form less often than its numbers, its choices and its version.
            typed = {name: value for name, value in left.items() if name in words}
            left = {name: value for name, value in left.items() if name not in words} | self._not_judged(typed, after)
        for name in [*left, *(self._stopping & spoilt.keys())]:
            self._send({name: spoilt[name]}, after)
            if not self._went_far():
                self._stopping.add(name)

    def _not_judged(self, spoilt: dict[str, str], after: Callable[[HttpResponse], None] | None) -> dict[str, str]:
        """Send all of ``spoilt`` at once; return what nothing can be said of by that."""
        if len(spoilt) < 2:
            return spoilt
        marked = fields_refused(self._send(spoilt, after))
        return {} if self._went_far() else {name: value for name, value in spoilt.items() if name not in marked}

    def _went_far(self) -> bool:
        return bool(self._far) and self.site.written >= self._far

    def _send(self, spoilt: Mapping[str, str], after: Callable[[HttpResponse], None] | None = None) -> HttpResponse:
        with each_refused_alone(spoilt, self.form.data):
            response = self.site.send(address(self.site, self.form), {**self.form.data, **spoilt}, after)
        says_so(self.faults, response, f"post {self.form.name} {[(n, v[:40]) for n, v in spoilt.items()]!r}")
        return response


@contextmanager
def each_refused_alone(spoilt: Mapping[str, str], good: Mapping[str, Any]) -> Iterator[None]:
    """Judge each form that the request makes again with each of its spoilt fields as the only one, the others good: what a
    form says of several fields together must bear that one of them is missing. It raises in the request, which is a 500."""
    judge = BaseForm.full_clean

    def and_alone(form: BaseForm) -> None:
        judge(form)
        names = [name for name in form.fields if form.add_prefix(name) in spoilt]
        if len(names) < 2 or not form.is_bound:
            return
        kept = form.__dict__.copy()
        for name in names:
            sent = QueryDict(mutable=True)
            for key, value in {**good, form.add_prefix(name): spoilt[form.add_prefix(name)]}.items():
                sent.setlist(key, value if isinstance(value, list) else [value])
            form.__dict__.update(data=sent, _errors=None)
            form.__dict__.pop("changed_data", None)
            judge(form)
            form.__dict__.clear()
            form.__dict__.update(kept)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(BaseForm, "full_clean", and_alone)
        yield


def test_each_field_bears_the_worst_and_stores_no_nul_and_no_half_letter(site: Site, faults: Faults) -> None:
    """What no text has, and what is too long for words or too large for numbers, goes to each field.

    The others are good, or marked as refused, or went through with it: so the worst goes as far as the form lets it, to the
    verbs and the database. The rest of the worst is among the naughty strings, which go to every kind of field.
    """

    def none_is_bad(response: HttpResponse) -> None:
        for text in stored(site, models.CharField, models.TextField):
            assert not BAD.search(text), text

    for form in site.forms.values():
        spoiling = Spoiling(site, faults, form)
        spoiling.all({name: f"{good}\x00{LONE_SURROGATE}" for name, good in form.data.items()}, none_is_bad)
        spoiling.all({name: LONG if name in (*form.texts, *form.rich) else HUGE for name in form.data})


def test_the_naughty_strings_in_every_kind_of_field(site: Site, faults: Faults) -> None:
    """Every string stands in a field of words, in a rich one, and in one of another kind (a number, a choice, a day).

    Whether one string breaks a kind of field is no matter of which form it stands in: the fields of a kind, all the forms
    together, share them out. Each form meets some, whatever it asks for; those with most fields take what is left.
    """
    forms = list(site.forms.values())
    others = [tuple(name for name in form.data if name not in (*form.texts, *form.rich)) for form in forms]
    for strings, fields, is_judged in (
        (packed(naughty(), 90), [form.texts for form in forms], False),
        (packed(naughty(), 1000), [form.rich for form in forms], False),
        (naughty(), others, True),
    ):
        with_some = [(form, names) for form, names in zip(forms, fields, strict=True) if names]
        with_most = sorted(with_some, key=lambda pair: len(pair[1]), reverse=True)[:20]
        left = cycle(strings)
        once, more = sum(len(names) for _form, names in with_some), []
        for pair in cycle(with_most):
            if once >= len(strings):
                break
            more.append(pair)
            once += len(pair[1])
        for form, names in [*with_some, *more]:
            some = [next(left) for _name in names]
            # All wrong where a form judges, as for a number; only the words, so that they get to verbs and database.
            spoilt = {name: some[at % len(some)] for at, name in enumerate(form.data)} if is_judged else {}
            data = {**form.data, **spoilt, **dict(zip(names, some, strict=True))}
            faults.look(site.send(address(site, form), data), f"post {form.name} {some!r}")


def test_naughty_strings_are_kept_as_they_were_written(site: Site, faults: Faults) -> None:
    """What a form takes is stored whole but for what no text has, and the page that shows it shows it as text."""
    texts = [text[:90] for text in [*SHARP, *ODD]]
    half = [text for text in texts if "\x00" in text or LONE_SURROGATE in text]  # may be refused
    for form in site.forms.values():
        if form.name in ("knowledge:new", "ideas:submit", "discussions:new", "people:edit"):
            for words in [*packed([text for text in texts if text not in half], 90), *half]:
                text = f"Words {words}"[:100]

                def look(response: HttpResponse, text: str = text, words: str = words, form: Form = form) -> None:
                    if words in half and response.status_code != 302:
                        return
                    assert response.status_code == 302, (form.name, text)
                    assert not response["Location"].startswith("/accounts/")
                    shown = site.client.get(response["Location"].split("#")[0])
                    faults.look(shown, f"after {form.name} {text!r}")
                    page = shown.content.decode()
                    assert f">{text}" not in page or "<" not in text, text
                    for word in text.split():
                        if word.isprintable():
                            assert escape(word) in page, (form.name, word)

                faults.look(
                    site.send(address(site, form), {**form.data, form.texts[0]: text}, look), f"{form.name} {text!r}"
                )


def test_no_script_gets_into_what_is_stored(site: Site, faults: Faults) -> None:
    """Each rich field meets a twelfth of the attacks, and any twelve in a row all of them; every attack is made on each
    profile of the cleaner besides (``tests/core/test_richtext.py``)."""
    number = count()
    for form in site.forms.values():
        # The fields of a form are attacked at once, each by others.
        shares = [dealt(scripts(), next(number), 12) for _name in form.rich]
        for attacks in zip_longest(*shares, fillvalue=scripts()[0]):
            texts = dict(zip(form.rich, attacks, strict=True))

            def clean(response: HttpResponse, texts: Mapping[str, str] = texts, form: Form = form) -> None:
                for html in stored(site, RichTextField):
                    assert not ATTACK.search(html), (form.name, texts, html[:300])

            faults.look(site.send(address(site, form), {**form.data, **texts}, clean), f"{form.name} {texts!r}")


def refused(site: Site, form: Form) -> tuple[HttpResponse, list[str]]:
    """Send ``form`` with its first required field empty and marks in the others; return the answer and the marks."""
    marks = {name: f"kept-{number}" for number, name in enumerate(form.texts)}
    marks |= {name: f"<p>kept-rich-{number}</p>" for number, name in enumerate(form.rich)}
    marks.pop(form.texts[0])
    data = {**form.data, **marks, form.texts[0]: ""}
    response = site.send(address(site, form), data)
    return response, [mark.removeprefix("<p>").removesuffix("</p>") for mark in marks.values()]


NEEDED = [
    "knowledge:new",
    "knowledge:new_space",
    "ideas:submit",
    "ideas:edit",
    "discussions:new",
    "moderation:report",
    "moderation:hide",
    "moderation:dismiss",
    "recognition:highlight",
    "search:new_synonyms",
    "search:new_bet",
]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_refused_form_says_why_in_the_readers_language_and_keeps_what_was_typed(site: Site, language: str) -> None:
    site.author.language = language
    site.author.save()
    for form in site.forms.values():
        if form.name not in NEEDED:
            continue
        response, marks = refused(site, form)
        content = response.content.decode()
        assert response.status_code in (200, 422), (form.name, response.status_code)
        assert f'lang="{language}"' in content
        with translation.override(language):
            reasons = [_("This field is required."), _("Give your idea a title.")]
        assert any(reason in content for reason in reasons), form.name
        for mark in marks:
            assert mark in content, (form.name, mark)


def test_what_is_too_long_is_refused_in_words_and_shown_again(site: Site) -> None:
    """One character more than the field takes; the database never gets to judge."""
    too_long: dict[str, dict[str, Any]] = {
        "knowledge:new": {"title": "y" * 201},
        "ideas:submit": {"title": "y" * 161},
        "discussions:new": {"title": "y" * 400},
        "moderation:report": {"words": "y" * 2001},
        "moderation:hide": {"hide-reason": "y" * 2001},
        "recognition:highlight": {"why": "y" * 5000},
        "people:edit": {"bio": "y" * 2001},
    }
    for form in site.forms.values():
        if form.name in too_long:
            response = site.send(address(site, form), {**form.data, **too_long[form.name]})
            typed = next(iter(too_long[form.name].values()))
            assert response.status_code in (200, 422), form.name
            assert typed[:160] in response.content.decode(), form.name


def test_a_text_far_too_long_is_refused_in_words(site: Site, faults: Faults) -> None:
    """A hundred thousand paragraphs where most is written; elsewhere as much without an end, which is read faster."""
    for form in site.forms.values():
        paragraphs = form.name in ("knowledge:new", "ideas:submit", "discussions:reply")
        for name in form.rich:
            text = "<p>word</p>" * 100_000 if paragraphs else "word" * 275_000
            response = site.send(address(site, form), {**form.data, name: text})
            faults.look(response, f"{form.name} {name}")
            assert response.status_code in (200, 409, 422), form.name


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "[]",
        "7",
        "[" * 50_000,
        '{"title": "\\ud800", "body": "\\u0000<p>mine</p>"}',
        '{"title": null, "body": {"a": 1}, "language": "klingon", "tags": [1]}',
        '{"body": "<script>alert(1)</script><p>mine</p>", "title": "t"}',
        '{"\\ud800": 1, "body": "' + "<div>" * 3000 + '"}',
        '{"title": "' + "t" * 5000 + '", "body": "<p>mine</p>"}',
    ],
)
def test_a_text_carried_along_that_was_tampered_with_breaks_nothing(site: Site, faults: Faults, kept: str) -> None:
    for current in ("1", "9" * 30, "\x00"):
        response = site.send(site.url("knowledge:edit"), {"current": current, "kept": kept, "choice-0": "mine"})
        faults.look(response, f"{current} with {kept[:60]}")
        assert b"<script>alert" not in response.content


def test_a_refused_form_answers_422_everywhere(site: Site, faults: Faults) -> None:
    """Nothing given. What is refused for one field, or for nonsense in all, is judged where they are spoilt."""
    for form in site.forms.values():
        says_so(faults, site.send(address(site, form), dict.fromkeys(form.data, "")), f"post {form.name} with nothing")
