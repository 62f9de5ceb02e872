from ideas.living.models.attachment import Attachment
from ideas.living.models.carrying import Milestone, ProgressPost
from ideas.living.models.draft import Draft
from ideas.living.models.outcome import Measurement, Outcome

__all__ = [
    "Attachment",
    "Draft",
    "Measurement",
    "Milestone",
    "Outcome",
    "ProgressPost",
]
