"""What SQLite takes and PostgreSQL refuses, looked for in what SQLite has stored."""

from django.apps import apps
from django.db.models import CharField, TextField


def assert_postgresql_would_hold_it() -> None:
    """Fail on a text that is longer than its column, or that holds a NUL: real content can then be judged on SQLite."""
    for model in (model for model in apps.get_models() if model._meta.managed):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, CharField | TextField):
                for text in model._base_manager.values_list(field.attname, flat=True).distinct():
                    said = "" if text is None else str(text)
                    assert len(said) <= (field.max_length or len(said)), (field, said)
                    assert "\x00" not in said, field
