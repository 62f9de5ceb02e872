from intranet.notifications.models.follow import Follow
from intranet.notifications.models.notification import Notification, Reason

__all__ = ["Follow", "Notification", "Reason"]
