import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.core.forms import offer
from knowledge.models import ArticlePage
from knowledge.passages.actions import Found, find
from knowledge.passages.anchoring import Quote
from knowledge.passages.errors import Refused
from knowledge.passages.models import LONGEST, Passage
from knowledge.passages.plain import squeezed

_AROUND = 400


class ChallengeForm(forms.Form):
    """A passage, chosen or pasted, and what one has to say of it. ``found``, once valid: the passage as it stands now."""

    exact = forms.CharField(
        label=_("The passage"),
        max_length=4 * LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Paste here the words of the article that you mean: a sentence, or a few words."),
        error_messages={"required": _("Choose a few words of the article.")},
    )
    stance = forms.ChoiceField(
        label=_("What you have to say"), choices=Passage.Stance.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you would like to know, or why it does not hold. Every reader of the article can answer."),
        error_messages={"required": _("Say it in a sentence.")},
    )
    suggestion = forms.CharField(
        label=_("What it should say"),
        max_length=2 * LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If you know: who looks after the article can put it in with one click, and you are credited."),
    )
    prefix = forms.CharField(required=False, max_length=_AROUND, widget=forms.HiddenInput, strip=False)  # type: ignore[assignment]  # the metaclass takes fields out of the class
    suffix = forms.CharField(required=False, max_length=_AROUND, widget=forms.HiddenInput, strip=False)
    position = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, *args: Any, article: ArticlePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        self.found: Found | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "exact" in data:
            at = data.get("position", "")
            number = int(at) if at.isascii() and at.isdecimal() else 0
            wanted = Quote(data["exact"], data.get("prefix", "")[-200:], data.get("suffix", "")[:200], number)
            try:
                self.found = find(self.article, wanted)
            except Refused as refusal:
                self.add_error("exact", refusal)
        return data

    @property
    def said(self) -> dict[str, Any]:
        names = ("stance", "words", "suggestion", "client_id")
        return {name: self.cleaned_data[name] for name in names}


def chosen(article: ArticlePage, query: Any) -> tuple[dict[str, Any], Found | None]:
    """Return what an address says of the chosen passage, for the form, and the passage if it is in the text."""
    texts = {name: query.get(name, "").replace("\x00", "") for name in ("exact", "prefix", "suffix", "position")}
    texts["exact"] = texts["exact"][: 4 * LONGEST]
    texts["prefix"], texts["suffix"] = texts["prefix"][-_AROUND:], texts["suffix"][:_AROUND]
    texts["position"] = texts["position"] if texts["position"].isascii() and texts["position"].isdecimal() else "0"
    texts["position"] = texts["position"][:12]
    if not squeezed(texts["exact"]):
        return texts, None
    try:
        return texts, find(article, Quote(texts["exact"], texts["prefix"], texts["suffix"], int(texts["position"])))
    except Refused:
        return texts, None


class ResolveForm(forms.Form):
    """A word, and what became of the article: nothing, a version that was published since, or one made now."""

    answer = forms.CharField(
        label=_("Your word"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was decided and why. It stands above the discussion."),
        error_messages={"required": _("Say in a sentence how it is settled.")},
    )
    how = forms.ChoiceField(label=_("And the article"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("The passage then reads"),
        max_length=2 * LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, passage: Passage, can_replace: bool, has_newer: bool, **kwargs: Any) -> None:
        suggested = bool(can_replace and passage.suggestion)
        initial = {
            "how": "replace" if suggested else "since" if has_newer else "stays",
            "text": passage.suggestion or passage.quoted,
        }
        super().__init__(*args, initial=initial, **kwargs)
        choices: list[tuple[str, Any]] = [("stays", _("It stays as it is"))]
        if has_newer:
            choices.append(("since", _("It was corrected since: credit them in the history")))
        if can_replace:
            choices.append(("replace", _("Publish the passage as written below, and credit them")))
        else:
            del self.fields["text"]
        offer(self, "how", choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("how") == "replace" and "text" in data and not data["text"].strip():
            self.add_error("text", _("Write what the passage should say."))
        return data
