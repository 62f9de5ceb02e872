"""A quoted passage is found again: word for word, between its neighbours, or where most of it is. Or it is gone."""

import time

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from intranet.core.richtext import clean
from knowledge.passages.anchoring import REMAINS, Quote, locate, quote, remains
from knowledge.passages.marking import marked
from knowledge.passages.plain import Plain, squeezed

letters = st.text(alphabet="abcdefghijklmnop.", max_size=120)
passages = st.text(alphabet="abcdefghijklmnop.", min_size=20, max_size=90)
TEXT = "Sandtheplatewithgrade180.Thenwater,lightly.Letitrestforonehour.Varnishintwocrossedcoats.Cleanthegunatonce."


def at(words: str, text: str = TEXT) -> tuple[int, int]:
    wanted = squeezed(words)
    return text.index(wanted), text.index(wanted) + len(wanted)


def kept(words: str, text: str = TEXT) -> Quote:
    return quote(text, *at(words, text))


@example("a" * 20, "a" * 20, "", "a.", 20, 0, True)  # it overlaps itself, and only its end is where it was
@given(letters, passages, letters, letters, st.integers(0, 120), st.integers(0, 120), st.booleans())
def test_an_edit_elsewhere_never_loses_the_passage(
    before: str, passage: str, after: str, new: str, cut: int, length: int, in_front: bool
) -> None:
    wanted = quote(before + passage + after, len(before), len(before) + len(passage))
    side = before if in_front else after
    start = min(cut, len(side))
    side = side[:start] + new + side[start + length :]
    text = side + passage + after if in_front else before + passage + side
    found = locate(text, wanted)
    assert found is not None
    assert text[slice(*found)] == passage
    if text.find(passage) == text.rfind(passage):
        assert found == (text.index(passage), text.index(passage) + len(passage))


@given(letters, passages, letters, letters, st.integers(0, 90), st.integers(0, 36))
def test_an_edit_inside_keeps_it_while_three_fifths_remain(
    before: str, passage: str, after: str, new: str, cut: int, length: int
) -> None:
    text = before + passage + after
    assume(text.count(passage) == 1)
    start = min(cut, len(passage))
    gone = min(length, len(passage) - start)
    assume(gone <= 0.4 * len(passage))
    assume(len(new) <= len(passage))
    changed = passage[:start] + new + passage[start + gone :]
    found = locate(before + changed + after, quote(text, len(before), len(before) + len(passage)))
    assert found is not None


@pytest.mark.parametrize(
    ("now", "shows"),
    [
        ("Let it rest for two full hours.", "Letitrestfortwofullhours."),
        ("Let it dry for one hour.", "Letitdryforonehour."),
        ("Do let it rest for one hour.", "letitrestforonehour."),
    ],
)
def test_a_sentence_that_was_reworded_is_found_as_it_reads_now(now: str, shows: str) -> None:
    text = TEXT.replace("Letitrestforonehour.", squeezed(now))
    found = locate(text, kept("Let it rest for one hour."))
    assert found is not None
    assert shows[3:] in text[slice(*found)]


def test_a_deleted_passage_is_gone() -> None:
    text = TEXT.replace("Letitrestforonehour.", "")
    assert locate(text, kept("Let it rest for one hour.")) is None
    rewritten = TEXT.replace("Letitrestforonehour.", "Nowwipeeverythingwithsomecottoncloth.")
    assert locate(rewritten, kept("Let it rest for one hour.")) is None


def test_of_two_copies_the_one_that_is_deleted_is_gone_and_does_not_become_the_other() -> None:
    text = "Aboutoak:donotsand.Keepitdryinwinter.Aboutbeech:donotsand.Useafiller."
    second = quote(text, text.rindex("donotsand."), text.rindex("donotsand.") + 10)
    assert locate(text, second) == (text.rindex("donotsand."), text.rindex("donotsand.") + 10)
    without = text[: text.rindex("donotsand.")] + text[text.rindex("donotsand.") + 10 :]
    assert locate(without, second) is None


def test_a_passage_that_moved_with_other_neighbours_is_found() -> None:
    text = "Cleanthegunatonce.Varnishintwocrossedcoats.Letitrestforonehourandahalf."
    found = locate(text, kept("Let it rest for one hour."))
    assert found is not None
    assert "Letitrestforonehour" in text[slice(*found)]


@settings(max_examples=40)
@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=40), st.text(max_size=40), st.integers(0, 400))
def test_whatever_is_asked_the_answer_is_a_stretch_of_the_text(
    text: str, exact: str, prefix: str, suffix: str, position: int
) -> None:
    found = locate(text, Quote(exact, prefix, suffix, position))
    assert found is None or 0 <= found[0] < found[1] <= len(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ab" * 300_000, Quote("abababab" * 120 + "x", "ab" * 16, "ba" * 16, 5)),
        ("a" * 600_000, Quote("a" * 900 + "b", "a" * 32, "a" * 32)),
        ("lorem ipsum dolor sit amet " * 20_000, Quote("dolor sit amett " * 60, "ipsum ", " lorem")),
    ],
)
def test_texts_made_to_be_slow_are_not(text: str, wanted: Quote) -> None:
    began = time.perf_counter()
    locate(text, wanted)
    assert time.perf_counter() - began < 4


@given(st.text(alphabet="abcd", max_size=30), st.text(alphabet="abcd", max_size=30))
def test_what_remains_is_a_share(one: str, other: str) -> None:
    assert 0 <= remains(one, other) <= 1
    assert not one or remains(one, one) == 1
    assert REMAINS == 0.6


HTML = clean(
    "<h2>Care</h2><p>Sand <strong>with the grain</strong>, 180 &amp; no finer.</p><ul><li>Water, <a href='/x/'>lightly</a></li><li>Rest</li></ul>",
    "article",
)


def test_plain_characters_know_their_place_whatever_the_markup() -> None:
    plain = Plain(HTML)
    assert plain.text == "CareSandwiththegrain,180&nofiner.Water,lightlyRest"
    start, end = at("grain, 180 & no", plain.text)
    assert plain.readable(start, end) == "grain, 180 & no"
    assert plain.readable(*at("finer. Water", plain.text)) == "finer. Water"


def test_a_mark_never_crosses_a_tag_and_its_link_stands_outside_links() -> None:
    plain = Plain(HTML)
    named = {"pk": 7, "contests": True}
    found = quote(plain.text, *at("grain, 180 & no finer. Water, light", plain.text))
    html = marked(HTML, [named | vars(found)])
    assert '<strong>with the <mark class="passage" data-passages="7">grain</mark></strong>' in html
    assert '<mark class="passage" data-passages="7">light</mark>ly</a><a class="passage-link"' in html
    assert Plain(html).text == plain.text


def test_passages_that_overlap_are_all_marked() -> None:
    plain = Plain(HTML)
    one = quote(plain.text, *at("Sand with", plain.text))
    other = quote(plain.text, *at("with the", plain.text))
    html = marked(HTML, [{"pk": 1, "contests": True} | vars(one), {"pk": 2, "contests": False} | vars(other)])
    assert 'data-passages="1 2">with</mark>' in html
    assert html.count("passage-link") == 2
    assert Plain(html).text == plain.text
