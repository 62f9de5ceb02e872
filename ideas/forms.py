from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas import own_fields
from ideas.answering import end_of
from ideas.models import Campaign, DeclineReason, Idea, Status
from ideas.models.status import DECIDABLE
from ideas.tags import read_tags, write_tags
from intranet.accounts.forms import PersonField
from intranet.accounts.models import Department
from intranet.core.forms import RichTextFormField, RowsField, offer_rows


class IdeaForm(forms.Form):
    """What a person says of an idea. ``version`` is the one that the form was opened on (0: a new idea)."""

    title = forms.CharField(
        label=_("Title"),
        min_length=4,
        max_length=160,
        help_text=_("What should happen, in one sentence."),
        error_messages={"required": _("Give your idea a title.")},
    )
    problem = RichTextFormField(
        label=_("The problem"),
        profile="article",
        help_text=_("What happens today, to whom, how often?"),
        error_messages={"required": _("Say what the problem is, even in one line.")},
    )
    proposal = RichTextFormField(
        label=_("The proposal"),
        profile="article",
        help_text=_("What do you propose to do? Images can be pasted or dropped."),
        error_messages={"required": _("Say what you propose, even in one line.")},
    )
    benefit = RichTextFormField(
        label=_("Expected benefit"),
        profile="article",
        required=False,
        help_text=_("What would be better, and how would one see it?"),
    )
    departments = RowsField(
        label=_("Departments concerned"),
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who would have to act, or would feel the change. None: the whole company."),
    )
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=400, help_text=_("Separated by commas, eight at the most.")
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=settings.LANGUAGES, help_text=_("Search and reading aloud follow it.")
    )
    cost = forms.IntegerField(
        label=_("Cost"),
        min_value=1,
        max_value=10**12,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)

    def __init__(self, *args: Any, campaign: Campaign, answers: dict[str, str] | None = None, **kwargs: Any) -> None:
        """``campaign`` adds its own fields, and the cost where it has a budget; ``answers``: what was said there before."""
        super().__init__(*args, **kwargs)
        self.campaign, self.answers_before = campaign, answers or {}
        own = own_fields.form_fields(campaign)
        self.fields |= own
        self.own_names = list(own)
        if campaign.method != "budget":
            del self.fields["cost"]
        else:
            self._ask_the_cost(is_new=answers is None)
        offer_rows(self, "departments", Department.objects.all())

    def _ask_the_cost(self, *, is_new: bool) -> None:
        currency = self.campaign.visible_rules()["currency"]
        words = _("In whole %(currency)s. An estimate is enough; without a cost, nobody can vote for the idea.")
        self.fields["cost"].help_text = words % {"currency": currency}
        if self.campaign.rulebook_id is not None and not is_new:
            self.fields["cost"].disabled = True  # people vote on the costs as they are
            self.fields["cost"].help_text = _("People vote: costs stay as they are until the vote has closed.")

    @classmethod
    def of(cls, idea: Idea) -> "IdeaForm":
        """Return the form to edit ``idea``, filled with what it says."""
        names = ("title", "problem", "proposal", "benefit", "language", "version")
        initial = {name: getattr(idea, name) for name in names}
        initial |= {"departments": idea.departments.all(), "tags": write_tags(idea.tags.all()), "cost": idea.cost}
        initial |= own_fields.initial_of(idea.answers)
        return cls(initial=initial, campaign=idea.campaign, answers=idea.answers)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_tags(self) -> list[str]:
        return read_tags(self.cleaned_data["tags"])

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0

    @property
    def texts(self) -> dict[str, Any]:
        """The cleaned values as ``Idea.submit`` and ``Idea.edit`` take them, but for ``version``."""
        apart = {"version", *self.own_names}
        said = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        return {**said, "answers": own_fields.read_answers(self.campaign, self.cleaned_data, self.answers_before)}

    @property
    def own(self) -> list[forms.BoundField]:
        """The campaign's own fields, in its order."""
        return [self[name] for name in (*(["cost"] if "cost" in self.fields else []), *self.own_names)]


class DecisionForm(forms.Form):
    """Where an idea goes, and the official answer. ``expected``: the last decision seen when the form was opened."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(status.value, status.label) for status in DECIDABLE],
        error_messages={"invalid_choice": _("Choose one of the statuses.")},
    )
    answer = RichTextFormField(
        label=_("Official answer"),
        profile="post",
        required=False,
        help_text=_(
            "Required when you commit to something, decline, or ask for more. The author and all who support the idea will read it."
        ),
    )
    reason = forms.ModelChoiceField(
        label=_("Why it is declined"),
        queryset=DeclineReason.objects.none(),
        required=False,
        empty_label=_("Choose…"),
        help_text=_("Required to decline, besides your own words. It is shown with the answer."),
    )
    owner = PersonField(
        label=_("Who sees to what comes next"),
        required=False,
        help_text=_("Answers it, or carries it out once it is accepted. Nobody: as it is now."),
    )
    due = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("They are reminded before; after, the idea says to everyone that it is late."),
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1, required=False)

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        """Several of these forms can stand on one page: the ids of their fields carry the idea's."""
        super().__init__(*args, auto_id=f"id_{idea.pk}_%s", **kwargs)
        self.action = reverse("ideas:decide", args=[idea.pk])
        offer_rows(self, "reason", DeclineReason.objects.filter(is_offered=True))
        self.draft_key = f"decision-{idea.pk}-{idea.last_decision_id or 0}"

    @classmethod
    def of(cls, idea: Idea) -> "DecisionForm":
        return cls(idea=idea, initial={"status": idea.status, "expected": idea.last_decision_id or 0})

    @classmethod
    def sent(cls, idea: Idea, data: Any) -> "DecisionForm":
        return cls(data, idea=idea)

    def clean_status(self) -> Status:
        return Status(self.cleaned_data["status"])

    def clean_due(self) -> datetime | None:
        return end_of(self.cleaned_data["due"])

    @property
    def decision(self) -> dict[str, Any]:
        """The cleaned values as ``Idea.decide`` takes them."""
        said = {name: self.cleaned_data[name] for name in ("status", "answer", "expected", "reason", "owner")}
        return {**said, "due_at": self.cleaned_data["due"]}

    def clean_expected(self) -> int | None:
        return self.cleaned_data["expected"] or None
