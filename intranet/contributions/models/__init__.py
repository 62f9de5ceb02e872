from intranet.contributions.models.activity import Activity
from intranet.contributions.models.attached import AttachedFile, AttachedFileQuerySet
from intranet.contributions.models.contribution import Contribution, ContributionQuerySet
from intranet.contributions.models.upload import Upload, UploadUse

__all__ = [
    "Activity",
    "AttachedFile",
    "AttachedFileQuerySet",
    "Contribution",
    "ContributionQuerySet",
    "Upload",
    "UploadUse",
]
