"""What answers already: articles and questions near to what a person is asking, of those they may see."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from intranet.contributions.registry import registry
from intranet.core.richtext import to_text
from intranet.search.stopwords import QUESTION_WORDS, STOP_WORDS
from intranet.search.text import stem, words
from knowledge.models import ArticlePage
from knowledge.questions.models import Question

if TYPE_CHECKING:
    from intranet.accounts.models import User

_MOST_WORDS = 40
_READ = 6000
# What a question is asked with says nothing of what it is about.
_ASKING = ("lequel", "laquelle", "quelqu", "us", "anyone", "somebody", "know", "want")
_SILENT = STOP_WORDS | QUESTION_WORDS | frozenset(_ASKING)


@dataclass(frozen=True)
class Near:
    """An article or a question near to a text. ``closeness``: the share of the text's telling words that it has, 0 to 1."""

    kind: str
    object: Any
    closeness: float

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.object.pk}"

    @property
    def answers(self) -> bool:
        """Say whether one can be answered by it: an article, or a question with an answer."""
        return self.kind == "article" or self.object.answer_count > 0


def near_to(user: "User", text: str, *, besides: int | None = None, limit: int = 5) -> list[Near]:
    """Return the articles and questions nearest to ``text`` that ``user`` may see: what answers first, then the nearest.

    The search index proposes; what shares too few of the telling words falls, so that what is shown is near and not
    merely nearest: two of them, or all when there are fewer.
    """
    asked = telling_words(text)
    if not asked:
        return []
    found: list[Near] = []
    for kind, model in (("article", ArticlePage), ("question", Question)):
        for answer in registry.ask("search.similar", user, text, kinds=(kind,), limit=limit + 5):
            for instance in answer:
                if isinstance(instance, model) and not _left_out(instance, besides):
                    closeness = share_of(asked, _text_of(instance)[:_READ])
                    if closeness:
                        found.append(Near(kind, instance, closeness))
    return sorted(found, key=lambda near: (not near.answers, -near.closeness))[:limit]


def telling_words(text: str, *, most: int = _MOST_WORDS) -> list[frozenset[str]]:
    """Return the words of ``text`` that say something, each as its stems in either language."""
    every = dict.fromkeys(word for word in words(text, joined=False) if word not in _SILENT and len(word) > 1)
    return [frozenset((stem(word, "fr"), stem(word, "en"))) for word in list(every)[:most]]


def share_of(asked: list[frozenset[str]], text: str) -> float:
    """Return the share of the words ``asked`` that ``text`` has, 0 to 1; 0 when one alone of several may be chance."""
    theirs = frozenset().union(*telling_words(text, most=2000))
    met = sum(1 for word in asked if word & theirs)
    return met / len(asked) if asked and met >= min(2, len(asked)) else 0.0


def _left_out(instance: Any, besides: int | None) -> bool:
    return isinstance(instance, Question) and (instance.pk == besides or instance.duplicate_of_id is not None)


def _text_of(instance: Any) -> str:
    if isinstance(instance, Question):
        return f"{instance.title} {to_text(instance.body)}"
    headings = " ".join(str(heading["text"]) for heading in instance.headings)
    return f"{instance.title} {instance.summary} {headings} {to_text(instance.body[: 3 * _READ])}"
