"""One small site with something of each kind, and a way to throw bad input at it without anything staying."""

import importlib
import json
import pkgutil
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from intranet.accounts import roles
from intranet.accounts.models import User
from knowledge.drafting.models import Draft
from tests.architecture.test_access import ADDRESSES
from tests.factories.charter import clause, publish_charter
from tests.factories.discussions import make_post, make_thread
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user
from tests.factories.questions import make_answer, make_question
from tests.factories.search import make_bet, make_synonyms

FORM = "application/x-www-form-urlencoded"


def form_encoded(data: Mapping[str, Any]) -> bytes:
    """Encode a form as a hostile program would: lone surrogates go out as bytes that are no UTF-8."""
    pairs = [(k, one) for k, v in data.items() for one in (v if isinstance(v, list) else [v])]
    return "&".join(f"{quote(k)}={quote(str(v), safe='', errors='surrogatepass')}" for k, v in pairs).encode()


def query(**values: object) -> str:
    return form_encoded(values).decode()


@dataclass
class Site:
    """``author`` wrote everything and also administers, so no form refuses them for who they are."""

    author: User
    reader: User
    client: Client
    values: dict[str, dict[str, Any]]
    forms: dict[str, "Form"] = field(default_factory=dict)

    def url(self, name: str) -> str:
        """Return an address of this name that leads to something that is there."""
        return reverse(name, kwargs=self.values.get(name, {}))

    def urls(self) -> dict[str, str]:
        found = {}
        for name in ADDRESSES:
            try:
                found[name] = self.url(name)
            except NoReverseMatch as missing:
                raise AssertionError(f"tests/bad_input/site.py makes nothing for {name}") from missing
        return found

    def ask(
        self, method: str, url: str, *, after: Callable[[HttpResponse], Any] | None = None, **request: Any
    ) -> HttpResponse:
        """Send one request and undo all that it changed; ``after`` looks before it is undone."""
        with transaction.atomic():
            if isinstance(request.get("data"), bytes):
                response = self.client.generic(method.upper(), url, **request)
            else:
                response = getattr(self.client, method)(url, **request)
            if after is not None:
                after(response)
            transaction.set_rollback(True)
        return response

    def send(
        self, url: str, data: Mapping[str, Any], after: Callable[[HttpResponse], Any] | None = None, **request: Any
    ) -> HttpResponse:
        return self.ask("post", url, data=form_encoded(data), content_type=FORM, after=after, **request)


@dataclass(frozen=True)
class Form:
    """A form of the site with values that it takes. ``rich``: the fields of HTML; ``query``: of its address."""

    name: str
    data: Mapping[str, Any]
    rich: tuple[str, ...] = ()
    query: str = ""
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Made:
    """What the small site holds, for the features that add to it."""

    author: User
    reader: User
    department: Any
    space: Any
    article: Any
    idea: Any
    thread: Any
    post: Any


def _parts() -> list[Any]:
    """Return the modules of ``tests/bad_input/parts``: each has ``values(made)`` for its addresses and ``forms(made)``."""
    from tests.bad_input import parts

    names = sorted(module.name for module in pkgutil.iter_modules(parts.__path__))
    return [importlib.import_module(f"{parts.__name__}.{name}") for name in names]


class Faults:
    """Collects what broke, with the exception behind each 500."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._raised: list[str] = []
        got_request_exception.connect(self._note)

    def _note(self, **_signal: Any) -> None:
        import sys
        import traceback

        kind, error, trace = sys.exc_info()
        last = traceback.extract_tb(trace)[-4:]
        where = " < ".join(f"{frame.filename.split('/')[-1]}:{frame.lineno}" for frame in reversed(last))
        self._raised.append(f"{kind.__name__ if kind else ''}: {str(error)[:100]} at {where}")

    def look(self, response: HttpResponse, what: str) -> None:
        if response.status_code >= 500 and not (response.status_code == 503 and what.startswith("get /readyz")):
            self.found.append(f"{what[:160]!r}: {response.status_code} {self._raised[-1:]}")
        self._raised.clear()

    def none(self) -> None:
        got_request_exception.disconnect(self._note)
        assert not self.found, f"{len(self.found)} broke:\n" + "\n".join(self.found[:40])


def build() -> Site:
    from ideas.models import Campaign
    from intranet.contributions.models import Activity, Upload
    from intranet.contributions.registry import registry
    from intranet.moderation import actions as moderation
    from intranet.notifications.models import Notification
    from intranet.recognition.models import Highlight

    department = make_department("Workshop")
    author = make_user(
        roles.ADMINISTRATOR, username="ada", is_staff=True, is_superuser=True, department=department, language="en"
    )
    reader = make_user(username="rosa", department=department)
    publish_charter(clause("Respect"))
    version = publish_charter(clause("Respect!"))
    space = make_space()
    article = make_article(by=author, space=space, tags=["welcome"])
    article.revise(by=author, base_revision=None, body="<p>Other words</p>", publish=True)
    article.refresh_from_db()
    idea = make_idea(author)
    thread = make_thread(author)
    post = make_post(author, thread.discussion)
    other = make_thread(reader, title="Longer lunches")
    question = make_question(author, space=space)
    given = make_answer(question, author)
    question.accept(given, by=author)
    merged = make_question(author, title="Which oil for beech?")
    merged.merge_into(make_question(reader, title="What oil for a bench?"), by=author)
    report = moderation.report(other, by=make_user(), category="other", words="Look")
    activity = Activity.objects.filter(target_id=thread.pk, verb="thread.created").get()
    told = Notification.objects.create(recipient=author, activity=activity, reason="follow")
    highlight = Highlight.objects.place(
        thread, kind=registry.kind("thread"), by=author, why="Good", until=timezone.localdate()
    )
    group, bet = make_synonyms("pay", "salary"), make_bet(thread, "lunch")
    upload = Upload.objects.store(b"%PDF-1.4 words", by=author, name="plan.pdf")
    anchor = version.clauses[0]["anchor"]
    names = ("edit", "publish", "unpublish", "move", "history", "compare", "keep", "keep_answers")
    pk = {name: {"pk": article.pk} for name in names}
    kind = {"kind": "thread", "pk": other.pk}
    unsaved = Draft.objects.create(
        person=author, article=article, key=f"article:{article.pk}", tab="t", fields={"title": "Unsaved", "body": "x"}
    )
    version_of = {"pk": article.pk, "revision": article.latest_revision_id}
    values: dict[str, dict[str, Any]] = {
        "ui:theme_css": {"version": "x"},
        "account_confirm_email": {"key": "unknown"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "unknown-key"},
        "people:profile": {"username": reader.username},
        "knowledge:tag": {"slug": article.tags.get().slug},
        "knowledge:edit_space": {"pk": space.pk},
        "knowledge:page": {"path": article.get_absolute_url().removeprefix("/knowledge/")},
        "knowledge:version": version_of,
        **{f"knowledge:{name}": {"pk": unsaved.pk} for name in ("unsaved", "compare_unsaved", "discard")},
        "knowledge:restore": version_of,
        **{f"knowledge:{name}": value for name, value in pk.items()},
        "ideas:campaign": {"slug": Campaign.objects.open_box().slug},
        "ideas:detail": {"pk": idea.pk, "slug": idea.slug},
        **{
            f"ideas:{name}": {"pk": idea.pk}
            for name in ("short", "support", "withdraw", "tally", "edit", "history", "decide")
        },
        **{
            f"knowledge:questions:{name}": {"pk": question.pk}
            for name in (
                *("short", "edit", "history", "vote", "close", "reopen", "merge", "accept", "not_me", "article"),
                *("give", "take_back"),
            )
        },
        "knowledge:questions:detail": {"pk": question.pk, "slug": question.slug},
        "knowledge:questions:unmerge": {"pk": merged.pk},
        "knowledge:questions:harvest": {"pk": thread.discussion_id},
        **{
            f"knowledge:questions:{name}": {"pk": question.pk, "answer": given.pk}
            for name in ("answer", "edit_answer", "vote_answer", "answer_history", "take_back_answer")
        },
        "discussions:room": {"slug": thread.room.slug},
        **{f"discussions:{name}": {"pk": thread.pk} for name in ("thread", "close", "pin", "follow")},
        **{f"discussions:{name}": {"pk": thread.discussion_id} for name in ("reply", "events", "read")},
        "discussions:place": {"pk": thread.discussion_id, "number": 1},
        **{f"discussions:{name}": {"pk": post.pk} for name in ("post", "edit", "delete", "react", "history")},
        "charter:clause": {"anchor": anchor},
        "charter:version": {"number": version.number},
        "charter:logo": {"number": version.number},
        "charter:changes": {"older": version.number - 1, "newer": version.number},
        "notifications:open": {"pk": told.pk},
        "notifications:follow": kind,
        "moderation:one_report": {"pk": report.pk},
        **{f"moderation:{name}": kind for name in ("report", "case", "hide", "restore", "dismiss")},
        **{f"search:{name}": kind for name in ("like", "new_bet")},
        **{f"search:{name}": {"pk": group.pk} for name in ("synonyms", "remove_synonyms")},
        **{f"search:{name}": {"pk": bet.pk} for name in ("bet", "remove_bet")},
        "recognition:end": {"pk": highlight.pk},
        "recognition:highlight": {"kind": "idea", "pk": idea.pk},
        "uploads:file": {"key": upload.key},
        "uploads:file_size": {"key": upload.key, "size": "small"},
        "uploads:shown": {"path": "photos/nobody.webp"},
    }
    client = Client(raise_request_exception=False)
    client.force_login(author)
    site = Site(author, reader, client, values)
    written = {
        "title": "A good title",
        "summary": "Short",
        "body": "<p>Words</p>",
        "tags": "one, two",
        "language": "en",
    }
    said = {
        "title": "More bicycles",
        "problem": "<p>None</p>",
        "proposal": "<p>Some</p>",
        "benefit": "<p>Air</p>",
        "departments": [str(department.pk)],
        "tags": "air, health",
        "language": "en",
        "version": str(idea.version),
    }
    asked = {
        "title": "How do I oil a worktop?",
        "body": "<p>It drinks.</p>",
        "space": str(space.pk),
        "tags": "oil, beech",
        "language": "en",
        "client_id": str(uuid.uuid4()),
    }
    message = {"body": "<p>Hello</p>", "client_id": str(uuid.uuid4())}
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    reason = {"reason": "It hurts", "clause": str(version.clauses[0]["key"])}
    forms = [
        Form(
            "knowledge:new", {**written, "space": str(space.pk), "publish": "1"}, ("body",), texts=("title", "summary")
        ),
        Form(
            "knowledge:edit",
            {**written, "base_revision": str(article.latest_revision_id), "publish": "1"},
            ("body",),
            texts=("title", "summary"),
        ),
        Form(
            "knowledge:edit",
            {
                "current": str(article.latest_revision_id),
                "kept": json.dumps(written),
                "choice-0": "own",
                "own-0": "<p>x</p>",
            },
            ("own-0",),
        ),
        Form("knowledge:keep", {**written, "tab": "t", "number": "0"}),
        Form("knowledge:keep_answers", {"answers": '{"000000000000000000000000": {"choice": "mine", "own": ""}}'}),
        Form("knowledge:keep_new", {**written, "key": "article:new", "tab": "t", "number": "0"}),
        Form("knowledge:discard", {"back": "1"}),
        Form("knowledge:move", {"space": str(space.pk), "slug": "elsewhere"}),
        Form("knowledge:restore", {"base_revision": str(article.latest_revision_id)}),
        Form(
            "knowledge:new_space",
            {
                "title": "New space",
                "description": "For all",
                "parent": "",
                "departments": [str(department.pk)],
                "language": "en",
                "article_order": "title",
            },
            texts=("title", "description"),
        ),
        Form(
            "knowledge:edit_space",
            {
                "title": "Newer space",
                "description": "",
                "parent": "",
                "departments": [],
                "language": "en",
                "article_order": "title",
            },
            texts=("title", "description"),
        ),
        Form("knowledge:questions:ask", {**asked, "anyway": "1"}, ("body",), texts=("title",)),
        Form("knowledge:questions:edit", {**asked, "version": str(question.version)}, ("body",), texts=("title",)),
        Form("knowledge:questions:answered", {"by": f"article:{article.pk}", "title": "Where is it?"}),
        Form("knowledge:questions:give", {"body": "<p>So.</p>", "client_id": str(uuid.uuid4())}, ("body",)),
        Form("knowledge:questions:edit_answer", {"body": "<p>So!</p>", "version": str(given.version)}, ("body",)),
        Form("knowledge:questions:take_back", {}),
        Form("knowledge:questions:take_back_answer", {}),
        Form("knowledge:questions:vote", {"on": "1", "next": "/knowledge/"}),
        Form("knowledge:questions:vote_answer", {"on": "0"}),
        Form("knowledge:questions:accept", {"answer": str(given.pk)}),
        Form("knowledge:questions:close", {"why": "It is settled"}, texts=("why",)),
        Form("knowledge:questions:reopen", {"next": "/"}),
        Form("knowledge:questions:merge", {"other": str(merged.duplicate_of_id)}),
        Form("knowledge:questions:unmerge", {"next": "/"}),
        Form("knowledge:questions:not_me", {"next": "/"}),
        Form("knowledge:questions:article", {"space": str(space.pk)}),
        Form(
            "knowledge:questions:harvest",
            {"posts": ["1"], "title": "Shorter meetings", "space": str(space.pk)},
            texts=("title",),
        ),
        Form("ideas:submit", said, ("problem", "proposal", "benefit"), texts=("title",)),
        Form("ideas:edit", said, ("problem", "proposal", "benefit"), texts=("title",)),
        Form(
            "ideas:decide",
            {"status": "planned", "answer": "<p>Yes</p>", "expected": "0", "next": "/ideas/"},
            ("answer",),
        ),
        Form("ideas:support", {"next": "/ideas/"}),
        Form("ideas:withdraw", {"next": "/ideas/"}),
        Form(
            "discussions:new",
            {**message, "title": "A thread", "language": "en"},
            ("body",),
            query=f"?room={thread.room.slug}",
            texts=("title",),
        ),
        Form("discussions:reply", {**message, "parent": "1"}, ("body",)),
        Form("discussions:edit", {"body": "<p>Changed</p>"}, ("body",)),
        Form("discussions:react", {"name": "like", "on": "1"}),
        Form("discussions:read", {"number": "1"}),
        Form("discussions:close", {"open": "0"}),
        Form("discussions:pin", {"pinned": "1"}),
        Form("discussions:follow", {"follow": "1"}),
        Form("notifications:follow", {"state": "on", "next": "/"}),
        Form("notifications:mark_all_read", {"next": "/"}),
        Form("charter:acknowledge", {"version": str(version.number)}),
        Form("moderation:report", {"category": "other", "words": "Look at it"}, texts=("words",)),
        Form("moderation:hide", {f"hide-{k}": v for k, v in reason.items()}, texts=("hide-reason",)),
        Form("moderation:dismiss", {"dismiss-reason": "It is fine"}, texts=("dismiss-reason",)),
        Form("moderation:restore", {"restore-reason": "It was fine"}, texts=("restore-reason",)),
        Form("recognition:highlight", {"why": "Read this", "until": tomorrow.isoformat()}, texts=("why",)),
        Form("recognition:end", {"next": "/"}),
        Form(
            "search:new_synonyms",
            {"expressions": "pay, salary", "leads_to": "", "language": ""},
            texts=("expressions",),
        ),
        Form("search:synonyms", {"expressions": "pay", "leads_to": "salary", "language": "en"}, texts=("leads_to",)),
        Form("search:remove_synonyms", {}),
        Form(
            "search:new_bet",
            {"patterns": "lunch", "note": "Here", "starts": "", "ends": ""},
            texts=("patterns", "note"),
        ),
        Form("search:bet", {"patterns": "lunch", "note": "Here", "starts": "", "ends": ""}, texts=("patterns",)),
        Form("search:remove_bet", {}),
        Form("search:weights", {"article": "1.5"}),
        Form(
            "people:edit",
            {
                "display_name": "Ada L.",
                "job_title": "Engineer",
                "department": str(department.pk),
                "bio": "About me",
                "expertise": "soil, air",
                "language": "en",
                "time_zone": "Europe/Paris",
            },
            texts=("job_title", "bio"),
        ),
        Form("ui:theme", {"theme": "dark", "next": "/"}),
        Form("ui:language", {"language": "en", "next": "/"}),
        Form("account_login", {"login": "ada", "password": "wrong", "next": "/"}),
        Form("account_signup", {"email": "a@example.com", "username": "new", "password1": "x", "password2": "x"}),
        Form("account_reset_password", {"email": "a@example.com"}),
        Form("account_change_password", {"oldpassword": "x", "password1": "y", "password2": "y"}),
        Form("account_email", {"email": "b@example.com", "action_add": "1"}),
        Form("account_reauthenticate", {"password": "x", "next": "/"}),
        Form("uploads:files", {"file": "not a file"}),
    ]
    made = Made(author, reader, department, space, article, idea, thread, post)
    for part in _parts():
        values |= part.values(made)
        forms += part.forms(made)
    site.forms = {f"{form.name}{number}": form for number, form in enumerate(forms)}
    return site


def each(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
