"""Settling what is said of a passage, with what becomes of the article.

The words that somebody wants in its place are a suggested edit (``knowledge.suggestions``): listed, answered and
credited there, and linked from the passage. Answering one settles the other.
"""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from knowledge.models import ArticlePage
from knowledge.models.versions import VersionNote
from knowledge.passages.anchoring import Quote, locate
from knowledge.passages.errors import Refused
from knowledge.passages.models import Passage
from knowledge.passages.plain import Plain
from knowledge.suggestions import actions as suggestions
from knowledge.suggestions.models import Suggestion
from knowledge.suggestions.policies import can_suggest

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from intranet.contributions.models import Activity


def propose(passage: Passage) -> None:
    """Make the words that ``passage`` should say a suggested edit of the article, if they fit in as they are.

    Not when its author has another suggestion open on the article: one person has one at a time. Who is asked is told
    by the passage. Call it in the transaction that opens the passage.
    """
    article, author = passage.article, passage.author
    if not passage.suggestion.strip() or author is None or not can_suggest(author, article):
        return
    if Suggestion.objects.open().filter(article=article, author=author).exists() or not can_be_replaced(passage):
        return
    proposed = Suggestion.objects.propose(
        article,
        by=author,
        base_revision=article.live_revision_id or 0,
        word=" ".join(passage.words.split())[:300],
        quietly=True,
        **_with(passage, passage.suggestion),
    )
    Passage.objects.filter(pk=passage.pk).update(proposal=proposed)
    passage.proposal = proposed


def can_be_replaced(passage: Passage) -> bool:
    """Say whether a text can take the place of the passage without its markup being decided: it stands in one block."""
    article = passage.article
    if passage.gone_at or article.has_unpublished_changes or article.archived_at:
        return False
    plain = Plain(article.body)
    span = locate(plain.text, passage.quote)
    return span is not None and len({piece.block for piece, _begins, _ends in plain.within(*span)}) == 1


@transaction.atomic
def settle(passage: Passage, *, by: "User", answer: str, how: str, text: str = "") -> None:
    """Settle it: "stays", corrected "since", or "replace" with ``text``. Its proposal, if it has one, is answered with it.

    ``StaleEdit`` when somebody saved the article meanwhile, ``Refused`` when the passage is not there to be replaced.
    """
    if how == "replace":
        _replace(passage, by=by, answer=answer, text=text)
        return
    revision = credit(passage) if how == "since" else None
    proposal = open_proposal(passage)
    if proposal is not None and proposal.author_id == by.pk:
        proposal.withdraw(by=by)
    elif proposal is not None and revision is not None:
        proposal.hold().settle(Suggestion.State.AMENDED, by=by, answer=answer, revision=revision)
    elif proposal is not None:
        proposal.decline(by=by, answer=answer, quietly=True)
    passage.resolve(by=by, answer=answer, revision=revision)


def _replace(passage: Passage, *, by: "User", answer: str, text: str) -> None:
    from knowledge.passages.actions import follow_text

    article = passage.article = ArticlePage.objects.get(pk=passage.article_id)
    if not can_be_replaced(passage):
        raise Refused(
            _("The passage changed meanwhile, or the article has changes not published yet: edit it instead.")
        )
    if open_proposal(passage) is None:
        propose(passage)
    proposal, written = open_proposal(passage), _with(passage, text)
    if proposal is not None and proposal.author_id != by.pk:
        suggestions.accept(
            proposal,
            by=by,
            answer=answer,
            amended=written,
            base_revision=article.latest_revision_id,
            as_proposed=" ".join(text.split()) == " ".join(passage.suggestion.split()),
            quietly=True,
        )
    else:
        if proposal is not None:
            proposal.withdraw(by=by)
        credits = [passage.author] if passage.author and passage.author != by else []
        base = article.latest_revision_id
        body = written["body"]
        article.revise(by=by, base_revision=base, publish=True, body=body, word=answer[:200], credits=credits)
    published = ArticlePage.objects.get(pk=article.pk)
    follow_text(published)
    passage.resolve(by=by, answer=answer, revision=published.latest_revision_id)


def open_proposal(passage: Passage) -> Suggestion | None:
    proposal = passage.proposal
    return proposal if proposal is not None and proposal.is_open else None


def settle_with_proposal(activity: "Activity") -> None:
    """Handle ``suggestion.accepted``: the passage that it belongs to is settled by it. May be run twice."""
    passage = Passage.objects.filter(proposal=activity.target_id, resolved_at=None).select_related("proposal").first()
    if passage is None or passage.is_hidden or activity.actor is None or passage.proposal is None:
        return
    with override(activity.actor.language):
        answer = activity.data.get("word") or _("The proposed words were accepted.")
    passage.resolve(by=activity.actor, answer=answer[:500], revision=passage.proposal.revision)


def _with(passage: Passage, text: str) -> dict[str, Any]:
    """Return the text of the article with ``text`` in place of the passage, as a suggestion holds it."""
    article = passage.article
    return {
        "title": article.title,
        "summary": article.summary,
        "body": replaced(article.body, passage.quote, text),
        "tags": [tag.name for tag in article.tags.all()],
        "language": article.language,
    }


def replaced(html: str, wanted: Quote, text: str) -> str:
    """Return ``html`` with ``text`` where ``wanted`` stands; of its several pieces the first takes it, the others empty."""
    plain = Plain(html)
    span = locate(plain.text, wanted)
    if span is None:
        return html
    new = escape(" ".join(text.split()))
    parts, before = [], 0
    for number, (_piece, begins, ends) in enumerate(plain.within(*span)):
        parts += [html[before:begins], "" if number else new]
        before = ends
    return "".join([*parts, html[before:]])


def credit(passage: Passage) -> int | None:
    """Name the challenger in the note of the version published since they wrote; return that version, if there is one."""
    article = passage.article
    revision = article.live_revision
    if revision is None or revision.pk == passage.opened_on:
        return None
    if passage.author is not None and passage.author_id != revision.user_id:
        note, _created = VersionNote.objects.get_or_create(revision=revision)
        note.credits.add(passage.author)
    return int(revision.pk)
