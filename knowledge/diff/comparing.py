from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from knowledge.diff.aligning import align, moves
from knowledge.diff.blocks import Block, Token, blocks_of
from knowledge.diff.rendering import as_it_is, word_by_word

if TYPE_CHECKING:
    from knowledge.models import ArticlePage

CONTEXT = 1
SHORTEST_FOLD = 3
# A longer run of unchanged paragraphs is only counted: unfolding it would say nothing and weigh a lot.
LONGEST_FOLD = 300


@dataclass
class Row:
    """One block of the comparison. ``state``: same, added, removed, changed, moved (came here), left (went elsewhere).

    ``words`` is safe HTML; without it the block is shown as it is. ``mark`` numbers a move: the row it left and the
    row it came to have the same one.
    """

    state: str
    block: Block
    words: SafeString | None = None
    mark: int = 0
    words_changed: bool = False

    @property
    def html(self) -> SafeString:
        return as_it_is(self.block) if self.words is None else self.words


@dataclass
class Stretch:
    """Rows shown together: open ones, or a run of unchanged ones that is folded."""

    rows: list[Row]
    folded: bool = False

    @property
    def can_unfold(self) -> bool:
        return len(self.rows) <= LONGEST_FOLD


@dataclass
class Comparison:
    """Everything that differs between two versions. ``title`` and ``summary`` are safe HTML, empty when the same."""

    stretches: list[Stretch]
    words_added: int = 0
    words_removed: int = 0
    title: str = ""
    summary: str = ""
    tags_added: list[str] = field(default_factory=list)
    tags_removed: list[str] = field(default_factory=list)
    language: str = ""

    @property
    def is_same(self) -> bool:
        """Say that nothing at all differs."""
        elsewhere = self.title or self.summary or self.tags_added or self.tags_removed or self.language
        return not elsewhere and not self.text_differs

    @property
    def rows(self) -> list[Row]:
        return [row for stretch in self.stretches for row in stretch.rows]

    @property
    def text_differs(self) -> bool:
        return any(row.state != "same" for row in self.rows)


def compare_versions(old: "ArticlePage", new: "ArticlePage", *, old_tags: list[str], new_tags: list[str]) -> Comparison:
    """Compare two versions of an article, its title, summary, tags and language included."""
    comparison = compare_html(old.body, new.body)
    comparison.title = line_by_words(old.title, new.title)
    comparison.summary = line_by_words(old.summary, new.summary)
    before, after = {tag.casefold() for tag in old_tags}, {tag.casefold() for tag in new_tags}
    comparison.tags_added = [tag for tag in new_tags if tag.casefold() not in before]
    comparison.tags_removed = [tag for tag in old_tags if tag.casefold() not in after]
    comparison.language = new.get_language_display() if old.language != new.language else ""
    return comparison


def compare_html(before: str, after: str) -> Comparison:
    """Compare two texts block by block; what moved is found, and words are compared within what answers each other."""
    old, new = blocks_of(before), blocks_of(after)
    pairs = align(old, new)
    came = moves(old, new, pairs)
    left = {i: number for number, i in enumerate(came.values(), start=1)}
    comparison = Comparison([])
    rows: list[Row] = []
    for i, j in pairs:
        row = _row(old, new, i, j, came, left, comparison)
        rows.append(row)
    comparison.stretches = _folded(rows)
    return comparison


def _row(
    old: list[Block],
    new: list[Block],
    i: int | None,
    j: int | None,
    came: dict[int, int],
    left: dict[int, int],
    comparison: Comparison,
) -> Row:
    if i is not None and j is not None:
        if old[i] == new[j]:
            return Row("same", new[j])
        return Row("changed", new[j], _words(old[i], new[j], comparison), words_changed=True)
    if i is not None:
        if i in left:
            return Row("left", old[i], mark=left[i])
        comparison.words_removed += len(old[i].tokens)
        return Row("removed", old[i])
    assert j is not None
    if j in came:
        origin = old[came[j]]
        html = _words(origin, new[j], comparison)
        return Row("moved", new[j], html, mark=left[came[j]], words_changed=origin.tokens != new[j].tokens)
    comparison.words_added += len(new[j].tokens)
    return Row("added", new[j])


def _words(old: Block, new: Block, comparison: Comparison) -> SafeString:
    html, removed, added = word_by_word(old, new)
    comparison.words_removed += removed
    comparison.words_added += added
    return html


def line_by_words(old: str, new: str) -> SafeString:
    if old == new:
        return SafeString("")
    before, after = (Block("p", _plain_tokens(text)) for text in (old, new))
    return word_by_word(before, after)[0]


def _plain_tokens(text: str) -> tuple[Token, ...]:
    return tuple(Token(word, space=number > 0) for number, word in enumerate(text.split()))


def _folded(rows: list[Row]) -> list[Stretch]:
    """Group rows so that long unchanged runs fold away, but for a block of context beside each change."""
    near = [False] * len(rows)
    for place, row in enumerate(rows):
        if row.state != "same":
            for around in range(max(0, place - CONTEXT), min(len(rows), place + CONTEXT + 1)):
                near[around] = True
    stretches: list[Stretch] = []
    for row, shown in zip(rows, near, strict=True):
        if not stretches or stretches[-1].folded == shown:
            stretches.append(Stretch([], folded=not shown))
        stretches[-1].rows.append(row)
    for stretch in stretches:
        stretch.folded = stretch.folded and len(stretch.rows) >= SHORTEST_FOLD
    return stretches
