import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intranet.core.forms import RichTextFormField
from intranet.core.richtext import to_text, upload_keys
from intranet.discussions.mentions import link_mentions
from knowledge.forms import TagsField, indented
from knowledge.models import SpacePage
from knowledge.questions.models import Question

if TYPE_CHECKING:
    from intranet.accounts.models import User


class SpaceChoice(forms.TypedChoiceField):
    """One of some spaces, by its number; ``""`` for none where ``required`` is false."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Space"))
        super().__init__(coerce=int, empty_value=None, **kwargs)
        self.spaces: dict[int, SpacePage] = {}

    def offer(self, spaces: list[SpacePage], *, empty: Any = None) -> None:
        self.spaces = {space.pk: space for space in spaces}
        none = [("", empty)] if empty is not None else []
        self.choices = none + [(pk, indented(space)) for pk, space in self.spaces.items()]

    def clean(self, value: Any) -> SpacePage | None:
        return self.spaces.get(super().clean(value))


class WrittenField(RichTextFormField):
    """A text of the length of a message; ``@username`` becomes a mention."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(profile="post", **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if self.required and not to_text(text).strip() and not upload_keys(text):
            raise ValidationError(self.error_messages["required"], code="required")
        return link_mentions(text)


class QuestionForm(forms.Form):
    """A question. ``client_id`` is made with the form: sent twice, it is one. ``version``: of the one being edited."""

    title = forms.CharField(
        label=_("Your question"),
        min_length=8,
        max_length=160,
        help_text=_("One sentence, as you would ask a colleague."),
        error_messages={"required": _("Ask your question in one sentence.")},
    )
    body = WrittenField(
        label=_("Details"),
        required=False,
        help_text=_("What you have tried, where you have looked, what it is for. Pictures can be pasted or dropped."),
    )
    space = SpaceChoice(required=False, help_text=_("Who sees the space sees the question."))
    tags = TagsField(label=_("Tags"))
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)

    def __init__(self, *args: Any, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spaces = SpacePage.objects.visible_to(user).select_related("audience").order_by("path")
        self.fields["space"].offer(list(spaces), empty=_("No space: everyone"))  # type: ignore[attr-defined]  # the stubs know a field; it is a SpaceChoice

    @classmethod
    def of(cls, question: Question, *, user: "User", data: Any = None) -> "QuestionForm":
        """Return the form to edit ``question``, filled with what it says."""
        names = ("title", "body", "language", "version")
        initial = {name: getattr(question, name) for name in names}
        initial |= {"space": question.space_id, "tags": [tag.name for tag in question.tags.all()]}
        return cls(data, user=user, initial=initial)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    @property
    def texts(self) -> dict[str, Any]:
        """The cleaned values as ``Question.ask`` and ``Question.edit`` take them both."""
        return {name: self.cleaned_data[name] for name in ("title", "body", "space", "tags", "language")}


class AnswerForm(forms.Form):
    """An answer. It stands beside the composer of a discussion: the ids of its fields are its own."""

    body = WrittenField(label=_("Your answer"), error_messages={"required": _("Write your answer, even in one line.")})
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="answer-%s", **kwargs)


class ClosingForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("Everyone reads it above the question."),
        error_messages={"required": _("Say why: everyone concerned will read it.")},
    )


class MergingForm(forms.Form):
    """The question that asks the same: its address on the site, or its number."""

    other = forms.CharField(
        label=_("The question to keep"),
        max_length=300,
        help_text=_("Paste its address, or give its number."),
        error_messages={"required": _("Say which question asks the same.")},
    )

    def __init__(self, *args: Any, question: Question, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question, self.user = question, user

    def clean_other(self) -> Question:
        typed = self.cleaned_data["other"].strip()
        after = typed.partition("/knowledge/questions/")[2] or typed
        number = after.strip("#/ ").split("/")[0]
        known = number.isascii() and number.isdecimal() and len(number) < 19
        found = Question.objects.visible_to(self.user).filter(pk=int(number) if known else 0).first()
        if found is not None and found.duplicate_of_id is not None:
            found = Question.objects.visible_to(self.user).filter(pk=found.duplicate_of_id).first()
        if found is None or found.pk == self.question.pk:
            raise ValidationError(_("There is no other question there that you can see."))
        return found


class DraftForm(forms.Form):
    """Where the article goes that is made of an answer."""

    space = SpaceChoice(
        help_text=_("Only spaces whose readers can all read the source already are offered."),
        error_messages={"required": _("Choose a space."), "invalid_choice": _("Choose one of the spaces offered.")},
    )

    def __init__(self, *args: Any, spaces: list[SpacePage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spaces = spaces
        self.fields["space"].offer(spaces)  # type: ignore[attr-defined]  # the stubs know a field; it is a SpaceChoice


class HarvestForm(DraftForm):
    """Which messages make an article, and where. ``posts`` are numbers of messages of the discussion."""

    title = forms.CharField(label=_("Title of the article"), max_length=160)
    field_order = ["title", "space"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = self.data.getlist("posts") if hasattr(self.data, "getlist") else []
        self.numbers = {int(raw) for raw in sent[:500] if raw.isascii() and raw.isdecimal() and len(raw) < 10}

    def clean(self) -> dict[str, Any]:
        if not self.numbers:
            raise ValidationError(_("Choose at least one message."))
        return super().clean() or {}
