"""Writing what an import file brought: all of it or nothing, each thing once however often it is run."""

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ideas.imports.records import Batch, SourceAnswer, SourceComment, SourceDebate, SourceIdea
from ideas.models import Campaign, Decision, Idea, ImportedSource, Status
from intranet.accounts.models import Department
from intranet.contributions.models.activity import record
from intranet.core.richtext import clean, from_plain, to_text
from intranet.discussions.importing import PostToImport, import_posts, import_thread
from intranet.discussions.models import Discussion, Room, Thread

Progress = Callable[[str], None]

ROOM = "imported"
TITLE_LENGTH = 160
_EVERY = 50


class Importer:
    """Carries one ``Batch`` into the site. ``done`` and ``skipped`` count what happened, by what and by why."""

    def __init__(self, batch: Batch, *, campaign: str, progress: Progress) -> None:
        self.batch = batch
        self.campaign_slug = campaign
        self.progress = progress
        self.done: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter(batch.skipped)
        self._known: dict[str, tuple[int, int]] = {}
        self._cleaned: dict[tuple[str, str], str] = {}

    def run(self) -> None:
        """Write everything in one transaction: an error anywhere leaves the site as it was.

        Cleaning the texts is most of the work and comes before, so that the others wait for the writing only (on
        SQLite one writes at a time).
        """
        self._known = self._sources()
        self._clean_all()
        with transaction.atomic():
            self.campaign = self._campaign()
            self._known = self._sources()
            self._each("ideas", self.batch.ideas, self._write_idea)
            self._each("debates", self.batch.debates, self._write_debate)
            self._write_comments()

    def _clean_all(self) -> None:
        for idea in self.batch.ideas:
            if idea.key not in self._known:
                self._clean(_title(idea.title)[1] + idea.problem, "article")
                self._clean(idea.proposal, "article")
                self._clean(idea.benefit, "article")
                if idea.answer:
                    self._clean(idea.answer.text, "post")
        for debate in self.batch.debates:
            if debate.key not in self._known:
                self._clean(_title(debate.title)[1] + debate.text, "post")
        for comment in self.batch.comments:
            if comment.key not in self._known:
                self._clean(comment.text, "post")

    def _clean(self, html: str, profile: str) -> str:
        if (html, profile) not in self._cleaned:
            self._cleaned[html, profile] = _clean(html, profile)
        return self._cleaned[html, profile]

    def _campaign(self) -> Campaign:
        if not self.campaign_slug:
            return Campaign.objects.open_box()
        title = self.campaign_slug.replace("-", " ").replace("_", " ").capitalize()
        return Campaign.objects.get_or_create(
            slug=self.campaign_slug, defaults={"title": title, "published_at": timezone.now()}
        )[0]

    def _each(self, what: str, rows: list[Any], write: Callable[[Any], None]) -> None:
        for number, row in enumerate(rows, start=1):
            if row.key in self._known:
                self.skipped[f"{what} imported before"] += 1
            else:
                write(row)
                self.done[what] += 1
            if number % _EVERY == 0 or number == len(rows):
                self.progress(f"{what} {number}/{len(rows)}")

    def _write_idea(self, source: SourceIdea) -> None:
        title, overflow = _title(source.title)
        idea = Idea(
            campaign=self.campaign,
            title=title,
            problem=self._clean(overflow + source.problem, "article"),
            proposal=self._clean(source.proposal, "article"),
            benefit=self._clean(source.benefit, "article"),
            language=source.language,
            created_at=source.at,
            status=source.status,
            imported_author=source.author,
            imported_support_count=source.votes,
            discussion=Discussion.objects.open_for("idea"),
        )
        idea.save()
        idea.tags.set([tag[:100] for tag in source.tags])
        idea.departments.set(self._departments(source.departments))
        if source.status != Status.SUBMITTED or source.answer:
            self._write_answer(idea, source.answer)
        record("idea.imported", by=None, target=idea)
        self._note(source.key, idea)

    def _write_answer(self, idea: Idea, answer: SourceAnswer | None) -> None:
        decision = Decision(idea=idea, from_status=Status.SUBMITTED, to_status=idea.status)
        if answer:
            decision.answer, decision.at = self._clean(answer.text, "post"), answer.at
        decision.save()
        idea.last_decision = decision
        idea.official_answer = decision if answer else None
        idea.save(update_fields=["last_decision", "official_answer"])

    def _departments(self, slugs: tuple[str, ...]) -> list[Department]:
        found = list(Department.objects.filter(slug__in=slugs))
        if unknown := len(set(slugs)) - len(found):
            self.skipped["unknown departments left out"] += unknown
        return found

    def _write_debate(self, source: SourceDebate) -> None:
        title, overflow = _title(source.title)
        self._thread(source.key, title, overflow + source.text, source)

    def _thread(self, key: str, title: str, text: str, source: "SourceDebate | SourceComment") -> Thread:
        thread = import_thread(
            room=self._room(),
            title=title,
            body=self._clean(text, "post"),
            language=source.language,
            created_at=source.at,
            imported_author=source.author if isinstance(source, SourceDebate) else "",
        )
        self._note(key, thread)
        return thread

    def _write_comments(self) -> None:
        by_root: dict[str, list[SourceComment]] = defaultdict(list)
        for comment in self.batch.comments:
            if comment.key in self._known:
                self.skipped["comments imported before"] += 1
            else:
                by_root[comment.root].append(comment)
        total = sum(len(comments) for comments in by_root.values())
        for root, comments in by_root.items():
            self._write_under(self._discussion(root, comments), comments)
            self.progress(f"comments {self.done['comments']}/{total}")

    def _write_under(self, discussion: Discussion, comments: list[SourceComment]) -> None:
        """Add ``comments`` to ``discussion``, oldest first, each under what it answers."""
        ordered = _parents_first(comments)
        known = {comment.key for comment in ordered}
        rows = []
        for comment in ordered:
            before = self._known.get(comment.parent)
            if comment.parent and comment.parent not in known and before is None:
                self.skipped["answers to a comment that is not in the file (kept, at the top level)"] += 1
            rows.append(
                PostToImport(
                    ref=comment.key,
                    parent_ref=comment.parent if comment.parent in known else "",
                    parent_id=before[1] if before else None,
                    body=self._clean(comment.text, "post"),
                    imported_author=comment.author,
                    language=comment.language,
                    created_at=comment.at,
                )
            )
        posts = import_posts(discussion, rows)
        for ref, post in posts.items():
            self._note(ref, post)
        self.done["comments"] += len(posts)

    def _discussion(self, root: str, comments: list[SourceComment]) -> Discussion:
        """Return where comments on ``root`` go. What they are about may not be here: a thread then stands for it."""
        found = self._known.get(root)
        if found is None:
            site, number = urlsplit(root).netloc, root.rsplit("/", 1)[-1]
            what = _("Debate %(number)s") if "/debates/" in root else _("Proposal %(number)s")
            title = f"{what % {'number': number}} ({site})"
            said = _("Comments imported without the text they are about: %(address)s") % {"address": f"https:{root}"}
            text = f"<p>{said}</p>"
            self.done["threads standing for what is not here"] += 1
            return self._thread(root, title[:TITLE_LENGTH], text, comments[0]).discussion
        type_id, pk = found
        model = ContentType.objects.get_for_id(type_id).model_class()
        return model._base_manager.select_related("discussion").get(pk=pk).discussion  # type: ignore[union-attr]  # the kinds imported have a discussion

    def _room(self) -> Room:
        name = _("Imported debates")
        return Room.objects.get_or_create(slug=ROOM, defaults={"name": name, "position": 900})[0]

    def _sources(self) -> dict[str, tuple[int, int]]:
        """Return what was imported before, of all that the file speaks of: {key: (content type, id)}."""
        batch = self.batch
        rows: list[Any] = [*batch.ideas, *batch.debates, *batch.comments]
        keys = {row.key for row in rows}
        keys |= {comment.root for comment in batch.comments} | {comment.parent for comment in batch.comments}
        wanted, known = sorted(keys), {}
        for start in range(0, len(wanted), 500):
            found = ImportedSource.objects.filter(key__in=wanted[start : start + 500])
            known.update(
                {key: (type_id, pk) for key, type_id, pk in found.values_list("key", "target_type", "target_id")}
            )
        return known

    def _note(self, key: str, target: models.Model) -> None:
        kind = ContentType.objects.get_for_model(target)
        ImportedSource.objects.create(key=key, target_type=kind, target_id=target.pk)
        self._known[key] = (kind.pk, target.pk)


def _title(text: str) -> tuple[str, str]:
    """Return a title that fits, and the whole of it as a paragraph when it had to be cut."""
    title = " ".join(text.split())
    if len(title) <= TITLE_LENGTH:
        return title, ""
    cut = title[: TITLE_LENGTH - 1].rsplit(" ", 1)[0]
    return f"{cut}…", format_html("<p>{}</p>", title)


def _clean(html: str, profile: str) -> str:
    """Return ``html`` cleaned; a text beyond the bounds is kept as its words only."""
    try:
        return clean(html, profile)
    except ValidationError:
        return clean(from_plain(to_text(html[:60_000])), profile)


def _parents_first(comments: list[SourceComment]) -> list[SourceComment]:
    """Return ``comments`` by date, but never an answer before what it answers (dates can be equal or wrong)."""
    keys = {comment.key for comment in comments}
    waiting: dict[str, list[SourceComment]] = defaultdict(list)
    placed: dict[str, SourceComment] = {}

    def place(comment: SourceComment) -> None:
        ready = [comment]
        while ready:
            now = ready.pop(0)
            placed[now.key] = now
            ready += waiting.pop(now.key, [])

    for comment in sorted(comments, key=lambda c: (c.at, c.key)):
        if comment.parent in keys and comment.parent not in placed:
            waiting[comment.parent].append(comment)
        else:
            place(comment)
    in_circles = [comment for answers in waiting.values() for comment in answers if comment.key not in placed]
    return [*placed.values(), *in_circles]
