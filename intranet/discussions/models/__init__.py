from intranet.discussions.models.discussion import Discussion

__all__ = ["Discussion"]
