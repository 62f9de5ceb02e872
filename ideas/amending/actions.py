"""An idea that amends the charter: proposed, changed, and put into the charter's draft once it is accepted."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from ideas.amending.clauses import ClauseNow, put_in_draft
from ideas.amending.models import KEYS, WORDS, Amendment
from ideas.models import Campaign, Idea, Status
from intranet.contributions.models.activity import record
from intranet.core.richtext import clean, to_text

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from intranet.contributions.models import Activity

ACCEPTING = (Status.PLANNED, Status.DONE)


@transaction.atomic
def propose(clause: ClauseNow, *, by: "User", title: str, why: str, language: str, words: dict[str, str]) -> Idea:
    """Submit an idea of ``by`` that is another wording of ``clause``, in the open box."""
    words = cleaned(words)
    idea = Idea.submit(
        by=by,
        title=title,
        problem=why,
        proposal=main_text(words, language),
        language=language,
        campaign=Campaign.objects.open_box(),
        answers=answers_of(words),
        amends=clause.key,
    )
    Amendment.objects.create(idea=idea, clause=clause.key, label=clause.label, url=clause.url, before=clause.words)
    return idea


def change(idea: Idea, *, by: "User", version: int, title: str, why: str, language: str, words: dict[str, str]) -> None:
    """Change the wording proposed, as ``Idea.edit`` does with any idea: visibly once somebody supported it."""
    words = cleaned(words)
    texts: dict[str, Any] = {
        "title": title,
        "problem": why,
        "proposal": main_text(words, language),
        "language": language,
        "answers": {**idea.answers, **answers_of(words)},
    }
    idea.edit(by=by, version=version, departments=list(idea.departments.all()), tags=_tags(idea), **texts)


def draft_when_accepted(activity: "Activity") -> None:
    """Handle a decision: the words of an amendment that was accepted are put into the charter's draft, once.

    Runs in the worker, perhaps twice: the row is locked, and who comes second finds it done. What was drafted is
    published by whoever edits the charter, or not.
    """
    if activity.data.get("after") not in ACCEPTING:
        return
    with transaction.atomic():
        rows = Amendment.objects.select_for_update(of=("self",)).select_related("idea")
        found = rows.filter(idea=activity.target_id, drafted_at=None).first()
        if found is None or not put_in_draft(found.clause, found.after, before=found.before):
            return
        found.drafted_at = timezone.now()
        found.save(update_fields=["drafted_at"])
        record("idea.amendment_drafted", by=None, target=found.idea, clause=found.label)


def cleaned(words: dict[str, str]) -> dict[str, str]:
    """Return titles on one line and texts as clean HTML; nothing where a text has no words."""
    found = {}
    for name in WORDS:
        text = words.get(name, "") or ""
        if name.startswith("title"):
            found[name] = " ".join(text.split())
        else:
            html = str(clean(text, "article"))
            found[name] = html if to_text(html).strip() else ""
    return found


def answers_of(words: dict[str, str]) -> dict[str, str]:
    return {KEYS[name]: words[name] for name in WORDS if words[name]}


def main_text(words: dict[str, str], language: str) -> str:
    """Return the text proposed in the idea's language, or in the other: what lists and the search show."""
    return words.get(f"body_{language}") or words.get("body_fr") or words.get("body_en") or ""


def _tags(idea: Idea) -> list[str]:
    return [tag.name for tag in idea.tags.all()]
