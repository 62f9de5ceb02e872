"""What those who manage campaigns say of one, but for its phases."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from ideas.models import Campaign, Method
from ideas.models.acts import Act
from ideas.rules import HIDDEN_NEVER, HIDDEN_UNTIL_CLOSE, completed, nothing_to_vote_on, votes_on_nothing
from intranet.accounts.forms import PersonField
from intranet.accounts.models import Department, User
from intranet.accounts.models.user import validate_time_zone
from intranet.contributions.models import Upload
from intranet.core.forms import RichTextFormField, RowsField, offer_rows

_SAID = (
    "title",
    "theme",
    "about",
    "rules",
    "language",
    "only_participants_see",
    "time_zone",
    "answer_days",
    "remind_days",
)


class CampaignForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=160, min_length=4)
    theme = forms.CharField(
        label=_("Theme"), max_length=200, required=False, help_text=_("The question that ideas answer, in one line.")
    )
    about = RichTextFormField(
        label=_("About"), profile="article", required=False, help_text=_("Why this campaign, and what comes of it.")
    )
    rules = RichTextFormField(
        label=_("Rules"),
        profile="article",
        required=False,
        help_text=_("In words, for people. How one votes is said on the page of the vote, and frozen when it opens."),
    )
    picture = forms.FileField(label=_("Image"), required=False, help_text=_("Shown on top of the campaign, wide."))
    image = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    no_image = forms.BooleanField(label=_("Without an image"), required=False)
    sponsor = PersonField(
        label=_("Sponsor"), required=False, help_text=_("Who answers for it that ideas become something.")
    )
    participants = RowsField(
        label=_("Who takes part"),
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those under them are included. None: everyone."),
    )
    only_participants_see = forms.BooleanField(label=_("Only they see it"), required=False)
    language = forms.ChoiceField(label=_("Language of the texts"), choices=settings.LANGUAGES)
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        validators=[validate_time_zone],
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
        help_text=_("In which the hours of its phases are said, for example Europe/Paris."),
    )
    answer_days = forms.IntegerField(
        label=_("Days to answer an idea"),
        min_value=1,
        max_value=365,
        help_text=_("After that, the idea says to everyone that its answer is overdue."),
    )
    remind_days = forms.IntegerField(
        label=_("Days of reminder"),
        min_value=0,
        max_value=30,
        help_text=_("So long before a phase closes, those who have not acted are reminded, once. 0: nobody is."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)

    data: "MultiValueDict[str, Any]"  # what a browser sent, or nothing

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        offer_rows(self, "participants", Department.objects.order_by("path"))

    @classmethod
    def of(cls, campaign: Campaign, by: User) -> "CampaignForm":
        initial: dict[str, Any] = {name: getattr(campaign, name) for name in (*_SAID, "image", "sponsor", "version")}
        return cls(initial={**initial, "participants": campaign.participants.all()}, by=by)

    @classmethod
    def empty(cls, by: User) -> "CampaignForm":
        said = {"language": by.language, "time_zone": settings.TIME_ZONE, "answer_days": 30, "remind_days": 3}
        return cls(initial=said, by=by)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_picture(self) -> None:
        """Keep the picture at once: a browser does not send a file again when something else is to be put right."""
        picture = self.cleaned_data["picture"]
        if not picture:
            return
        upload = Upload.objects.store(picture, by=self.by)
        if not upload.is_image:
            raise ValidationError(_("Choose a picture: JPEG, PNG, GIF or WebP."))
        self.data = self.data.copy()
        self.data["image"] = str(upload.key)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        key = self.data.get("image", "")
        data["image"] = "" if data.get("no_image") else self.known_image(key)
        if data.get("only_participants_see") and not data.get("participants"):
            self.add_error("only_participants_see", _("Choose first who takes part."))
        return data

    def known_image(self, key: str) -> str:
        """Return ``key`` if it is a picture that this person may see, else nothing."""
        try:
            found = Upload.objects.visible_to(self.by).filter(key=key).first() if key else None
        except (ValidationError, ValueError):
            return ""
        return str(found.key) if found and found.is_image else ""

    @property
    def said(self) -> dict[str, Any]:
        """The cleaned values as ``Campaign.prepare`` and ``Campaign.change`` take them."""
        data = self.cleaned_data
        said = {name: data[name] for name in (*_SAID, "image", "sponsor", "participants") if name in data}
        return {"participants": (), **said}


class BoxForm(CampaignForm):
    """What the always-open box says. It is everybody's and never closes, so that is not asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("participants", "only_participants_see", "time_zone", "remind_days"):
            del self.fields[name]
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Empty: “The idea box”, in the language of whoever reads it.")


class RulesForm(forms.Form):
    """How one votes. Only what belongs to the chosen way is read; the page shows only that."""

    method = forms.ChoiceField(label=_("Way of voting"), choices=Method.choices, widget=forms.RadioSelect)
    tokens = forms.IntegerField(label=_("Tokens for each person"), min_value=1, max_value=1000, required=False)
    per_idea = forms.IntegerField(label=_("At the most on one idea"), min_value=1, max_value=1000, required=False)
    total = forms.IntegerField(
        label=_("Total"), min_value=1, max_value=10**12, required=False, help_text=_("In whole units of the currency.")
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, min_length=3, required=False, help_text=_("Three letters, for example EUR.")
    )
    ballot = forms.ChoiceField(
        label=_("Ballot"),
        choices=[("approval", _("Approve ideas, as many as one likes")), ("points", _("Share points among ideas"))],
        required=False,
    )
    points = forms.IntegerField(label=_("Points for each person"), min_value=1, max_value=1000, required=False)
    rule = forms.ChoiceField(
        label=_("Winners"),
        choices=[
            ("equal_shares", _("Method of Equal Shares: everyone's share of the money weighs the same")),
            ("greedy", _("Greedy: the most voted first, while money is left")),
        ],
        required=False,
    )
    completion = forms.ChoiceField(
        label=_("Money left over"),
        choices=[
            ("add1", _("Give each voter a little more until it is spent (Add1)")),
            ("none", _("Leave it unspent")),
        ],
        required=False,
    )
    shortlist = forms.BooleanField(
        label=_("Only the ideas of the shortlist"),
        required=False,
        help_text=_(
            "Of the campaign's latest review, as it stands when the vote opens. While fewer than two ideas are on it, "
            "the vote does not open."
        ),
    )
    hidden = forms.ChoiceField(
        label=_("The tally"),
        choices=[
            (HIDDEN_NEVER, _("Everyone sees it while people vote")),
            (HIDDEN_UNTIL_CLOSE, _("Nobody sees it until the vote closes, not even you")),
        ],
        widget=forms.RadioSelect,
    )
    secret = forms.BooleanField(
        label=_("Secret ballot"),
        required=False,
        help_text=_("Once the vote has closed, nothing links a person to what they chose."),
    )

    OF_METHOD = {
        Method.SUPPORT: (),
        Method.TOKENS: ("tokens", "per_idea"),
        Method.BUDGET: ("total", "currency", "ballot", "points", "rule", "completion"),
        Method.PAIRWISE: ("shortlist",),
    }

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        self.campaign = campaign
        super().__init__(*args, **kwargs)

    @classmethod
    def of(cls, campaign: Campaign) -> "RulesForm":
        every: dict[str, Any] = {}
        for method in Method:
            every |= completed(method, campaign.settings)
        return cls(initial={**every, "method": campaign.method}, campaign=campaign)

    def clean_currency(self) -> str:
        code: str = self.cleaned_data["currency"].upper()
        if code and not (code.isascii() and code.isalpha()):
            raise ValidationError(_("Three letters, for example EUR."))
        return code

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        wanted = self.OF_METHOD.get(data.get("method", ""), ())
        for name in set(self.fields) & {n for names in self.OF_METHOD.values() for n in names} - set(wanted):
            self.errors.pop(name, None)  # what is not asked of this way of voting
        for name in wanted:
            needless = name == "points" and data.get("ballot") != "points"
            if data.get(name) in (None, "") and name not in self.errors and not needless:
                self.add_error(name, _("This way of voting needs it."))
        if data.get("method") == Method.TOKENS and (data.get("per_idea") or 0) > (data.get("tokens") or 0):
            self.add_error("per_idea", _("Nobody has so many tokens."))
        if data.get("hidden") == HIDDEN_UNTIL_CLOSE and self._votes_without_end():
            self.add_error("hidden", _("The last phase in which people vote has no end: give it one first."))
        phases = [(span.opens, span.acts) for span in self.campaign.spans]
        if votes_on_nothing(self.campaign, data.get("method", ""), phases):
            self.add_error("method", nothing_to_vote_on())
        return data

    def _votes_without_end(self) -> bool:
        spans = self.campaign.spans
        return not spans or any(Act.SUPPORT in span.acts and span.closes is None for span in spans)

    @property
    def settings(self) -> dict[str, Any]:
        data = self.cleaned_data
        said = {name: data[name] for name in self.OF_METHOD[data["method"]] if data[name] not in (None, "")}
        return {**said, "hidden": data["hidden"], "secret": data["secret"]}


class WordForm(forms.Form):
    """The public word that goes with stopping a vote or ending a campaign."""

    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone reads it, on the page of the rules and in the history."),
        error_messages={"required": _("Say why, in a sentence: everyone who votes will read it.")},
    )
