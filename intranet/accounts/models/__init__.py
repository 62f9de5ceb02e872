from intranet.accounts.models.audience import Audience
from intranet.accounts.models.department import Department
from intranet.accounts.models.handed_out import HandedOutPermission
from intranet.accounts.models.user import User

__all__ = ["Audience", "Department", "HandedOutPermission", "User"]
