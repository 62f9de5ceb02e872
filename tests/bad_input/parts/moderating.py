"""What is reported and hidden, and what is put in front of everyone."""

from typing import Any

from django.utils import timezone

from intranet.contributions.registry import registry
from intranet.moderation import actions as moderation
from intranet.recognition.models import Highlight
from tests.bad_input.site import Form, Made
from tests.factories.people import make_user


def values(made: Made) -> dict[str, dict[str, Any]]:
    report = moderation.report(made.other_thread, by=make_user(), category="other", words="Look")
    today = timezone.localdate()
    highlight = Highlight.objects.place(
        made.thread, kind=registry.kind("thread"), by=made.author, why="Good", until=today
    )
    kind = {"kind": "thread", "pk": made.other_thread.pk}
    return {
        "moderation:one_report": {"pk": report.pk},
        **{f"moderation:{name}": kind for name in ("report", "case", "hide", "restore", "dismiss")},
        "recognition:end": {"pk": highlight.pk},
        "recognition:highlight": {"kind": "idea", "pk": made.idea.pk},
    }


def forms(made: Made) -> list[Form]:
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    clause = str(made.charter.clauses[0]["key"])
    return [
        Form("moderation:report", {"category": "other", "words": "Look at it"}, texts=("words",)),
        Form("moderation:hide", {"hide-reason": "It hurts", "hide-clause": clause}, texts=("hide-reason",)),
        Form("moderation:dismiss", {"dismiss-reason": "It is fine"}, texts=("dismiss-reason",)),
        Form("moderation:restore", {"restore-reason": "It was fine"}, texts=("restore-reason",)),
        Form("recognition:highlight", {"why": "Read this", "until": tomorrow.isoformat()}, texts=("why",)),
        Form("recognition:end", {"next": "/"}),
    ]
