"""Model fields of the site."""

from typing import Any

from django.db import models

from intranet.core.richtext import CleanHTML, clean


class RichTextField(models.TextField):
    """HTML that is clean whenever it is in the database: whatever writes it (``save``, ``bulk_create``, ``update``).

    Reading gives ``CleanHTML``, which the ``|rich`` filter shows as HTML; text assigned to an instance is cleaned
    when validated or saved, and until then it is shown escaped. ``profile``: see ``richtext.allowed.PROFILES``.
    Saving raises ``ValidationError`` for a text too long or too deeply nested.
    """

    def __init__(self, *args: Any, profile: str = "article", **kwargs: Any) -> None:
        self.profile = profile
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "profile": self.profile}

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> CleanHTML | None:
        return None if value is None else CleanHTML(value)

    def to_python(self, value: Any) -> Any:
        """Clean what comes from a form or a stored revision."""
        if value is None or isinstance(value, CleanHTML):
            return value
        return clean(str(value), self.profile)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str) and not isinstance(value, CleanHTML):
            value = self.to_python(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Clean here too: ``QuerySet.update`` does not pass by ``pre_save``."""
        if isinstance(value, str):
            value = str(self.to_python(value))
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs: Any) -> Any:
        from intranet.core.forms import RichTextFormField

        return super().formfield(**{"form_class": RichTextFormField, "profile": self.profile, **kwargs})
