"""What reaches from a passage to the article that it stands in, and back."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.contributions.models.activity import record
from intranet.core.compiled import Compiled
from intranet.discussions.models import Discussion
from intranet.notifications.models import Follow
from knowledge.models import ArticlePage
from knowledge.passages import settling
from knowledge.passages.anchoring import Quote, locate, quote
from knowledge.passages.errors import Refused
from knowledge.passages.models import LONGEST, Passage, write_margin
from knowledge.passages.plain import Plain, squeezed
from knowledge.stewardship.models import Stewardship

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 3
PER_HOUR = 20


@dataclass(frozen=True)
class Found:
    """A passage of the text as it is now: how people read it, and what finds it again."""

    readable: str
    quote: Quote


def find(article: ArticlePage, wanted: Quote) -> Found:
    """Return the passage that somebody chose in the published text (of raw words). ``Refused`` with the reason."""
    exact = squeezed(wanted.exact)
    if len(exact) < SHORTEST:
        raise Refused(_("Choose a few words of the article."))
    if len(exact) > LONGEST:
        raise Refused(_("That is long: choose the sentence that you mean."))
    plain = Plain(article.body)
    span = locate(plain.text, Quote(exact, squeezed(wanted.prefix), squeezed(wanted.suffix), wanted.position))
    if span is None:
        raise Refused(_("These words are not in the article. Copy them as they stand there."))
    return Found(plain.readable(*span), quote(plain.text, *span))


@transaction.atomic
def open_passage(
    article: ArticlePage,
    *,
    by: User,
    found: Found,
    stance: str,
    words: str,
    suggestion: str = "",
    client_id: uuid.UUID | None = None,
) -> Passage:
    """Open a thread about this passage; sent twice (``client_id``), it is one. Contesting marks the article as to check.

    ``Refused`` beyond ``PER_HOUR`` a person, and for an article that was archived or taken back meanwhile.
    """
    client_id = client_id or uuid.uuid4()
    User.objects.select_for_update().get(pk=by.pk)
    twin = Passage.objects.filter(author=by, client_id=client_id).first()
    if twin is not None:
        return twin
    lately = timezone.now() - timedelta(hours=1)
    if Passage.objects.filter(author=by, created_at__gt=lately).count() >= PER_HOUR:
        raise Refused(_("You have asked a lot in the last hour. Wait a little: your text is still here."))
    held = ArticlePage.objects.visible_to(by).select_related("audience").filter(pk=article.pk).first()
    if held is None or held.archived_at:
        raise Refused(_("This article takes no more questions: it was archived or taken back. Copy your text."))
    passage = Passage(
        author=by,
        article=held,
        audience_id=held.audience_id,
        language=by.language,
        stance=stance,
        words=words,
        suggestion=suggestion,
        quoted=found.readable[: 2 * LONGEST],
        opened_on=held.live_revision_id,
        client_id=client_id,
        discussion=Discussion.objects.open_for("passage", audience=held.audience),
    )
    passage.anchor(found.quote)
    passage.save()
    Follow.objects.follow(by, passage, automatic=True)
    for person in User.objects.active().filter(pk__in=in_charge_of(held)):
        Follow.objects.follow(person, passage, automatic=True)
    write_margin(held.pk)
    passage.raise_concern()
    settling.propose(passage)
    record("passage.opened", by=by, target=passage, article=held.pk, contests=passage.contests)
    return passage


def in_charge_of(article: ArticlePage) -> set[int]:
    """Return who answers for an article: its owner and reviewer, its author; without any of them the nearest stewards."""
    row = Stewardship.objects.filter(article=article).first()
    found = {article.author_id, row.owner_id if row else None, row.reviewer_id if row else None}
    people = {pk for pk in found if pk is not None}
    return people or {steward.pk for steward in article.space.nearest_stewards()}


def follow_text(article: ArticlePage) -> None:
    """Find the passages of ``article`` in the text as it is published now. May be run twice.

    One that is not there any more is said to be gone, and comes back with a version that has it again.
    """
    passages = list(Passage.objects.filter(article=article))
    if not passages:
        return
    plain = Plain(article.body)
    with transaction.atomic():
        for passage in passages:
            span = locate(plain.text, passage.quote)
            was_gone = passage.gone_at is not None
            if span is not None:
                passage.anchor(quote(plain.text, *span))
                passage.gone_at = None
            elif not was_gone:
                passage.gone_at = timezone.now()
            passage.save(update_fields=["exact", "prefix", "suffix", "position", "copies", "gone_at"])
            if span is None and not was_gone and passage.is_open:
                record("passage.gone", by=None, target=passage, article=article.pk, revision=article.live_revision_id)
        write_margin(article.pk)


def follow_articles(articles: "Iterable[int]") -> None:
    """Answer ``article.readdressed``: threads follow who may read the articles (ids), in the same transaction."""
    for passage in _standing_in(frozenset(articles)):
        passage.follow_article()


_standing_in = Compiled(
    lambda articles: Passage.objects.filter(article__in=articles).select_related("article__audience", "discussion")
)


def close_threads(article: ArticlePage) -> None:
    """Answer ``article.gone``: the article was deleted with its passages, so their threads are nobody's any more."""
    threads = Discussion.objects.filter(kind="passage", is_published=True)
    for thread in threads.exclude(pk__in=Passage.objects.values("discussion")).select_related("audience"):
        thread.follow_subject(audience=thread.audience, published=False)
