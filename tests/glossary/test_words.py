"""Terms are found as whole words, in their forms, the longest first; and explained once, where that disturbs nothing."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.core.richtext import clean, to_text
from knowledge.glossary.explaining import explained
from knowledge.glossary.forms_of_words import expression, forms_of, normal
from knowledge.glossary.kept import Entry, Matcher


def entry(term: str, pk: int = 1, language: str = "fr", variants: tuple[str, ...] = (), **fields: str) -> Entry:
    said = {"summary": f"Sens de {term}", "standing": "", "instead": "", "space_path": ""} | fields
    forms = tuple(forms_of(term, variants, language))
    return Entry(pk=pk, term=term, forms=forms, language=language, audience_id=None, url=f"/t/{pk}/", **said)


def matcher(*entries: Entry) -> Matcher:
    known = {form: one for one in reversed(entries) for form in one.forms}
    pattern = expression(known)
    assert pattern is not None
    return Matcher(1, pattern, known)


def found(text: str, *entries: Entry) -> list[str]:
    return [match[0] for match in matcher(*entries).pattern.finditer(text)]


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("équipe", "L’équipe, d'équipe, Équipes et equipe", ["équipe", "équipe", "Équipes"]),
        (
            "bac rouge",
            "Les bacs rouges ; un bac\u00a0rouge ; le BAC ROUGE",
            ["bacs rouges", "bac\u00a0rouge", "BAC ROUGE"],
        ),
        ("retour de chantier", "des retours de chantier", ["retours de chantier"]),
        ("signal", "deux signaux", ["signaux"]),
        ("chapeau", "les chapeaux, chapeautés", ["chapeaux"]),
        ("serre-joint", "un serre‑joint, des serre-joints", ["serre‑joint", "serre-joints"]),
        ("mis", "un mis-à-part, remis, permis, mis", ["mis"]),
        ("C.D.I.", "un C.D.I. ou CDI", ["C.D.I."]),
        ("d'office", "coché d’office", ["d’office"]),
        ("A+", "le A+ vaut", ["A+"]),
    ],
)
def test_french_forms(term: str, text: str, words: list[str]) -> None:
    assert found(text, entry(term)) == words


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("offcut", "Offcuts and an offcut’s place, no offcutting", ["Offcuts", "offcut"]),
        ("batch", "two batches", ["batches"]),
        ("survey", "surveys", ["surveys"]),
        ("entry", "entries", ["entries"]),
        ("site survey", "Site  surveys", ["Site  surveys"]),
    ],
)
def test_english_forms(term: str, text: str, words: list[str]) -> None:
    assert found(text, entry(term, language="en")) == words


def test_the_longest_term_wins() -> None:
    entries = (entry("fiche", 1), entry("fiche de fabrication", 2), entry("fiche de fabrication interne", 3))
    assert found("La fiche de fabrication, puis la fiche.", *entries) == ["fiche de fabrication", "fiche"]
    assert found("fiches de fabrications internes", *entries) == ["fiches de fabrications internes"]


@given(
    st.lists(st.text(alphabet="abé' -", min_size=1, max_size=12), min_size=1, max_size=12),
    st.text(alphabet="abé' -.", max_size=80),
)
def test_the_expression_finds_just_what_the_forms_say(terms: list[str], text: str) -> None:
    forms = {normal(term) for term in terms if normal(term).strip("' -")}
    pattern = expression(forms)
    if pattern is None:
        assert not forms
        return
    for match in pattern.finditer(text):
        assert normal(match[0]) in forms
        assert not re.match(r"\w", text[match.end() : match.end() + 1])


def test_thousands_of_terms_read_a_long_text_quickly() -> None:
    forms = [f"terme {letter}{number}" for letter in "abcdefgh" for number in range(1000)]
    pattern = expression(forms)
    assert pattern is not None
    text = "Rien de tout cela, un terme z12 et un terme c7. " * 20_000
    began = time.perf_counter()
    assert len(pattern.findall(text)) == 20_000
    assert time.perf_counter() - began < 5


HTML = clean(
    "<h2>La fiche</h2><p>Voir <a href='/x/'>la fiche</a>, le code <code>fiche</code> et Tom &amp; la <em>fiche</em>. Une autre fiche.</p>",
    "article",
)


def test_the_first_use_outside_links_headings_and_code_is_explained_once() -> None:
    html = explained(HTML, matcher(entry("fiche", summary='Le "papier" <de> fabrication')))
    assert html.count('class="term"') == 1
    assert '<em><a class="term"' in html
    assert 'title="Le &quot;papier&quot; &lt;de&gt; fabrication"' in html
    assert to_text(html) == to_text(HTML)


def test_words_beside_an_entity_are_found_and_stay_as_they_read() -> None:
    html = explained(clean("<p>R&amp;D &lt;b&gt; fiche</p>", "article"), matcher(entry("R&D", 1), entry("fiche", 2)))
    assert html.count('class="term"') == 2
    assert "&lt;b&gt;" in html
    assert to_text(html) == "R&D <b> fiche"


@given(st.text(max_size=200))
def test_whatever_a_text_says_it_says_the_same_explained(text: str) -> None:
    html = clean(f"<p>{text}</p><p>une fiche</p>", "article")
    assert to_text(explained(html, matcher(entry("fiche"), entry("a", 2)))) == to_text(html)


def test_a_word_to_avoid_says_what_to_say_instead() -> None:
    html = explained(HTML, matcher(entry("fiche", standing="avoid", instead="feuille")))
    assert "term-avoid" in html
    assert "To avoid: say “feuille”." in html
