import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from intranet.accounts.forms import PeopleField
from intranet.accounts.models import Department
from intranet.core.forms import RichTextFormField, RowsField, offer, offer_rows
from knowledge.models import ArticlePage, KnowledgeIndex, SpacePage
from knowledge.models.placing import RESERVED_SLUGS
from knowledge.policies import can_bring_published
from knowledge.text import anchored, ascii_slug

if TYPE_CHECKING:
    from intranet.accounts.models import User

TAGS = 12
TAG_LENGTH = 60
TITLE_LENGTH = 200
SUMMARY_LENGTH = 300
NO_REVISION = 0


class TagsField(forms.CharField):
    """Words separated by commas; kept in the order they were typed, each once, case apart."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Separated by commas, such as: onboarding, travel."))
        super().__init__(required=False, max_length=TAGS * (TAG_LENGTH + 2), **kwargs)

    def clean(self, value: Any) -> list[str]:
        typed = super().clean(value)
        tags = {tag.casefold(): tag for tag in (" ".join(part.split()) for part in reversed(typed.split(","))) if tag}
        kept = list(reversed(tags.values()))
        if len(kept) > TAGS:
            raise ValidationError(_("Choose at most %(limit)d tags."), params={"limit": TAGS})
        if any(len(tag) > TAG_LENGTH for tag in kept):
            raise ValidationError(_("A tag has at most %(limit)d characters."), params={"limit": TAG_LENGTH})
        return kept

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class ArticleForm(forms.Form):
    """An article's text. ``base_revision`` is the version that the editing began from (see ``Writing.revise``)."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    summary = forms.CharField(
        label=_("Summary"),
        max_length=SUMMARY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One or two sentences, shown in lists and in search."),
    )
    body = RichTextFormField(label=_("Text"), profile="article", required=False)
    tags = TagsField(label=_("Tags"))
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    word = forms.CharField(
        label=_("What you changed"),
        max_length=200,
        required=False,
        help_text=_("In a few words, for the history. You can leave it empty."),
    )
    is_major = forms.BooleanField(
        label=_("This changes what readers should do or know"),
        required=False,
        help_text=_("Its translation and the pages that rely on it are then checked again."),
    )
    base_revision = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_base_revision(self) -> int:
        """Anything that is not a version's number is no version: the edit is then stale, and nothing is lost."""
        raw = self.cleaned_data["base_revision"]
        return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 19 else NO_REVISION

    @property
    def text(self) -> dict[str, Any]:
        """Return what was written, as ``revise`` and ``add_article`` take it."""
        return {name: self.cleaned_data[name] for name in ("title", "summary", "body", "tags", "language")}

    @property
    def note(self) -> dict[str, Any]:
        """Return what the person says of this version, as ``revise`` takes it."""
        return {name: self.cleaned_data[name] for name in ("word", "is_major")}

    def says_the_same_as(self, version: ArticlePage) -> bool:
        """Say whether saving would change nothing; an anchor that the editor left out of a heading is no change."""
        same = all(self.text[name] == getattr(version, name) for name in ("title", "summary", "language"))
        tags = {tag.name.casefold() for tag in version.tags.all()} == {tag.casefold() for tag in self.text["tags"]}
        return same and tags and anchored(self.text["body"]) == version.body

    @staticmethod
    def initial_of(version: ArticlePage) -> dict[str, Any]:
        return {
            "title": version.title,
            "summary": version.summary,
            "body": version.body,
            "tags": [tag.name for tag in version.tags.all()],
            "language": version.language,
            "base_revision": version.latest_revision_id,
        }


class NewArticleForm(ArticleForm):
    """A new article, and the space it goes to. The spaces offered are those the writer sees."""

    space = forms.TypedChoiceField(label=_("Space"), coerce=int)

    field_order = ["space", "title"]

    def __init__(self, *args: Any, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("base_revision", "word", "is_major"):
            del self.fields[name]
        self.spaces = {space.pk: space for space in SpacePage.objects.visible_to(user).order_by("path")}
        offer(self, "space", [(pk, to_write_in(space)) for pk, space in self.spaces.items()])

    @property
    def chosen_space(self) -> SpacePage:
        return self.spaces[self.cleaned_data["space"]]


class KeptText:
    """A person's own text, carried along in the page while they answer what becomes of it."""

    NAMES = ("title", "summary", "body", "tags", "language", "word", "is_major", "base_revision")

    @staticmethod
    def pack(data: Any) -> str:
        return json.dumps({name: data.get(name) or "" for name in KeptText.NAMES})

    @staticmethod
    def unpack(raw: str) -> dict[str, str]:
        """Return the text packed in ``raw``; empty when it was tampered with. JSON can name halves of letters: they fall."""
        try:
            found = json.loads(raw)
        except (ValueError, RecursionError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {str(k): str(v).encode(errors="ignore").decode().replace("\0", "") for k, v in found.items()}


class MoveForm(forms.Form):
    """Where an article stands: its space, and the last part of its address."""

    space = forms.TypedChoiceField(label=_("Space"), coerce=int)
    slug = forms.CharField(
        label=_("Address"),
        max_length=60,
        help_text=_("The last part of the address. The old address keeps leading to the article."),
    )

    def __init__(self, *args: Any, user: "User", article: ArticlePage, **kwargs: Any) -> None:
        initial = {"space": article.space.pk, "slug": article.slug}
        super().__init__(*args, initial=initial, **kwargs)
        self.article, self.user = article, user
        self.spaces = {space.pk: space for space in SpacePage.objects.visible_to(user).order_by("path")}
        offer(self, "space", [(pk, to_write_in(space)) for pk, space in self.spaces.items()])

    def clean_slug(self) -> str:
        slug = ascii_slug(self.cleaned_data["slug"])
        if not slug:
            raise ValidationError(_("Use letters or digits."))
        if slug in RESERVED_SLUGS:
            raise ValidationError(_("This address is used by the site itself. Choose another."))
        return slug

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "space" in data and "slug" in data:
            space = self.spaces[data["space"]]
            siblings = Page.objects.filter(path__startswith=space.path, depth=space.depth + 1, slug=data["slug"])
            if siblings.exclude(pk=self.article.pk).exists():
                self.add_error("slug", _("Another page of this space has this address. Choose another."))
            if not can_bring_published(self.user, self.article, space):
                self.add_error(
                    "space",
                    _(
                        "What is published there is reviewed first, by somebody who did not write it. Take the article back to draft, move it, then send it for review."
                    ),
                )
        return data

    @property
    def chosen_space(self) -> SpacePage:
        return self.spaces[self.cleaned_data["space"]]


class SpaceForm(forms.Form):
    """A space: what it is called, where it stands, and who may see it."""

    title = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("Description"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    parent = forms.TypedChoiceField(label=_("Inside"), coerce=int, empty_value=None, required=False)
    departments = RowsField(
        label=_("Only for these departments"),
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Leave empty to open the space to everyone who may see what it stands in. A department includes those under it."
        ),
    )
    stewards = PeopleField(
        label=_("Stewards"),
        required=False,
        help_text=_(
            "People who look after the space, separated by commas. Without any, those of the space around it do."
        ),
    )
    publishing = forms.ChoiceField(
        label=_("Publishing"),
        choices=SpacePage.Publishing.choices,
        initial=SpacePage.Publishing.OPEN,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Reviewers are the stewards and the community manager; nobody reviews what they wrote themselves."),
    )
    review_months = forms.IntegerField(
        label=_("Read again after"),
        min_value=1,
        max_value=120,
        required=False,
        help_text=_("In months. Empty: as in the space around it. An article that nobody verified since is to check."),
    )
    language = forms.ChoiceField(label=_("Usual language"), choices=settings.LANGUAGES)
    article_order = forms.ChoiceField(label=_("Order of the articles"), choices=SpacePage.Order.choices)

    def __init__(self, *args: Any, user: "User", space: SpacePage | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "departments", Department.objects.order_by("path"))
        offered = SpacePage.objects.visible_to(user).order_by("path")
        if space is not None:
            offered = offered.exclude(path__startswith=space.path)
        self.spaces = {found.pk: found for found in offered}
        top = [("", _("Knowledge (at the top)"))]
        offer(self, "parent", top + [(pk, indented(found)) for pk, found in self.spaces.items()])

    @property
    def text(self) -> dict[str, Any]:
        kept = ("title", "description", "departments", "stewards", "review_months", "language", "article_order")
        text = {name: self.cleaned_data[name] for name in kept}
        return text | {"publishing": self.cleaned_data["publishing"] or SpacePage.Publishing.OPEN}

    @property
    def chosen_parent(self) -> "SpacePage | KnowledgeIndex":
        parent = self.cleaned_data["parent"]
        return self.spaces[parent] if parent else KnowledgeIndex.objects.get()


def indented(space: SpacePage) -> str:
    """Return the title of ``space`` for a list of choices, moved in by its depth in the tree."""
    return "\u2003" * (space.depth - 4) + space.title


def to_write_in(space: SpacePage) -> str:
    """Return ``indented(space)``, and whether somebody reviews what is written there."""
    if not space.wants_review:
        return indented(space)
    return _("%(space)s (reviewed before publishing)") % {"space": indented(space)}
