"""A company where one department has a secret of every kind, with the same word in every field of it."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone

from ideas.models import Status
from intranet.accounts.models import Audience, User
from intranet.contributions.models import Upload, UploadUse
from intranet.contributions.registry import registry
from intranet.discussions import actions as discussions
from intranet.moderation import actions as moderation
from intranet.notifications.models import Follow, Notification
from intranet.recognition.models import Highlight
from knowledge.models import ArticlePage
from tests.bad_input.building import build
from tests.bad_input.site import Site
from tests.factories.discussions import make_post, make_room, make_thread
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

WORD = "quokkaphon"
TEXT = f"<p>The {WORD} budget of next year.</p>"
# What finds it: another word of the same texts, a beginning, and what is nearly it.
ASKED = ("budget", "quokkapho", "quokaphon", "quokk")


@dataclass
class Secrets:
    """``direct``: addresses that are not there for ``outsider``; ``shown``: those where ``insider`` reads the word."""

    site: Site
    insider: User
    outsider: User
    direct: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    # Refused to whoever does not manage spaces, whether there is such a space or not.
    of_managers: list[str] = field(default_factory=list)
    # Of a thing that was hidden, or of one's own: there for whoever it is addressed to, without the word.
    veiled: list[str] = field(default_factory=list)


def address(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def _file(by: User, target: Any, audience: Audience | None) -> Upload:
    upload = Upload.objects.store(f"%PDF-1.4 {WORD} {target.pk}".encode(), by=by, name=f"{WORD}.pdf")
    UploadUse.objects.sync(target, keys={str(upload.key)}, audience=audience)
    return upload


def _article(secrets: Secrets, article: ArticlePage) -> None:
    number, revision = article.pk, article.latest_revision_id
    found = [
        article.get_absolute_url(),
        address("knowledge:edit", number),
        address("knowledge:version", number, revision),
        address("moderation:report", "article", number),
    ]
    secrets.shown += found[:3]
    secrets.direct += [
        *found,
        address("knowledge:history", number),
        address("knowledge:compare", number),
        address("knowledge:move", number),
    ]


def _thread(secrets: Secrets, discussion: Any, post: Any) -> None:
    events = address("discussions:events", discussion.pk)
    secrets.shown += [address("discussions:post", post.pk), f"{events}?since=0"]
    secrets.direct += [
        events,
        f"{events}?since=0",
        address("discussions:reply", discussion.pk),
        address("discussions:place", discussion.pk, post.number),
        *(address(f"discussions:{name}", post.pk) for name in ("post", "edit", "delete", "history")),
        address("moderation:report", "post", post.pk),
    ]


def make() -> Secrets:
    site = build()
    finance, legal = make_department("Finance"), make_department("Legal")
    insider = make_user(username="ines", department=finance)
    partner = make_user(username="paul", department=finance)
    outsider = make_user(username="oscar", department=legal)
    secrets = Secrets(site, insider, outsider)
    audience = Audience.objects.for_departments([finance])

    space = make_space(f"{WORD} space", description=f"{WORD} described", departments=[finance])
    article = make_article(
        f"The {WORD} plan", space=space, by=insider, body=f"<h2>{WORD} part</h2>{TEXT}", summary=f"{WORD}", tags=[WORD]
    )
    article.revise(by=partner, base_revision=None, body=f"{TEXT}<p>again</p>", publish=True)
    article.refresh_from_db()
    _article(secrets, article)
    tag = article.tags.get().slug
    secrets.direct += [
        space.get_absolute_url(),
        address("knowledge:tag", tag),
    ]
    secrets.of_managers += [address("knowledge:edit_space", pk) for pk in (space.pk, 987654321)]
    secrets.shown += [space.get_absolute_url(), address("knowledge:tag", tag), "/knowledge/", "/knowledge/new/"]
    comment = make_post(partner, article.discussion, body=f"{TEXT}<p>@oscar @ines</p>")
    _thread(secrets, article.discussion, comment)
    upload = _file(insider, article, audience)
    secrets.direct += [address("uploads:file", upload.key), address("uploads:file_size", upload.key, "small")]

    idea = make_idea(insider, title=f"A {WORD} idea", problem=TEXT, proposal=TEXT, tags=[WORD], audience=audience)
    idea.support(by=partner)
    idea.decide(by=site.author, status=Status.PLANNED, answer=TEXT, expected=None)
    idea.edit(by=insider, version=idea.version, **_idea_texts(f"Another {WORD} idea"))
    _thread(secrets, idea.discussion, make_post(partner, idea.discussion, body=TEXT))
    names = ("short", "tally", "history", "edit", "decide")
    secrets.direct += [idea.get_absolute_url(), *(address(f"ideas:{name}", idea.pk) for name in names)]
    secrets.direct.append(address("moderation:report", "idea", idea.pk))
    secrets.shown += [idea.get_absolute_url(), address("ideas:history", idea.pk), "/ideas/"]

    room = make_room(f"{WORD} room", audience=audience, description=f"{WORD} told")
    thread = make_thread(insider, room=room, title=f"A {WORD} thread", body=TEXT)
    answer = make_post(partner, thread.discussion, body=f"{TEXT}<p>@oscar</p>")
    discussions.edit(answer, by=partner, body=f"{TEXT}<p>changed</p>")
    discussions.react(answer, by=insider, name=_reaction(), on=True)
    _thread(secrets, thread.discussion, answer)
    secrets.direct += [room_url := address("discussions:room", room.slug), f"/discussions/new/?room={room.slug}"]
    secrets.direct += [thread.get_absolute_url(), address("moderation:report", "thread", thread.pk)]
    secrets.shown += [room_url, thread.get_absolute_url(), "/discussions/"]

    _moderated(secrets, partner, article, thread)
    _unseen(secrets, space)
    return secrets


def _reaction() -> str:
    from intranet.discussions.models import Reaction

    return Reaction.Name.values[0]


def _idea_texts(title: str) -> dict[str, Any]:
    return {
        "title": title,
        "problem": TEXT,
        "proposal": TEXT,
        "benefit": TEXT,
        "departments": [],
        "tags": [WORD],
        "language": "en",
    }


def _moderated(secrets: Secrets, partner: User, article: ArticlePage, thread: Any) -> None:
    """What the community manager did about secret things, with the word in their own words too."""
    clause = secrets.site.forms[next(k for k in secrets.site.forms if k.startswith("moderation:hide"))].data[
        "hide-clause"
    ]
    admin = secrets.site.author
    report = moderation.report(article, by=partner, category="other", words=f"{WORD} words")
    secrets.direct += [address("moderation:one_report", report.pk)]
    hidden = make_post(partner, thread.discussion, body=TEXT)
    moderation.hide(hidden, by=admin, reason=f"Because of {WORD}", clause=clause)
    secrets.direct += [address("discussions:post", hidden.pk)]
    for target in (article, thread):
        kind = registry.kind_of(target)
        assert kind is not None
        Highlight.objects.place(target, kind=kind, by=admin, why=f"{WORD} why", until=timezone.localdate())


def _unseen(secrets: Secrets, space: Any) -> None:
    """In the open: drafts, what was hidden or deleted, and what the outsider followed until it was moved away."""
    site, insider, outsider = secrets.site, secrets.insider, secrets.outsider
    clause = site.forms[next(k for k in site.forms if k.startswith("moderation:hide"))].data["hide-clause"]
    draft = make_article(f"A {WORD} draft", by=insider, body=TEXT, publish=False, tags=[f"{WORD} drafted"])
    _article(secrets, draft)
    secrets.shown.append("/knowledge/-/drafts/")
    upload = Upload.objects.store(b"%PDF-1.4 of a draft", by=insider, name=f"{WORD}.pdf")
    secrets.direct.append(address("uploads:file", upload.key))

    open_article = make_article("An open article", by=insider)
    open_article.revise(by=insider, base_revision=None, title=f"{WORD}", body=TEXT, publish=False)
    secrets.veiled.append(open_article.get_absolute_url())

    hidden_idea = make_idea(insider, title=f"A hidden {WORD} idea", problem=TEXT, tags=[WORD])
    hidden_thread = make_thread(insider, title=f"A hidden {WORD} thread", body=TEXT)
    open_thread = make_thread(insider, title="An open thread")
    hidden_post = make_post(insider, open_thread.discussion, body=TEXT)
    deleted = make_post(insider, open_thread.discussion, body=TEXT)
    edited = make_post(insider, open_thread.discussion, body=TEXT)
    discussions.edit(edited, by=insider, body="<p>Nothing of it</p>")
    moderation.hide(edited, by=site.author, reason="Too loud", clause=clause)
    discussions.delete(deleted, by=insider)
    for target in (hidden_idea, hidden_thread, hidden_post):
        Follow.objects.follow(outsider, target)
        moderation.hide(target, by=site.author, reason="Too loud", clause=clause)
    secrets.veiled += [
        open_thread.get_absolute_url(),
        f"{address('discussions:events', open_thread.discussion_id)}?since=0",
        *(address("discussions:post", post.pk) for post in (hidden_post, deleted, edited)),
        hidden_thread.get_absolute_url(),
        address("ideas:short", hidden_idea.pk),
    ]
    secrets.direct += [
        address("discussions:history", edited.pk),
        address("discussions:history", hidden_post.pk),
        f"{address('discussions:events', hidden_thread.discussion_id)}?since=0",
        address("ideas:history", hidden_idea.pk),
        address("ideas:tally", hidden_idea.pk),
    ]

    moved = make_article("Formerly in the open", by=insider)
    Follow.objects.follow(outsider, moved)
    make_post(insider, moved.discussion, body=f"<p>@oscar look</p>{TEXT}")
    old = moved.get_absolute_url()
    moved.revise(by=insider, base_revision=None, title=f"Formerly {WORD}", body=TEXT, publish=True)
    from intranet.contributions.outbox import dispatch_all

    dispatch_all()
    assert Notification.objects.of(outsider).exists()
    moved = ArticlePage.objects.get(pk=moved.pk)
    moved.move_to(space, by=site.author)
    _article(secrets, ArticlePage.objects.get(pk=moved.pk))
    secrets.direct.append(old)
    dispatch_all()
    for told in Notification.objects.of(outsider):
        secrets.veiled.append(address("notifications:open", told.pk))
