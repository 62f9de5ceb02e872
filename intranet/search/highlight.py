import re
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from intranet.contributions.registry import FILE_MARK
from intranet.search.query import Term
from intranet.search.text import fold, fold_in_place, stem

_PASSAGE = 240
# Where a block of the text ends without a sign that says so (a heading, an item of a list).
_BLOCK_ENDS = re.compile(r"(?<=[^\s.!?…:;,])[ \t]*\n\s*(?=\S)")


def passage(text: str, terms: Sequence[Term], *, length: int = _PASSAGE) -> SafeString:
    """Return the passage of plain ``text`` that has most of ``terms``, its words marked, as safe HTML.

    The text is escaped piece by piece, so nothing that somebody wrote becomes markup. Without a match the
    beginning is returned. A heading does not run into what follows it: a dot stands between.
    """
    spans = _matches(text, terms)
    start = _best_start(spans, length)
    start = _word_start(text, start)
    end = min(len(text), start + length)
    if end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    inside = [(left, right) for left, right, _stem in spans if left >= start and right <= end]
    marked = _BLOCK_ENDS.sub(" · ", _marked(text, inside, start, end))
    before = "… " if start > 0 else ""
    after = " …" if end < len(text) else ""
    return mark_safe(f"{before}{marked}{after}")  # noqa: S308 (each piece is escaped in _marked)


def part_that_answers(text: str, terms: Sequence[Term]) -> tuple[str, str]:
    """Return the part of ``text`` with most distinct words of ``terms``, and the name of the file it is in.

    The name is "" for the text itself, which wins when a file has no more of them.
    """
    body, *files = text.split(FILE_MARK)
    best, most = ("", body), len({term for _a, _b, term in _matches(body, terms)}) if files else 0
    for file in files:
        name, _line, words = file.partition("\n")
        found = len({term for _a, _b, term in _matches(file, terms)})
        if found > most:
            best, most = (name, words), found
    return best


def marked_title(title: str, terms: Sequence[Term]) -> SafeString:
    """Return the whole ``title`` with the words of ``terms`` marked, as safe HTML."""
    spans = [(left, right) for left, right, _stem in _matches(title, terms)]
    return mark_safe(_marked(title, spans, 0, len(title)))  # noqa: S308 (each piece is escaped in _marked)


def _matches(text: str, terms: Sequence[Term]) -> list[tuple[int, int, int]]:
    """Return where the words of ``terms``, or what may stand for them, are in ``text``: (start, end, number of the term).

    Only words that begin as a term does are stemmed: the text is scanned once, by one regular expression, in a copy
    whose accents are folded letter for letter so that places stay the same.
    """
    wanted: dict[str, int] = {}
    for number, term in enumerate(terms):
        for stems in ((term.stems,), *term.also):
            for same in (same for word in stems for same in word):
                wanted.setdefault(same, number)
    beginnings = {re.escape(same[:3]) for same in wanted} | {re.escape(term.word[:3]) for term in terms}
    if not beginnings:
        return []
    found = []
    for match in re.finditer(rf"\b(?:{'|'.join(sorted(beginnings))})[^\W_]*", fold_in_place(text)):
        folded = fold(match.group())
        hit = next((wanted[s] for s in (stem(folded, "fr"), stem(folded, "en")) if s in wanted), None)
        if hit is not None:
            found.append((match.start(), match.end(), hit))
    return found


def _best_start(spans: list[tuple[int, int, int]], length: int) -> int:
    """Return where the window with most distinct words (then most words) begins, a little before its first word."""
    best, best_start = (0, 0), 0
    right = 0
    for left in range(len(spans)):
        right = max(right, left)
        while right < len(spans) and spans[right][1] - spans[left][0] <= length - 40:
            right += 1
        inside = spans[left:right]
        value = (len({s for _a, _b, s in inside}), len(inside))
        if value > best:
            best, best_start = value, spans[left][0]
    return max(0, best_start - 40)


def _word_start(text: str, start: int) -> int:
    if start == 0:
        return 0
    space = text.find(" ", start, start + 40)
    return space + 1 if space != -1 else start


def _marked(text: str, spans: list[tuple[int, int]], start: int, end: int) -> str:
    pieces, at = [], start
    for left, right in spans:
        pieces += [escape(text[at:left]), "<mark>", escape(text[left:right]), "</mark>"]
        at = right
    pieces.append(escape(text[at:end]))
    return "".join(pieces)
