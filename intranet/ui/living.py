"""What the living page shows: sample data for every component, and the tokens read from the style sheet."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

STATIC = Path(settings.BASE_DIR) / "intranet" / "static"


def colour_tokens() -> dict[str, tuple[str, str]]:
    """Return name → (by day, by night) for the plain colours of tokens.css."""
    css = (STATIC / "css" / "tokens.css").read_text()
    found = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{3,6}), (#[0-9a-f]{3,6})\);", css)
    return {name: (light, dark) for name, light, dark in found}


def icon_names() -> list[str]:
    return sorted(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons" / "sprite.svg").read_text()))


class SpecimenForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=80, help_text=gettext_lazy("In one sentence."))
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("a", gettext_lazy("Article")), ("b", gettext_lazy("Idea"))]
    )
    body = forms.CharField(label=gettext_lazy("What is the problem?"), widget=forms.Textarea, required=False)
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    photo = forms.FileField(label=gettext_lazy("Photo"), required=False)
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may read it"),
        widget=forms.RadioSelect,
        choices=[("all", gettext_lazy("Everyone")), ("some", gettext_lazy("Some departments"))],
    )
    follow = forms.BooleanField(
        label=gettext_lazy("Tell me when somebody replies"),
        required=False,
        help_text=gettext_lazy("You can change this at any time."),
    )


def specimens(request: HttpRequest) -> dict[str, Any]:
    people = [
        SimpleNamespace(display_name=name, username=name, photo=None, department=department, get_absolute_url="")
        for name, department in (
            ("Camille Durand", "Communication"),
            ("Marc Olivier", "Atelier"),
            ("Leïla Haddad", "Direction"),
            ("Ewan Gallagher", "Glasgow"),
        )
    ]
    return {
        "colours": colour_tokens(),
        "icons": icon_names(),
        "form": SpecimenForm(),
        "bound_form": SpecimenForm({"title": "", "email": "elise@", "kind": "b", "body": _("Typed text is kept.")}),
        "people": people,
        "steps": [
            {"label": pgettext("idea", "Submitted"), "state": "done"},
            {"label": _("Under review"), "state": "done"},
            {"label": _("Planned"), "state": "current"},
            {"label": _("In progress"), "state": ""},
            {"label": _("Done"), "state": ""},
        ],
        "tabs": [
            {"url": "#", "label": pgettext("decisions", "All"), "count": 42, "current": True},
            {"url": "#", "label": _("Mine"), "count": 3},
            {"url": "#", "label": _("Drafts")},
        ],
        "crumbs": [{"url": "/", "label": _("Home")}, {"url": "/knowledge/", "label": _("Knowledge")}],
        "page": SimpleNamespace(number=2, previous_url="?page=1", next_url="?page=3"),
    }
