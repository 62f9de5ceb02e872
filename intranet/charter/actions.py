"""Publish the charter: from the page that the community manager edits to what people read, discuss, search and cite."""

import uuid
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.rich_text import RichText, expand_db_html

from intranet.charter.models import CharterPage, CharterVersion, Clause
from intranet.charter.theme import theme_in_force
from intranet.contributions.models.activity import record
from intranet.core.richtext import clean
from intranet.discussions.models import Discussion

if TYPE_CHECKING:
    from intranet.accounts.models import User

_WORDS = ("title_fr", "title_en", "body_fr", "body_en", "specimen")


@transaction.atomic
def publish(page: CharterPage, *, by: "User | None") -> CharterVersion | None:
    """Write what ``page`` says now as the charter in force; return the new version, ``None`` if nothing changed.

    Locks the page's row, so versions are numbered without gap. Clauses are matched by the id of their block: rewording
    or moving one keeps its address, its thread and the decisions that cite it. The first version asks everyone to read
    it, later ones only when the page says so.
    """
    page = CharterPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    before = CharterVersion.objects.current()
    clauses = _synchronise(page, by=by)
    content = {"clauses": clauses, "look": page.look}
    opening = {"introduction_fr": cleaned(page.introduction_fr), "introduction_en": cleaned(page.introduction_en)}
    if before is not None and not page.asks_again and _same(before, content, opening):
        return None
    version = CharterVersion.objects.create(
        number=before.number + 1 if before else 1,
        published_by=by,
        asks_again=page.asks_again or before is None,
        note_fr=page.note_fr,
        note_en=page.note_en,
        content=content,
        **opening,
    )
    record("charter.published", by=by, target=version, number=version.number, asks_again=version.asks_again)
    transaction.on_commit(theme_in_force.forget)
    return version


def _same(before: CharterVersion, content: dict[str, Any], opening: dict[str, str]) -> bool:
    return before.content == content and all(getattr(before, name) == text for name, text in opening.items())


def _synchronise(page: CharterPage, *, by: "User | None") -> list[dict[str, Any]]:
    """Make the clause rows say what the blocks of ``page`` say, and return them as a version keeps them."""
    known = {clause.key: clause for clause in Clause.objects.all()}
    frozen = []
    for number, block in enumerate(page.clauses, start=1):
        key = uuid.UUID(str(block.id))
        words = {
            "title_fr": block.value["title_fr"].strip(),
            "title_en": block.value["title_en"].strip(),
            "body_fr": cleaned(block.value["body_fr"]),
            "body_en": cleaned(block.value["body_en"]),
            "specimen": block.value["specimen"] or "",
        }
        clause = known.pop(key, None) or _new_clause(key, words)
        _write(clause, number, words, by=by)
        frozen.append({"key": str(key), "anchor": clause.anchor, "number": number, **words})
    for clause in known.values():
        _withdraw(clause, by=by)
    return frozen


def _new_clause(key: uuid.UUID, words: dict[str, str]) -> Clause:
    wanted = slugify(words["title_fr"] or words["title_en"])[:60].strip("-") or "clause"
    anchor, number = wanted, 2
    while Clause.objects.filter(anchor=anchor).exists():
        anchor, number = f"{wanted}-{number}", number + 1
    return Clause(key=key, anchor=anchor, discussion=Discussion.objects.open_for("clause"))


def _write(clause: Clause, number: int, words: dict[str, str], *, by: "User | None") -> None:
    is_new = clause.pk is None
    says_another = is_new or not clause.is_in_force or any(getattr(clause, name) != words[name] for name in _WORDS)
    if not says_another and clause.number == number:
        return
    for name in _WORDS:
        setattr(clause, name, words[name])
    clause.number, clause.is_in_force = number, True
    if says_another:
        clause.changed_at = timezone.now()
    clause.save()
    record("clause.published", by=by, target=clause)


def _withdraw(clause: Clause, *, by: "User | None") -> None:
    if clause.is_in_force:
        clause.is_in_force = False
        clause.save(update_fields=["is_in_force"])
        record("clause.withdrawn", by=by, target=clause)


def cleaned(text: Any) -> str:
    """Return the editor's HTML as clean HTML: its links to pages and documents written out, the rest by the one allow-list."""
    return clean(expand_db_html(str(getattr(text, "source", text) or "")), profile="article")


@transaction.atomic
def amend_draft(key: str, words: dict[str, str], *, before: dict[str, str]) -> bool:
    """Answer ``charter.amend_draft``: have the draft of the charter say ``words`` in the clause of this key.

    Goes on from the draft that is there, so nothing that somebody is writing in other clauses is lost; publishing stays
    theirs. Only the texts that ``words`` changes from ``before`` are touched. ``False`` when the draft has no such
    clause any more. Locks the page's row.
    """
    page = CharterPage.objects.select_for_update(of=("self",)).first()
    if page is None:
        return False
    draft = page.get_latest_revision_as_object()
    block = next((block for block in draft.clauses if str(block.id) == key), None)
    if block is None:
        return False
    for name, text in words.items():
        if text != before.get(name, ""):
            block.value[name] = RichText(text) if name.startswith("body") else text
    draft.save_revision(log_action=False)
    record("charter.draft_amended", by=None, target=Clause.objects.get(key=key))
    return True
