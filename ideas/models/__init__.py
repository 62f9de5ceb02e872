from ideas.models.acts import Act, Method
from ideas.models.campaign import Campaign
from ideas.models.coauthor import CoAuthor
from ideas.models.decision import Decision
from ideas.models.idea import Idea
from ideas.models.idea_queryset import IdeaQuerySet
from ideas.models.imported import ImportedSource
from ideas.models.phase import Phase
from ideas.models.reason import DeclineReason
from ideas.models.revision import IdeaRevision
from ideas.models.rulebook import Elector, Rulebook
from ideas.models.status import ACCEPTED, DECIDABLE, STEPS, UNDECIDED, Status
from ideas.models.support import Support, SupportEvent

__all__ = [
    "ACCEPTED",
    "DECIDABLE",
    "STEPS",
    "UNDECIDED",
    "Act",
    "Campaign",
    "CoAuthor",
    "Decision",
    "DeclineReason",
    "Elector",
    "Idea",
    "IdeaQuerySet",
    "IdeaRevision",
    "ImportedSource",
    "Method",
    "Phase",
    "Rulebook",
    "Status",
    "Support",
    "SupportEvent",
]
