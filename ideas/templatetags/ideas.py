"""What templates ask about an idea. The tally passes ``policies.can_see_tally`` here, so no template shows it unasked."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from ideas import own_fields, policies
from ideas.models import Status
from ideas.rules import lines_of
from ideas.why_not import moment

if TYPE_CHECKING:
    from django.template.backends.django import Template

    from ideas.models import Idea
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


@register.simple_tag(takes_context=True)
def parts_html(context: Any, parts: "list[IdeaPart] | None") -> SafeString:
    """``{% parts_html parts.body %}``: what other parts show at one place of a page, each given ``part`` beside the page's own."""
    rows = []
    for part in parts or ():
        with context.push(part=part.context):
            found = cast("Template", get_template(part.template))  # the site has Django's own engine, and no other
            rows.append(found.template.render(context))
    return mark_safe("".join(rows))  # noqa: S308 (templates rendered it)


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
