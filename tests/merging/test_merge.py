"""Two people change the same text: what the merge keeps, and what it asks. Pure, no database."""

import re
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.merging import (
    Part,
    assemble,
    compare_two,
    conflicts_of,
    merge,
    merge_field,
    merge_tags,
    surrounded,
    taken_out,
)
from knowledge.merging.pieces import Piece, pieces_of
from knowledge.merging.three_way import _merge

WORD = re.compile(r"\w+")


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def merged(base: str, mine: str, theirs: str) -> str:
    parts = merge(base, mine, theirs)
    assert conflicts_of(parts) == []
    return assemble(parts)


def words_of(html: str | None) -> Counter[str]:
    return Counter(WORD.findall(re.sub(r"<[^>]*>", " ", html or "")))


def everything_in(parts: list[Part]) -> Counter[str]:
    found: Counter[str] = Counter()
    for part in parts:
        for html in (part.html, part.mine, part.theirs):
            found += words_of(html)
    return found


# Texts of blocks that are all different, as paragraphs of people are; each edit puts words in that nobody else has.
sentence = st.lists(
    st.sampled_from(["a", "few", "plain", "words", "that", "come", "back", "in", "every", "text"]), max_size=9
)


@st.composite
def a_text(draw: st.DrawFn, least: int = 0) -> list[str]:
    count = draw(st.integers(least, 9))
    return [f"b{n} " + " ".join(draw(sentence)) for n in range(count)]


def edited(draw: st.DrawFn, block: str, who: str, number: int) -> str | None:
    """Return ``block`` as ``who`` changed it: a word put in, rewritten as a whole, or taken away."""
    how = draw(st.sampled_from(["word", "word", "rewrite", "delete"]))
    if how == "delete":
        return None
    if how == "rewrite":
        return f"{who}{number}new " + " ".join(draw(sentence))
    words = block.split()
    words.insert(draw(st.integers(0, len(words))), f"{who}{number}")
    return " ".join(words)


@st.composite
def disjoint_edits(draw: st.DrawFn) -> tuple[list[str], list[str], list[str], list[str | None], list[str | None]]:
    """Base, mine, theirs, and what each made of every block; nobody touches a block that the other touches."""
    base = draw(a_text(least=2))
    who = draw(st.lists(st.sampled_from(["mine", "theirs", ""]), min_size=len(base), max_size=len(base)))
    sides: dict[str, list[str | None]] = {"mine": list(base), "theirs": list(base)}
    for number, name in enumerate(who):
        if name:
            sides[name][number] = edited(draw, base[number], name, number)
    mine, theirs = ([block for block in side if block is not None] for side in sides.values())
    return base, mine, theirs, sides["mine"], sides["theirs"]


@given(disjoint_edits())
def test_changes_of_different_blocks_all_go_in_and_nobody_is_asked(case: tuple) -> None:
    base, mine, theirs, of_mine, of_theirs = case
    parts = merge(p(*base), p(*mine), p(*theirs))
    expected = [one if other == old else other for old, one, other in zip(base, of_mine, of_theirs, strict=True)]
    assert conflicts_of(parts) == []
    assert Counter(pieces_of(assemble(parts))) == Counter(pieces_of(p(*(b for b in expected if b is not None))))


@given(st.data(), a_text(least=1))
def test_changes_of_the_same_block_are_asked(data: st.DataObject, base: list[str]) -> None:
    number = data.draw(st.integers(0, len(base) - 1))
    mine, theirs = list(base), list(base)
    for side, who in ((mine, "mine"), (theirs, "theirs")):
        words = side[number].split()
        words.insert(data.draw(st.integers(0, len(words))), who)
        side[number] = " ".join(words) if data.draw(st.booleans()) else f"{who} wrote it anew"
    parts = merge(p(*base), p(*mine), p(*theirs))
    (asked,) = conflicts_of(parts)
    assert (asked.base, asked.mine, asked.theirs) == (p(base[number]), p(mine[number]), p(theirs[number]))
    assert assemble(parts, {0: asked.mine or ""}) == p(*mine)
    assert assemble(parts, {0: asked.theirs or ""}) == p(*theirs)


@st.composite
def anything(draw: st.DrawFn, base: list[str], who: str) -> list[str]:
    """Return what somebody could make of ``base``: changed, taken away, put in, moved, said twice."""
    blocks = list(base)
    for number in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, max(0, len(blocks) - 1)))
        how = draw(st.sampled_from(["insert", "edit", "delete", "move", "repeat"]))
        if how == "insert" or not blocks:
            blocks.insert(place, f"{who}{number} " + " ".join(draw(sentence)))
        elif how == "edit":
            blocks[place] = edited(draw, blocks[place], who, number) or ""
        elif how == "delete":
            del blocks[place]
        elif how == "move":
            blocks.insert(draw(st.integers(0, len(blocks) - 1)), blocks.pop(place))
        else:
            blocks.insert(place, blocks[place])
    return [block for block in blocks if block]


@given(st.data(), a_text())
def test_no_word_that_anybody_wrote_is_lost(data: st.DataObject, base: list[str]) -> None:
    mine, theirs = data.draw(anything(base, "mine")), data.draw(anything(base, "theirs"))
    found = everything_in(merge(p(*base), p(*mine), p(*theirs)))
    before = words_of(p(*base))
    for side in (mine, theirs):
        written = words_of(p(*side)) - before
        assert written.keys() <= found.keys()


@given(st.data(), a_text())
def test_who_is_alone_in_changing_gets_exactly_their_text(data: st.DataObject, base: list[str]) -> None:
    changed = p(*data.draw(anything(base, "x")))
    text = p(*base)
    assert assemble(merge(text, changed, text)) == changed
    assert assemble(merge(text, text, changed)) == changed
    assert assemble(merge(text, changed, changed)) == changed
    # The same without the short cut for a side that changed nothing.
    taken_apart = _merge(pieces_of(text), pieces_of(changed), pieces_of(text))
    assert (assemble(taken_apart), conflicts_of(taken_apart)) == (changed, [])


@given(st.data(), a_text())
def test_who_saves_first_makes_no_difference_but_for_the_order(data: st.DataObject, base: list[str]) -> None:
    mine, theirs = data.draw(anything(base, "mine")), data.draw(anything(base, "theirs"))
    one, other = merge(p(*base), p(*mine), p(*theirs)), merge(p(*base), p(*theirs), p(*mine))
    assert Counter(part.html for part in one) == Counter(part.html for part in other)
    sides = Counter(frozenset([(c.mine, 1), (c.theirs, 1)]) for c in conflicts_of(one))
    assert sides == Counter(frozenset([(c.mine, 1), (c.theirs, 1)]) for c in conflicts_of(other))


@given(st.data(), a_text(least=4))
def test_three_people_in_a_row(data: st.DataObject, base: list[str]) -> None:
    """Each begins from the same version and changes a block of their own; the third merges onto a merge."""
    numbers = data.draw(st.permutations(range(len(base))))[:3]
    texts = []
    for who, number in zip(("ann", "bob", "cyd"), numbers, strict=True):
        blocks = list(base)
        blocks[number] += f" {who}"
        texts.append(p(*blocks))
    after_two = merged(p(*base), texts[1], texts[0])
    after_three = merged(p(*base), texts[2], after_two)
    assert {"ann", "bob", "cyd"} <= words_of(after_three).keys()
    assert len(pieces_of(after_three)) == len(base)


def test_a_paragraph_taken_away_by_one_and_changed_by_the_other_is_asked() -> None:
    base = p("One stays.", "Two is here.", "Three stays.")
    (asked,) = conflicts_of(
        merge(base, p("One stays.", "Three stays."), p("One stays.", "Two was here.", "Three stays."))
    )
    assert (asked.mine, asked.theirs) == (None, "<p>Two was here.</p>")


def test_what_both_put_in_the_same_place_is_kept_and_once_when_it_is_the_same() -> None:
    base = p("First.", "Last.")
    assert merged(base, p("First.", "Mine.", "Last."), p("First.", "Theirs.", "Last.")) == p(
        "First.", "Mine.", "Theirs.", "Last."
    )
    assert merged(base, p("First.", "New.", "Last."), p("First.", "New.", "Last.", "End.")) == p(
        "First.", "New.", "Last.", "End."
    )


def test_a_paragraph_moved_by_one_takes_the_changes_of_the_other_along() -> None:
    a, b, c = "Some words about lunch at noon.", "Other words on travel by train.", "The last words of all of them."
    changed = "Some words about lunch at one."
    assert merged(p(a, b, c), p(b, c, a), p(changed, b, c)) == p(b, c, changed)
    (asked,) = conflicts_of(merge(p(a, b, c), p(b, c, a), p(b, c)))
    assert (asked.mine, asked.theirs) == (p(a), None)


LIST = "<ul>{}</ul>"


def items(*texts: str) -> str:
    return "<p>Before.</p><ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"


def test_different_items_of_a_list_go_together_and_the_same_item_is_asked() -> None:
    base = items("Passport", "Ticket", "Money")
    assert merged(
        base, items("Valid passport", "Ticket", "Money"), items("Passport", "Ticket", "Money", "Map")
    ) == items("Valid passport", "Ticket", "Money", "Map")
    parts = merge(base, items("Passport", "Train ticket", "Money"), items("Passport", "Plane ticket", "Money"))
    (asked,) = conflicts_of(parts)
    assert (asked.mine, asked.theirs, asked.around) == ("<li>Train ticket</li>", "<li>Plane ticket</li>", ("<ul>",))
    assert assemble(parts, {0: "<li>Both tickets</li>"}) == items("Passport", "Both tickets", "Money")


def test_items_of_a_list_in_a_list_go_together() -> None:
    text = "<ul><li>One <strong>bold</strong><ul><li>{}</li><li>{}</li></ul></li><li>Two</li></ul>"
    assert merged(text.format("in", "out"), text.format("inside", "out"), text.format("in", "outside")) == text.format(
        "inside", "outside"
    )


TABLE = "<table><thead><tr><th>City</th><th>Price</th></tr></thead><tbody>{}</tbody></table>"


def rows(*cells: tuple[str, str]) -> str:
    return TABLE.format("".join(f"<tr><td>{one}</td><td>{other}</td></tr>" for one, other in cells))


def test_rows_and_cells_of_a_table_go_together_and_the_same_cell_is_asked() -> None:
    base = rows(("Lyon", "10"), ("Nantes", "20"))
    assert merged(base, rows(("Lyon", "12"), ("Nantes", "20")), rows(("Lyon", "10"), ("Nantes", "25"))) == rows(
        ("Lyon", "12"), ("Nantes", "25")
    )
    assert merged(base, rows(("Lyon", "12"), ("Nantes", "20")), rows(("Lyons", "10"), ("Nantes", "20"))) == rows(
        ("Lyons", "12"), ("Nantes", "20")
    )
    (asked,) = conflicts_of(merge(base, rows(("Lyon", "12"), ("Nantes", "20")), rows(("Lyon", "13"), ("Nantes", "20"))))
    assert asked.mine == "<tr><td>Lyon</td><td>12</td></tr>"
    assert asked.around == ("<table>", "<tbody>")


def test_a_row_put_in_and_one_taken_away_go_together() -> None:
    base = rows(("Lyon", "10"), ("Nantes", "20"), ("Lille", "30"))
    assert merged(
        base,
        rows(("Lyon", "10"), ("Lille", "30")),
        rows(("Lyon", "10"), ("Nantes", "20"), ("Lille", "30"), ("Metz", "5")),
    ) == rows(("Lyon", "10"), ("Lille", "30"), ("Metz", "5"))


def test_pictures_are_pieces_and_an_anchor_is_no_change() -> None:
    picture = '<p><img src="/media/{}" alt="Plan" loading="lazy"></p>'
    base = '<h2 id="s-a">A title</h2>' + picture.format(1) + p("Words.")
    mine = "<h2>A title</h2>" + picture.format(2) + p("Words.")
    theirs = '<h2 id="s-a">A title</h2>' + picture.format(1) + p("More words.")
    assert merged(base, mine, theirs) == '<h2 id="s-a">A title</h2>' + picture.format(2) + p("More words.")


def test_a_list_that_lost_its_last_item_goes_with_it() -> None:
    assert merged(items("One item", "Two items"), items("One item"), items("Two items")) == "<p>Before.</p>"


def test_without_the_version_both_began_from_every_difference_is_asked() -> None:
    parts = compare_two(p("Same.", "Mine."), p("Same.", "Theirs.", "More of theirs."))
    (asked,) = conflicts_of(parts)
    assert (asked.mine, asked.theirs) == (p("Mine."), p("Theirs.", "More of theirs."))
    assert assemble(parts) == p("Same.", "Mine.", "Theirs.", "More of theirs.")


def test_a_piece_is_shown_in_what_it_stands_in_and_taken_out_again() -> None:
    around = ("<table>", "<tbody>")
    row = "<tr><td>a</td></tr>"
    assert surrounded(row, around) == f"<table><tbody>{row}</tbody></table>"
    assert taken_out(surrounded(row, around), around) == row
    assert taken_out("<p>typed</p>", ("<ul>",)) == "<li><p>typed</p></li>"
    assert taken_out('<ol start="3"><li>a</li></ol><p>b</p>', ('<ol start="3">',)) == "<li>a</li><li><p>b</p></li>"


@pytest.mark.parametrize(
    "html",
    [
        "loose words <strong>and <em>bold</em></strong> ones<p>a</p>more",
        "<p>a > b</p><hr><pre><code>x  y\n\n z</code></pre>",
        '<p><a href="/x" title="a>b">link</a></p><ul><li>a<ul><li>b</li></ul></li></ul>',
        "<p>never closed",
        "</p>stray<p>x</p>",
        "",
        "<",
    ],
)
def test_cutting_a_text_loses_nothing(html: str) -> None:
    joined = "".join(piece.html for piece in pieces_of(html))
    assert words_of(joined) == words_of(html)
    assert [piece.html for piece in pieces_of(joined)] == [piece.html for piece in pieces_of(html)]
    assert all(isinstance(piece, Piece) for piece in pieces_of(html))


def test_title_and_tags_merge_field_by_field() -> None:
    assert merge_field("Old", "New", "Old").value == "New"
    assert merge_field("Old", "Old", "Theirs").value == "Theirs"
    assert merge_field("Old", "Same", "Same").is_conflict is False
    assert merge_field("Old", "Mine", "Theirs").is_conflict
    assert merge_field(None, "Mine", "Theirs").is_conflict
    assert merge_tags(["a", "b"], ["A", "b", "c"], ["b", "d"]) == ["b", "d", "c"]


def test_a_long_text_merges_in_reasonable_time() -> None:
    base = [f"Paragraph {n} speaks of {n % 37} and of nothing else." for n in range(3000)]
    mine = [f"{b} Mine." if n % 19 == 0 else b for n, b in enumerate(base)]
    theirs = [f"Wholly other words {n}" if n % 13 == 0 else b for n, b in enumerate(base)]
    begun = time.process_time()
    parts = merge(p(*base), p(*mine), p(*(theirs[700:] + theirs[:700])))
    assert time.process_time() - begun < 6
    assert conflicts_of(parts)
