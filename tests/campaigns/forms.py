"""What is sent to the forms of a campaign."""

from django.test import Client
from django.urls import reverse

from ideas.models import Campaign

SAID = {
    "title": "Winter at work",
    "language": "en",
    "time_zone": "Europe/Paris",
    "answer_days": "30",
    "remind_days": "3",
}


def rows(*phases: dict[str, object], initial: int = 0) -> dict[str, object]:
    sent: dict[str, object] = {"phase-TOTAL_FORMS": str(len(phases)), "phase-INITIAL_FORMS": str(initial)}
    for number, phase in enumerate(phases):
        sent |= {f"phase-{number}-{name}": value for name, value in phase.items()}
    return sent


def phase(
    title: str, opens: str, closes: str = "", acts: tuple[str, ...] = ("submit",), **more: object
) -> dict[str, object]:
    return {"title": title, "opens": opens, "closes": closes, "acts": list(acts), **more}


def save_phases(client: Client, campaign: Campaign, *phases: dict[str, object], **more: object):
    return client.post(reverse("ideas:campaign_phases", args=[campaign.slug]), {**rows(*phases), **more})


def words(response) -> str:
    return " ".join(response.content.decode().replace("&#x27;", "'").split())
