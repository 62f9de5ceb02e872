"""What a sweep of many pages does without."""

import pytest


def keep_pages_only(patched: pytest.MonkeyPatch) -> None:
    """Have the test client not copy what each template was given: nobody looks at it here, and a page has hundreds."""
    patched.setattr("django.test.client.store_rendered_templates", lambda *_given, **_named: None)
