"""What the life of an idea adds to its page: one line of time, and what this person can do about it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ideas import own_fields
from ideas.living import policies
from ideas.living.timeline import Life, life_of
from ideas.models import ACCEPTED, Idea, Status
from ideas.parts import IdeaPart, idea_points
from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from ideas.models import Campaign
    from intranet.accounts.models import User

DIR = "ideas/living"


def of_idea(idea: Idea, user: "User") -> Iterable[tuple[str, IdeaPart]]:
    """Answer ``idea.parts``: what needs a word now, the campaign's own fields, files, and the line of its life."""
    can = abilities(idea, user)
    yield from _notices(idea, user, can)
    if said := own_fields.said_in(idea.campaign, idea.answers):
        yield "body", IdeaPart(f"{DIR}/_answers.html", {"said": said}, 50)
    if files := idea.parts.get("files"):
        yield "body", IdeaPart(f"{DIR}/_files.html", {"files": files}, 80)
    life = life_of(idea, idea_points(idea, user))
    article = _article(user, life)
    key = (idea.pk, idea.created_at, idea.status, life, article and article["url"], idea.answer_due_at, idea.is_overdue)
    shown = {
        "life": life,
        "can": can,
        "article": article,
        "owner": idea.answer_owner,
        "key": (*key, tuple(sorted(can.items())), idea.answer_owner_id, idea.official_answer_id, _author(idea)),
        "owes_step": idea.pipeline_status in ACCEPTED,
    }
    yield "foot", IdeaPart(f"{DIR}/_life.html", shown, 20)
    if any(can[name] for name in ("invite", "attach", "withdraw", "hand_over", "carry", "leave")):
        yield "menu", IdeaPart(f"{DIR}/_menu.html", {"can": can}, 20)


def abilities(idea: Idea, user: "User") -> dict[str, bool]:
    """Return what ``user`` may do in the life of ``idea``; no query."""
    carry = policies.can_carry(user, idea)
    done = idea.pipeline_status == Status.DONE
    return {
        "invite": policies.can_invite(user, idea),
        "leave": user.pk in idea.author_ids,
        "attach": policies.can_attach(user, idea),
        "withdraw": policies.can_withdraw(user, idea),
        "answer": policies.can_answer_more(user, idea),
        "appeal": policies.can_appeal(user, idea),
        "hand_over": policies.can_hand_over(user, idea),
        "carry": carry,
        "close": carry and done and not idea.parts.get("closed"),
        "measure": carry and bool(idea.parts.get("outcome")),
        "expect": carry and not idea.parts.get("measured"),
    }


def _notices(idea: Idea, user: "User", can: dict[str, bool]) -> Iterable[tuple[str, IdeaPart]]:
    """What is urgent, above the text: an invitation, a question to the author, an answer that is late."""
    if policies.is_invited(user, idea):
        yield "head", IdeaPart(f"{DIR}/_invited.html", {}, 10)
    if idea.pipeline_status == Status.NEEDS_MORE:
        yield "head", IdeaPart(f"{DIR}/_more_asked.html", {"step": idea.last_decision, "can": can}, 20)
    elif idea.is_overdue:
        yield "head", IdeaPart(f"{DIR}/_overdue.html", {"owes_step": idea.pipeline_status in ACCEPTED, "can": can}, 20)
    elif can["appeal"]:
        yield "head", IdeaPart(f"{DIR}/_may_appeal.html", {}, 30)


def _author(idea: Idea) -> tuple[str, str]:
    return (idea.author.username, idea.author.display_name) if idea.author else ("", idea.imported_author)


def _article(user: "User", life: Life) -> dict[str, Any] | None:
    """The article that says what was learned, if ``user`` may read it. A query only when there is one."""
    if life.expected is None or life.expected.article is None:
        return None
    return article_of(user, life.expected.article)


def article_of(user: "User", pk: int) -> dict[str, Any] | None:
    """Return title and address of the article, if ``user`` may see it."""
    found = registry.kind("article").visible(user).filter(pk=pk).first()
    return {"title": str(found), "url": found.get_absolute_url()} if found is not None else None


def article_titled(user: "User", title: str) -> int | None:
    """Return the id of the article that ``user`` may read and that has this title, whatever its capitals."""
    found = registry.kind("article").visible(user).filter(title__iexact=title).order_by("pk").first()
    return found.pk if found is not None else None


def managing_tabs(campaign: "Campaign") -> list[tuple[str, str, int]]:
    """Answer ``campaign.managing``: what the campaign asks of its ideas."""
    return [(_("Own fields"), reverse("ideas:living:fields", args=[campaign.slug]), 40)]
