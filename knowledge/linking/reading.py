"""Reads the links of published articles and keeps them. The worker calls it; run twice, it gives the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from intranet.contributions.models import Activity
from knowledge.linking import resolving
from knowledge.linking.models import Citation, FormerTitle, Reading
from knowledge.linking.parsing import Link, links_in
from knowledge.models import ArticlePage
from knowledge.text import fold

if TYPE_CHECKING:
    from intranet.accounts.models import User

AT_ONCE = 50
TITLES_AT_ONCE = 500
# How many of the articles that cite one are noted beside it.
NAMED = 24
# A round of the worker goes on with what is missing for at most so many articles; the next one continues.
A_ROUND = 1000
# These change where the links of others lead.
APPEARING = ("article.published", "article.updated", "article.archived", "article.brought_back", "article.moved")
PUBLISHING = ("article.published", "article.updated")
GOING = ("article.unpublished", "article.deleted")
GONE = {"clause.withdrawn", "post.deleted"}
READ_AGAIN = (*APPEARING, *GOING, "article.restored", "article.renamed")


@dataclass
class _Text:
    article: ArticlePage
    by: "User | None"
    links: list[tuple[Link, resolving.Meaning, str]]


def of_activities(activities: list[Activity]) -> None:
    """Follow what happened to articles: read them again, and those whose links they change. A batch handler."""
    kind = ContentType.objects.get_for_model(ArticlePage)
    touched = {a.target_id for a in activities if a.verb in READ_AGAIN and a.target_type_id == kind.pk}
    if touched:
        _read_and_follow(touched)
    clauses = [a for a in activities if a.verb in GONE]
    for activity in clauses:
        name = activity.verb.partition(".")[0]
        Citation.objects.filter(kind=name, target_id=activity.target_id).update(state=Citation.State.BROKEN)


def _read_and_follow(touched: set[int]) -> None:
    note_titles(touched)
    titles = set(ArticlePage.objects.filter(pk__in=touched).values_list("title_folded", flat=True)) - {""}
    titles |= set(FormerTitle.objects.filter(article__in=touched).values_list("folded", flat=True))
    others = Citation.objects.filter(Q(kind="article", target_id__in=touched) | Q(wanted_folded__in=titles))
    for _done in read(touched | set(others.values_list("article_id", flat=True))):
        pass


def read(ids: Iterable[int]) -> Iterator[int]:
    """Read the links of the articles ``ids`` again; yields how many are done, after each lot."""
    pending, done = iter(sorted(set(ids))), 0
    while lot := list(islice(pending, AT_ONCE)):
        _read_lot(lot)
        done += len(lot)
        yield done


def read_missing(most: int = A_ROUND) -> int:
    """Read what was published and not read yet (an older site, a lost activity); returns how many."""
    missing = list(Reading.objects.missing().values_list("pk", flat=True)[:most])
    note_titles(missing)
    for _done in read(missing):
        pass
    return len(missing)


def note_titles(ids: Iterable[int]) -> None:
    """Note the titles that these articles were published under and have no more."""
    pending, kind = iter(sorted(set(ids))), ContentType.objects.get_for_model(ArticlePage)
    while lot := list(islice(pending, TITLES_AT_ONCE)):
        now = dict(ArticlePage.objects.filter(pk__in=lot).values_list("pk", "title_folded"))
        told = Activity.objects.filter(verb__in=PUBLISHING, target_type=kind, target_id__in=now)
        had = {(pk, fold(title)[:600]) for pk, title in told.values_list("target_id", "data__title") if title}
        former = [FormerTitle(article_id=pk, folded=title) for pk, title in sorted(had) if title and title != now[pk]]
        with transaction.atomic():
            FormerTitle.objects.filter(article__in=lot, folded__in=set(now.values())).filter(
                folded=F("article__title_folded")
            ).delete()
            FormerTitle.objects.bulk_create(former, ignore_conflicts=True, batch_size=200)


@transaction.atomic
def _read_lot(ids: list[int]) -> None:
    articles = ArticlePage.objects.filter(pk__in=ids, live=True).select_related("live_revision__user", "author")
    texts = [_text(article) for article in articles.defer("live_revision__content")]
    known = resolving.found(meaning for text in texts for _link, meaning, _title in text.links)
    citations = []
    for by in {text.by for text in texts}:
        theirs = [text for text in texts if text.by == by]
        folded = {meaning[1] for text in theirs for _l, meaning, title in text.links if title}
        written = resolving.titled(folded, seen_by=by) if folded else {}
        seen = resolving.seen((known[m] for t in theirs for _l, m, _title in t.links if m in known), by=by)
        for text in theirs:
            citations += _citations(text, known, seen, written)
    led_to = set(Citation.objects.filter(article__in=ids, kind="article").values_list("target_id", flat=True))
    led_to |= {citation.target_id for citation in citations if citation.kind == "article"} | set(ids)
    Citation.objects.filter(article__in=ids).delete()
    Citation.objects.bulk_create(citations, batch_size=200)
    now = timezone.now()
    Reading.objects.bulk_create(
        [Reading(article=text.article, revision=text.article.live_revision_id, at=now) for text in texts],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["revision", "at"],
    )
    count_citing(led_to)


def count_citing(ids: Iterable[int | None]) -> None:
    """Note beside each of these articles which ones cite it, a few of them: what its page shows costs no query more."""
    citing: dict[int, list[int]] = {pk: [] for pk in ids if pk is not None}
    rows = Citation.objects.filter(kind="article", target_id__in=citing, state=Citation.State.FOUND)
    rows = rows.filter(article__archived_at=None).exclude(article=F("target_id")).order_by("article")
    for target, article in rows.values_list("target_id", "article_id").iterator():
        assert target is not None  # they are filtered by it
        named = citing[target]
        if len(named) < NAMED and article not in named:
            named.append(article)
    kept = Reading.objects.in_bulk(citing)
    changed = [row for pk, row in kept.items() if row.cited_by != citing[pk]]
    for row in changed:
        row.cited_by = citing[row.pk]
    Reading.objects.bulk_update(changed, ["cited_by"], batch_size=200)


def _text(article: ArticlePage) -> _Text:
    by = article.live_revision.user if article.live_revision else article.author
    base = article.get_absolute_url()
    links = []
    for link in links_in(article.body):
        meaning, title = resolving.meaning_of(link.href, link.ref, base=base)
        if meaning is not None:
            links.append((link, meaning, title))
    return _Text(article, by, links)


def _citations(
    text: _Text,
    known: dict[resolving.Meaning, resolving.Key],
    seen: set[resolving.Key],
    written: dict[str, int],
) -> list[Citation]:
    """Return one citation for each place that ``text`` leads to: the first link there."""
    made: dict[tuple[object, ...], Citation] = {}
    for link, meaning, title in text.links:
        key = known.get(meaning)
        if title and meaning[1] in written:
            key, state = ("article", written[meaning[1]]), Citation.State.FOUND
        elif title:
            state = Citation.State.WANTED
        else:
            state = Citation.State.FOUND if key in seen else Citation.State.BROKEN
        if key and key[0] == "file" and state == Citation.State.FOUND:
            continue
        made.setdefault(
            key or meaning,
            Citation(
                article=text.article,
                state=state,
                kind=key[0] if key else "",
                target_id=key[1] if key else None,
                wanted=title,
                wanted_folded=meaning[1] if title else "",
                address=link.href[:500],
                words=link.words,
                passage=link.passage,
            ),
        )
    return list(made.values())
