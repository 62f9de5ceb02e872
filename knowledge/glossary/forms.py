import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.core.forms import RichTextFormField, offer
from intranet.core.richtext import to_text
from intranet.moderation.clauses import citable_clauses
from knowledge.forms import indented
from knowledge.glossary.models import LONGEST_TERM, Term
from knowledge.models import SpacePage

if TYPE_CHECKING:
    from intranet.accounts.models import User

VARIANTS = 12
LONGEST_DEFINITION = 1500


class VariantsField(forms.CharField):
    """Other forms of a word, separated by commas."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=VARIANTS * (LONGEST_TERM + 2), **kwargs)

    def clean(self, value: Any) -> list[str]:
        typed = super().clean(value)
        forms_typed = list(dict.fromkeys(" ".join(part.split()) for part in typed.split(",") if part.strip()))
        if len(forms_typed) > VARIANTS:
            raise ValidationError(_("Give at most %(limit)d other forms."), params={"limit": VARIANTS})
        if any(len(form) > LONGEST_TERM for form in forms_typed):
            raise ValidationError(_("A form has at most %(limit)d characters."), params={"limit": LONGEST_TERM})
        return forms_typed

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class TermForm(forms.Form):
    """A word and what it means. ``changes``: of that published term, where one proposes how it should read."""

    term = forms.CharField(label=_("Term"), max_length=LONGEST_TERM, min_length=2)
    definition = RichTextFormField(
        label=_("Definition"),
        profile="post",
        help_text=_(
            "What it means here, in one to three sentences. The first one is what readers see beside the word."
        ),
        error_messages={"required": _("Say what it means.")},
    )
    variants = VariantsField(
        label=_("Other forms"),
        help_text=_(
            "Abbreviations, spellings, irregular plurals, separated by commas. Regular plurals are found by themselves."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the term"), choices=settings.LANGUAGES)
    space = forms.TypedChoiceField(
        label=_("Space"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("A term of a space is explained in its articles, to who sees it."),
    )
    pair = forms.CharField(
        label=_("The same in the other language"),
        max_length=LONGEST_TERM,
        required=False,
        help_text=_("A term of the glossary, as it is written there."),
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(
        self, *args: Any, user: "User", term: Term | None = None, proposes: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.instance = user, term
        self.spaces = {
            space.pk: space for space in SpacePage.objects.visible_to(user).select_related("audience").order_by("path")
        }
        choices = [(pk, indented(space)) for pk, space in self.spaces.items()]
        offer(self, "space", [("", _("Everywhere")), *choices])
        if proposes:
            del self.fields["space"], self.fields["pair"]

    @classmethod
    def of(cls, term: Term, *, user: "User", data: Any = None, proposes: bool = False) -> "TermForm":
        initial = {name: getattr(term, name) for name in ("term", "definition", "variants", "language")}
        initial |= {"space": term.space_id, "pair": term.pair.term if term.pair else ""}
        return cls(data, user=user, term=term, proposes=proposes, initial=initial)

    def clean_term(self) -> str:
        term = " ".join(self.cleaned_data["term"].split())
        if not any(letter.isalnum() for letter in term):
            raise ValidationError(_("A term has letters or numbers."))
        return term

    def clean_definition(self) -> str:
        definition: str = self.cleaned_data["definition"]
        words = to_text(definition).strip()
        if not words:
            raise ValidationError(_("Say what it means."))
        if len(words) > LONGEST_DEFINITION:
            raise ValidationError(
                _("Keep it under %(limit)d characters: write an article for the rest."),
                params={"limit": LONGEST_DEFINITION},
            )
        return definition

    def clean_space(self) -> SpacePage | None:
        return self.spaces.get(self.cleaned_data["space"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("term") and data.get("language"):
            twins = Term.objects.visible_to(self.user).filter(
                term__iexact=data["term"], language=data["language"], space=data.get("space")
            )
            if "space" in self.fields and twins.exclude(pk=self.instance.pk if self.instance else 0).exists():
                self.add_error("term", _("The glossary has this term already: propose a change to it."))
        wanted = data.get("pair")
        if isinstance(wanted, str) and "language" in data:
            data["pair"] = self._pair(wanted.strip(), data["language"])
        return data

    def _pair(self, wanted: str, language: str) -> Term | None:
        if not wanted:
            return None
        others = Term.objects.visible_to(self.user).exclude(language=language)
        found = others.filter(term__iexact=wanted).order_by("pk").first()
        if found is None:
            self.add_error("pair", _("There is no such term in the other language."))
        return found

    @property
    def texts(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name]
            for name in ("term", "definition", "variants", "language", "space", "pair")
            if name in self.cleaned_data
        }


class StandingForm(forms.Form):
    """What the charter holds of a word."""

    standing = forms.ChoiceField(
        label=_("This word is"), choices=Term.Standing.choices, required=False, widget=forms.RadioSelect
    )
    instead = forms.CharField(
        label=_("Say instead"), max_length=LONGEST_TERM, required=False, help_text=_("For a word to avoid.")
    )
    clause = forms.ChoiceField(label=_("By this clause of the charter"), required=False)

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        initial = {"standing": term.standing, "instead": term.instead, "clause": (term.clause or {}).get("key", "")}
        super().__init__(*args, initial=initial, **kwargs)
        self.clauses = {clause.key: clause for clause in citable_clauses()}
        none = pgettext_lazy("clause of the charter", "None")
        offer(self, "clause", [("", none), *((key, str(c)) for key, c in self.clauses.items())])

    @property
    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        clause = self.clauses.get(data["clause"])
        kept = {"key": clause.key, "url": clause.url, "labels": clause.labels} if clause else None
        return {"standing": data["standing"], "instead": " ".join(data["instead"].split()), "clause": kept}


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("Who proposed it reads it; it stays in the history."),
        error_messages={"required": _("Say why: who proposed it will read it.")},
    )
