from intranet.moderation.models.decision import Decision, LogHead
from intranet.moderation.models.report import Report

__all__ = ["Decision", "LogHead", "Report"]
