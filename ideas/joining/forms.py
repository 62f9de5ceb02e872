from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from intranet.core.forms import RichTextFormField, offer

INTO_OTHER, INTO_THIS = "into_other", "into_this"
FEWEST_PARTS, MOST_PARTS = 2, 4


class MergeForm(forms.Form):
    """Which idea with which, in which direction, and why. ``ideas``: those that may be named; ``near``: those offered."""

    near = forms.ChoiceField(label=_("Ideas near this one"), required=False, widget=forms.RadioSelect)
    address = forms.CharField(
        label=_("Another idea"),
        max_length=300,
        required=False,
        help_text=_("Its address, as your browser shows it on its page, or its number."),
    )
    direction = forms.ChoiceField(
        label=_("Which one stays"),
        choices=[
            (INTO_OTHER, _("The other one stays, this one is merged into it")),
            (INTO_THIS, _("This one stays, the other one is merged into it")),
        ],
        widget=forms.RadioSelect,
        initial=INTO_OTHER,
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a sentence or two, for the authors: what do both ask for?"),
        error_messages={"required": _("Say why: the authors decide by it.")},
    )

    def __init__(self, *args: Any, ideas: Any, near: list[Idea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ideas = ideas
        if near:
            choices = [(str(idea.pk), idea.title) for idea in near]
            offer(self, "near", choices)
        else:
            del self.fields["near"]

    def clean_address(self) -> Idea | None:
        """Return the idea that was named by number or address, of those that the person may see."""
        raw = self.cleaned_data["address"].strip()
        if not raw:
            return None
        if "/ideas/" in raw:
            raw = raw.split("/ideas/", 1)[1].split("/", 1)[0]
        found = self._numbered(raw.lstrip("#"))
        if found is None:
            raise forms.ValidationError(_("There is no such idea for you. Copy its address from its page."))
        return found

    def clean(self) -> dict[str, Any]:
        """Bring the two ways to name the other idea together as ``other``: a typed address goes before a choice."""
        data = self.cleaned_data
        data["other"] = data.get("address") or self._numbered(data.get("near", ""))
        if data["other"] is None and "address" not in self.errors:
            self.add_error(
                "near" if "near" in self.fields else "address", _("Choose the other idea, or give its address.")
            )
        return data

    def _numbered(self, raw: str) -> Idea | None:
        if not (raw.isascii() and raw.isdecimal() and len(raw) < 19):
            return None
        found: Idea | None = self.ideas.filter(pk=int(raw)).first()
        return found


class PartForm(forms.Form):
    """One part of a split: a title and a text."""

    title = forms.CharField(
        label=_("Title"), min_length=4, max_length=160, error_messages={"required": _("Give this part a title.")}
    )
    proposal = RichTextFormField(
        label=_("The proposal"),
        profile="article",
        error_messages={"required": _("Say what this part proposes, even in one line.")},
    )

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


class SplitForm(forms.Form):
    """Why, and the parts: two at least. A part left quite empty is none."""

    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a sentence or two, for the authors: what does the idea bring together that could be apart?"),
        error_messages={"required": _("Say why: the authors decide by it.")},
    )

    def __init__(self, data: Any = None, *, first: dict[str, Any] | None = None) -> None:
        super().__init__(data)
        self.parts = [
            PartForm(
                data,
                prefix=f"part{number}",
                initial=first if number == 0 else None,
                empty_permitted=number >= FEWEST_PARTS,
                use_required_attribute=False,
            )
            for number in range(MOST_PARTS)
        ]
        if data is not None:
            for part in self.parts[FEWEST_PARTS:]:
                part.initial = {}

    @property
    def needed(self) -> list[PartForm]:
        return self.parts[:FEWEST_PARTS]

    @property
    def more(self) -> list[PartForm]:
        return self.parts[FEWEST_PARTS:]

    @property
    def has_more(self) -> bool:
        """Say whether one of the optional parts holds something, so that it is shown unfolded."""
        return any(part.is_bound and part.has_changed() for part in self.more)

    def is_valid(self) -> bool:
        found = [super().is_valid(), *(part.is_valid() for part in self.parts)]
        return all(found)

    @property
    def texts(self) -> list[dict[str, Any]]:
        return [part.cleaned_data for part in self.parts if part.cleaned_data.get("title")]


class AnswerForm(forms.Form):
    """A word with an answer; a refusal needs one."""

    word = forms.CharField(
        label=_("A word with your answer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody who reads the ideas can read it. Needed when you decline."),
    )

    def __init__(self, *args: Any, declines: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].required = declines
        self.fields["word"].error_messages["required"] = _("Say why you decline: who proposed it deserves a reason.")


class UndoForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: supporters and followers are told.")},
    )
