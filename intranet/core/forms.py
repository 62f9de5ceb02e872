"""Form fields of the site."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from intranet.core.richtext import CleanHTML, clean


class RichTextWidget(forms.Textarea):
    """The on-site editor; without its script, a plain area that takes HTML or plain paragraphs."""

    template_name = "components/richtext.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, profile: str = "article") -> None:
        self.profile = profile
        super().__init__({"rows": 14 if profile == "article" else 4, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["profile"] = self.profile
        return context


class RichTextFormField(forms.CharField):
    """A text with formatting; its value is ``CleanHTML``. ``profile``: see ``richtext.allowed.PROFILES``."""

    def __init__(self, *, profile: str = "article", **kwargs: Any) -> None:
        self.profile = profile
        widget = kwargs.pop("widget", None) or RichTextWidget
        # A model field offers a plain Textarea class: the editor stands in for it.
        if widget is forms.Textarea or (isinstance(widget, type) and issubclass(widget, RichTextWidget)):
            widget = RichTextWidget(profile=profile)
        kwargs.setdefault("strip", False)
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> CleanHTML:
        return clean(super().to_python(value) or "", self.profile)


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows to choose from. An id that no row can have is refused in words: the database would raise."""

    def clean(self, value: Any) -> Any:
        for pk in value or ():
            if not (str(pk).isascii() and str(pk).isdecimal() and len(str(pk)) < 19):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": str(pk)[:40]}
                )
        return super().clean(value)


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Have the choice field ``name`` of ``form`` offer ``choices``, where they depend on who fills it in or on what."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """The same for a field that takes rows of a table."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def carried_out(form: forms.BaseForm, verb: Callable[[], object]) -> bool:
    """Do ``verb`` if ``form`` was sent and is valid; whether it was done. What it refuses stands above the form."""
    if not form.is_valid():
        return False
    try:
        verb()
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return form.is_valid()
