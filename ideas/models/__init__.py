from ideas.models.campaign import Campaign
from ideas.models.decision import Decision
from ideas.models.idea import Idea, IdeaQuerySet
from ideas.models.imported import ImportedSource
from ideas.models.revision import IdeaRevision
from ideas.models.status import STEPS, UNDECIDED, Status
from ideas.models.support import Support, SupportEvent

__all__ = [
    "STEPS",
    "UNDECIDED",
    "Campaign",
    "Decision",
    "Idea",
    "IdeaQuerySet",
    "IdeaRevision",
    "ImportedSource",
    "Status",
    "Support",
    "SupportEvent",
]
