"""Who may do what with the charter. Everyone reads, acknowledges and discusses it."""

from typing import TYPE_CHECKING

from intranet.charter.models import CharterPage

if TYPE_CHECKING:
    from intranet.accounts.models import User


def page_to_edit(user: "User") -> CharterPage | None:
    """Return the page that ``user`` may edit in the admin, or ``None``: Wagtail's own permissions decide."""
    if not user.has_perm("wagtailadmin.access_admin"):
        return None
    page = CharterPage.objects.first()
    return page if page and page.permissions_for_user(user).can_edit() else None
