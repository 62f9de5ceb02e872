"""Making an article of what was said: of an accepted answer, or of chosen messages of a discussion.

Threat: words said to few are copied to a place that more people read. The space must be one whose every reader may
read the source already, asked again under the same transaction that writes.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from intranet.contributions.models.activity import record
from intranet.discussions.models import Discussion, Post
from knowledge.models import ArticlePage, SpacePage
from knowledge.questions.audiences import all_may_read
from knowledge.questions.errors import Refused
from knowledge.questions.models import Answer, Credit, Harvest, Question

if TYPE_CHECKING:
    from intranet.accounts.models import Audience, User

MOST_POSTS = 100


def article_of_answer(question: Question, *, by: "User", space: SpacePage) -> ArticlePage:
    """Write a draft in ``space`` from the accepted answer; who asked and who answered are credited.

    Done already, it is the article that was made then. ``Refused`` without an accepted answer, or when ``space`` has
    readers that the question has not.
    """
    with transaction.atomic():
        # The answer before the question: the lock order of the room.
        held = Answer.objects.locked().shown().filter(pk=question.accepted_answer_id or 0).first()
        now = Question.objects.locked().select_related("author", "audience").get(pk=question.pk)
        made = Harvest.objects.filter(question=now).select_related("article").first()
        if made is not None:
            return made.article
        if held is None or held.pk != now.accepted_answer_id or not now.is_shown:
            raise Refused(_("Accept an answer first: the article is made of it."))
        _refuse_wider(space, now.audience)
        article = space.add_article(
            by=by,
            title=now.title,
            body=held.body,
            language=held.language,
            tags=[tag.name for tag in now.tags.all()],
        )
        Harvest.objects.create(article=article, question=now, by=by)
        _credit(article, [(now.author, "", Credit.Role.ASKED), (held.author, "", Credit.Role.ANSWERED)])
        record("question.became_article", by=by, target=now, article=article.pk)
    return article


def article_of_posts(
    discussion: Discussion, posts: Sequence[Post], *, by: "User", space: SpacePage, title: str
) -> ArticlePage:
    """Write a draft in ``space`` that quotes ``posts`` of ``discussion`` in their order, each with its author and a link.

    Messages that were hidden or deleted meanwhile are left out; ``Refused`` when none is left, or when ``space`` has
    readers that the discussion has not.
    """
    with transaction.atomic():
        locked = Discussion.objects.locked(discussion.pk)
        _refuse_wider(space, locked.audience)
        current = locked.posts.current().filter(pk__in=[post.pk for post in posts]).select_related("author")
        chosen = list(current.order_by("number"))
        if not chosen:
            raise Refused(_("None of these messages is there any more: choose others."))
        language = chosen[0].language
        with translation.override(language):
            body = "".join(_quoted(post) for post in chosen)
        article = space.add_article(by=by, title=title, body=body, language=language)
        Harvest.objects.create(article=article, discussion=locked, by=by)
        Discussion.objects.filter(pk=locked.pk).update(was_harvested=True)
        _credit(article, [(post.author, post.imported_author, Credit.Role.SAID) for post in chosen])
        record("discussion.harvested", by=by, target=article, discussion=locked.pk, posts=[p.pk for p in chosen])
    return article


def may_hold(space: SpacePage, audience: "Audience | None") -> bool:
    """Say whether all who see ``space`` may read what is addressed to ``audience``."""
    return all_may_read(space.audience, audience)


def spaces_for(user: "User", audience: "Audience | None") -> list[SpacePage]:
    """Return the spaces that ``user`` may write in and that may hold what is addressed to ``audience``."""
    spaces = SpacePage.objects.visible_to(user).select_related("audience").order_by("path")
    if audience is not None:
        spaces = spaces.exclude(audience=None).prefetch_related("audience__departments")
    return [space for space in spaces if may_hold(space, audience)]


def _refuse_wider(space: SpacePage, audience: "Audience | None") -> None:
    if not may_hold(SpacePage.objects.select_related("audience").get(pk=space.pk), audience):
        raise Refused(
            _("“%(space)s” is read by people who cannot read this: choose a space for the same people, or for fewer.")
            % {"space": space.title}
        )


def _quoted(post: Post) -> str:
    said = date_format(localtime(post.created_at), "DATE_FORMAT")
    name = str(post.author) if post.author else post.imported_author or _("Somebody who left")
    if post.author:
        who = format_html('<a href="{}">{}</a>', post.author.get_absolute_url(), name)
    else:
        who = format_html("{}", name)
    where = format_html('<a href="{}">{}</a>', post.get_absolute_url(), _("message of %(date)s") % {"date": said})
    return format_html("<blockquote>{}</blockquote><p>— {}, {}</p>", SafeString(post.body), who, where)


def _credit(article: ArticlePage, people: "Iterable[tuple[User | None, str, str]]") -> None:
    credited: dict[tuple[object, str], tuple[User | None, str, str]] = {}
    for person, name, role in people:
        shown = str(person) if person else name
        if shown:
            credited.setdefault((person.pk if person else shown, role), (person, shown[:120], role))
    Credit.objects.bulk_create(
        [Credit(article=article, person=person, name=name, role=role) for person, name, role in credited.values()]
    )
