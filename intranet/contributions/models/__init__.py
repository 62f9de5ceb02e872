from intranet.contributions.models.activity import Activity
from intranet.contributions.models.contribution import Contribution, ContributionQuerySet
from intranet.contributions.models.upload import Upload, UploadUse

__all__ = ["Activity", "Contribution", "ContributionQuerySet", "Upload", "UploadUse"]
