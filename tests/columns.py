"""What SQLite takes and PostgreSQL refuses, looked for in what SQLite has stored."""

from django.apps import apps
from django.db.models import CharField, TextField


def assert_postgresql_would_hold_it() -> None:
    """Fail on a text that is longer than its column, or that holds a NUL: real content can then be judged on SQLite."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, CharField | TextField):
                for text in map(str, model._base_manager.values_list(field.attname, flat=True).distinct()):
                    assert len(text) <= (field.max_length or len(text)), (field, text)
                    assert "\x00" not in text, field
