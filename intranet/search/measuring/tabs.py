"""The pages about the search itself, as tabs: each reader gets those that they may open."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.search.measuring import policies
from intranet.search.policies import may_tune

if TYPE_CHECKING:
    from intranet.accounts.models import User


def tabs(user: "User", current: str) -> list[dict[str, Any]]:
    """Return the tabs for ``user``, none when there would be only one."""
    tunes = may_tune(user)
    lines = [
        ("tuning", "search:tuning", _("Settings"), tunes),
        ("insight", "measuring:insight", _("How it does"), tunes),
        ("gaps", "measuring:gaps", _("Looked for in vain"), policies.may_mind_gaps(user)),
        ("judgements", "measuring:judgements", _("Right answers"), tunes),
        ("changes", "measuring:changes", _("Changes"), policies.may_read_changes(user)),
    ]
    shown = [
        {"url": reverse(url_name), "label": label, "current": name == current}
        for name, url_name, label, may in lines
        if may
    ]
    return shown if len(shown) > 1 else []
