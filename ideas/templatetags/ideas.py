"""What templates ask about an idea. The tally passes ``policies.can_see_tally`` here, so no template shows it unasked."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django import template
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from ideas import own_fields, policies
from ideas.campaigning import page
from ideas.models import Method, Status
from ideas.rules import lines_of, sign_of
from ideas.why_not import moment
from intranet.ui.templatetags.ui import ago, avatar, number

if TYPE_CHECKING:
    from django.template.backends.django import Template

    from ideas.models import Campaign, Idea
    from ideas.parts import IdeaPart
    from intranet.accounts.models import User

register = template.Library()

_TONES = {
    Status.UNDER_REVIEW: "info",
    Status.NEEDS_MORE: "warn",
    Status.PLANNED: "accent",
    Status.PILOT: "warn",
    Status.IN_PROGRESS: "warn",
    Status.DONE: "good",
    Status.DECLINED: "bad",
}


@dataclass(frozen=True)
class Tally:
    """``live`` counts the supports given here; ``imported`` those that came with an import."""

    live: int
    imported: int

    @property
    def total(self) -> int:
        return self.live + self.imported


@register.simple_tag
def tally_of(idea: "Idea", user: "User") -> Tally | None:
    """``{% tally_of idea user as tally %}``: the support as ``user`` may know it, or ``None``."""
    if not policies.can_see_tally(user, idea):
        return None
    return Tally(idea.support_count, idea.imported_support_count)


@register.simple_tag
def may_support(idea: "Idea", user: "User") -> bool:
    return policies.can_support(user, idea)


@register.simple_tag
def support_texts(idea: "Idea", tally: Tally | None) -> dict[str, str]:
    """What ``ideas/_score.html`` says of an idea; without ``tally`` no number."""
    address = reverse("ideas:short", args=[idea.pk])
    texts = {"title": idea.title, "support_url": f"{address}support/", "withdraw_url": f"{address}withdraw/"}
    if tally:
        total = tally.total
        said = {"counter": number(total)}
        texts["total"], texts["imported"] = said["counter"], str(tally.imported)
        texts["total_phrase"] = ngettext("%(counter)s support", "%(counter)s supports", total) % said
        texts["total_word"] = ngettext("support", "supports", total)
    if not (tally and tally.total) and idea.campaign.method != Method.SUPPORT:
        texts["way"] = str(idea.campaign.get_method_display())
    return texts


@register.simple_tag
def card_texts(
    idea: "Idea", tally: Tally | None, why: str, here: str, of_author: "User | None" = None
) -> dict[str, str]:
    """Every text of ``ideas/_card.html``, for its stencil. On the page of ``of_author`` the author is not said again."""
    texts = {
        **support_texts(idea, tally),
        "pk": str(idea.pk),
        "url": idea.get_absolute_url(),
        "language": idea.language,
        "summary": idea.summary,
        "when": ago(idea.created_at),
        "why": why,
        "here": here,
    }
    author = idea.author
    if author is None:
        texts["imported_author"] = idea.imported_author
    elif author != of_author:
        texts |= {"avatar": avatar(author, "small"), "author": author.display_name}
        texts["department"] = author.department.name if author.department else ""
        if others := len(idea.author_ids):
            said = {"counter": number(others)}
            texts["with_others"] = ngettext("with %(counter)s other", "with %(counter)s others", others) % said
    if idea.cost and idea.campaign.method == Method.BUDGET:
        currency = idea.campaign.settings.get("currency", "EUR")
        texts["cost"] = f"{number(idea.cost)}\N{NO-BREAK SPACE}{sign_of(currency)}"
    if replies := idea.discussion.post_count:
        said = {"counter": number(replies)}
        texts["replies"] = ngettext("%(counter)s reply", "%(counter)s replies", replies) % said
    if tally and tally.imported:
        said = {"counter": number(tally.imported)}
        texts["imported_phrase"] = (
            ngettext("%(counter)s support before import", "%(counter)s supports before import", tally.imported) % said
        )
    return texts


@register.simple_tag(takes_context=True)
def parts_html(context: Any, parts: "list[IdeaPart] | None") -> SafeString:
    """``{% parts_html parts.body %}``: what other parts show at one place of a page, each given ``part`` beside the page's own."""
    rows = []
    for part in parts or ():
        with context.push(part=part.context):
            found = cast("Template", get_template(part.template))  # the site has Django's own engine, and no other
            rows.append(found.template.render(context))
    return mark_safe("".join(rows))  # noqa: S308 (templates rendered it)


@register.simple_tag(takes_context=True)
def campaign_menu(context: Any, campaign: "Campaign") -> list[dict[str, Any]]:
    """``{% campaign_menu campaign as tabs %}``: the pages of a campaign, for ``components/tabs.html``."""
    request = context["request"]
    return page.tabs(campaign, request.user, here=request.path)


@register.simple_tag(takes_context=True)
def managing_menu(context: Any, campaign: "Campaign") -> list[dict[str, Any]]:
    """``{% managing_menu campaign as tabs %}``: the pages on which it is managed."""
    return page.managing(campaign, context["request"].path)


@register.filter
def rule_lines(rules: dict[str, Any]) -> list[tuple[str, str]]:
    """The rules of a vote as lines for people, each with its name."""
    return lines_of(rules)


@register.filter
def in_words(iso: str) -> str:
    """An instant that an activity keeps, as the reader's clock says it."""
    return moment(datetime.fromisoformat(iso)) if iso else ""


@register.filter
def tone_of(status: str) -> str:
    """The kind of tag that shows this status."""
    return _TONES.get(Status(status), "")


@register.filter
def status_label(status: str) -> str:
    return str(Status(status).label)


@register.simple_tag
def in_both(words: tuple[str, str]) -> str:
    """``{% in_both event.reason %}``: English and French words, in the reader's language."""
    return own_fields.in_words(dict(zip(("en", "fr"), words, strict=True)))


@register.filter
def draft_key_of(name: str, idea: "Idea") -> str:
    """``{{ "idea-appeal"|draft_key_of:idea }}``: the name under which the browser keeps what is typed."""
    return f"{name}-{idea.pk}-{idea.last_decision_id or 0}"
