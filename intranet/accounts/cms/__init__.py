"""People, roles and departments in the back office (Wagtail), for administrators."""
