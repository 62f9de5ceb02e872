import json
import uuid
from functools import partial
from typing import Any

from django import template
from django.utils.safestring import SafeString

from intranet.contributions.registry import registry
from intranet.discussions import adding, policies, rendering
from intranet.discussions.forms import PostForm
from intranet.discussions.models import Discussion, ReadPosition
from intranet.discussions.models.reaction import ICONS, Reaction
from intranet.moderation.policies import may_moderate

register = template.Library()


@register.inclusion_tag("discussions/_thread.html", takes_context=True)
def thread(context: template.Context, discussion: Discussion) -> dict[str, Any]:
    """Show a discussion: ``{% load discussions %}{% thread idea.discussion %}``.

    The latest ``rendering.WINDOW`` posts and the composer. The same HTML works by form and reload, and comes alive
    when the browser can (``elements/thread``). Three queries, whatever the number of posts.
    """
    request = context["request"]
    viewer = request.user
    last_read = ReadPosition.objects.last_read(viewer, discussion)
    shown = rendering.window(
        discussion,
        viewer,
        before=_number(request.GET.get("before")),
        around=_number(request.GET.get("post")),
        last_read=last_read,
    )
    reached = shown.last_number
    if reached > (last_read or 0):
        ReadPosition.objects.advance(viewer, discussion, reached)
    first_new = (last_read + 1) if last_read is not None and last_read < reached else None
    return {
        "request": request,
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "csrf_token": context.get("csrf_token"),
        "user": viewer,
        "discussion": discussion,
        "window": shown,
        # Joined here: a loop in the template costs more than all the rest of a long thread.
        "read_html": SafeString("".join(p.html for p in shown.posts if first_new is None or p.number < first_new)),
        "new_html": SafeString("".join(p.html for p in shown.posts if first_new and p.number >= first_new)),
        "own": json.dumps(rendering.own_reactions_in(shown, discussion, viewer)),
        "form": partial(PostForm, discussion=discussion),  # made only when the composer is not known yet
        "client_id": uuid.uuid4(),
        "may_moderate": may_moderate(viewer),
        "links": [link for answer in registry.ask("discussion.links", viewer, discussion) for link in answer],
        "post_links": adding.links_for(viewer, discussion),
        "refusal": policies.why_not_post(viewer, discussion),
        "reaction_names": _reaction_names,
    }


def _reaction_names() -> list[dict[str, Any]]:
    return [{"name": n, "label": label, "icon": ICONS[n]} for n, label in Reaction.Name.choices]


def _number(raw: str | None) -> int | None:
    return int(raw) if raw and raw.isascii() and raw.isdecimal() and len(raw) < 10 else None


@register.filter
def of(counts: dict[int, int], key: int) -> int:
    """Return what ``counts`` holds for ``key``; 0 if nothing."""
    return counts.get(key, 0)
