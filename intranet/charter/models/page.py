import re
from math import floor
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from intranet.charter import theme
from intranet.charter.blocks import FEATURES, ClauseBlock

if TYPE_CHECKING:
    from django.template.response import TemplateResponse

# One colour fails on many grounds at once; the first ones (paper before the rest) say what to do.
_MOST_PAIRS = 2
_HEX = re.compile(r"^#[0-9a-fA-F]{6}\Z")
_hex_colour = RegexValidator(_HEX, _("Write a colour as # and six digits, as in #1A6B54."))


def ColourField(label: Any, help_text: Any = "") -> models.CharField[str, str]:
    return models.CharField(label, max_length=7, blank=True, validators=[_hex_colour], help_text=help_text)


class CharterPageForm(WagtailAdminPageForm):
    """Asks at each edit anew whether everyone has to read the charter again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in theme.COLOURS:
            if name in self.fields:
                self.fields[name].widget.attrs["placeholder"] = theme.default_colour(name)
        if not self.instance.has_unpublished_changes:
            self.initial |= {"asks_again": False, "note_fr": "", "note_en": ""}


def _too_faint(pair: theme.Pair) -> ValidationError:
    return ValidationError(
        _("%(text)s (%(text_colour)s) on %(ground)s (%(ground_colour)s) reads at %(ratio)s to 1; 4.5 is needed."),
        params={
            "text": pair.text_name.capitalize(),
            "text_colour": pair.text_colour,
            "ground": pair.ground_name,
            "ground_colour": pair.ground_colour,
            "ratio": number_format(floor(pair.ratio * 10) / 10, 1),
        },
    )


class CharterPage(Page):
    """The charter as the community manager edits it in the admin; there is one.

    People never read this page but what its last publication wrote (``CharterVersion``, ``Clause``). Its colours,
    typefaces and logo, once published, are those of the whole site.
    """

    introduction_fr = RichTextField(_("introduction in French"), blank=True, features=FEATURES)
    introduction_en = RichTextField(_("introduction in English"), blank=True, features=FEATURES)
    clauses = StreamField([("clause", ClauseBlock())], verbose_name=_("clauses"), blank=True)

    asks_again = models.BooleanField(
        _("ask everyone to read it again"),
        default=False,
        help_text=_("For a change that matters. Leave it off for a spelling mistake."),
    )
    note_fr = models.CharField(_("what changes, in French"), max_length=300, blank=True)
    note_en = models.CharField(_("what changes, in English"), max_length=300, blank=True)

    accent = ColourField(_("accent"), _("Links, buttons, what can be acted on."))
    paper = ColourField(_("paper"), _("The background of every page."))
    ink = ColourField(_("ink"), _("The text."))
    accent_dark = ColourField(_("accent in the dark theme"))
    paper_dark = ColourField(_("paper in the dark theme"))
    ink_dark = ColourField(_("ink in the dark theme"))
    reading_font = models.CharField(
        _("typeface for reading"), max_length=20, choices=theme.READING_FONTS, default=theme.READING_FONTS[0][0]
    )
    interface_font = models.CharField(
        _("typeface of the interface"),
        max_length=20,
        choices=theme.INTERFACE_FONTS,
        default=theme.INTERFACE_FONTS[0][0],
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("PNG or WebP with a transparent background, at least 128 pixels high."),
    )

    base_form_class = CharterPageForm
    max_count = 1
    subpage_types: ClassVar[list[str]] = []
    preview_modes = [("", _("As people will read it"))]

    text_panels = [
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("introduction_fr"), FieldPanel("introduction_en")], _("Opening")
        ),
        FieldPanel("clauses"),
    ]
    theme_panels = [
        HelpPanel(
            content=_(
                "What you publish here becomes the look of the whole site. Leave a colour empty to keep the site's own. "
                "Text must stand out from its background by 4.5 to 1 at least."
            )
        ),
        MultiFieldPanel([FieldRowPanel([FieldPanel(n) for n in ("accent", "paper", "ink")])], _("Light theme")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel(n) for n in ("accent_dark", "paper_dark", "ink_dark")])], _("Dark theme")
        ),
        MultiFieldPanel([FieldRowPanel([FieldPanel("reading_font"), FieldPanel("interface_font")])], _("Typefaces")),
        FieldPanel("logo"),
    ]
    publishing_panels = [
        MultiFieldPanel([FieldPanel("asks_again"), FieldPanel("note_fr"), FieldPanel("note_en")], _("This version")),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(text_panels, heading=_("Text")),
            ObjectList(theme_panels, heading=_("Look")),
            ObjectList(publishing_panels, heading=_("Publication")),
        ]
    )

    class Meta:
        verbose_name = _("charter")

    def clean(self) -> None:
        """Refuse colours that nobody can read, naming each pair. Runs on every save, drafts and scripts included."""
        super().clean()
        if not all(_HEX.match(getattr(self, name)) for name in theme.COLOURS if getattr(self, name)):
            return  # the fields themselves say so
        problems: dict[str, list[ValidationError]] = {}
        for name, pair in theme.unreadable(self.look):
            said = problems.setdefault(name, [])
            if len(said) < _MOST_PAIRS:
                said.append(_too_faint(pair))
        if problems:
            raise ValidationError(problems)

    @property
    def look(self) -> dict[str, Any]:
        """The theme this page asks for, as plain data (see ``charter.theme``)."""
        return {
            **{name: getattr(self, name) for name in theme.COLOURS},
            "reading_font": self.reading_font,
            "interface_font": self.interface_font,
            "logo": self.logo_id,
        }

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int | None, str, str]:
        """The charter is read at its own address, outside the tree of pages."""
        return (1, "", reverse("charter:page"))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> "TemplateResponse":
        """Show the draft as people will read it: same template, nothing written."""
        from intranet.charter.views import preview

        return preview(request, self)
