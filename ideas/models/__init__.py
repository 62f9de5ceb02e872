from ideas.models.campaign import Campaign
from ideas.models.coauthor import CoAuthor
from ideas.models.decision import Decision
from ideas.models.idea import Idea, IdeaQuerySet
from ideas.models.imported import ImportedSource
from ideas.models.reason import DeclineReason
from ideas.models.revision import IdeaRevision
from ideas.models.status import ACCEPTED, DECIDABLE, STEPS, UNDECIDED, Status
from ideas.models.support import Support, SupportEvent

__all__ = [
    "ACCEPTED",
    "DECIDABLE",
    "STEPS",
    "UNDECIDED",
    "Campaign",
    "CoAuthor",
    "Decision",
    "DeclineReason",
    "Idea",
    "IdeaQuerySet",
    "IdeaRevision",
    "ImportedSource",
    "Status",
    "Support",
    "SupportEvent",
]
