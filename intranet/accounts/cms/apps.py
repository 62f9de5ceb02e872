from wagtail.users.apps import WagtailUsersAppConfig


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's people pages with our form: one name, a department, a language."""

    user_viewset = "intranet.accounts.cms.people.PersonViewSet"
