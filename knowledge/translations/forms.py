from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from knowledge.models import ArticlePage
from knowledge.models.placing import SITE_ROOT, TREE_ROOT
from knowledge.text import fold

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.accounts.models import User

LONGEST = 500


class PairForm(forms.Form):
    """Names the article that says the same in another language, by its address or its title."""

    other = forms.CharField(
        label=_("The article in the other language"),
        max_length=LONGEST,
        help_text=_("Its address, copied from the browser, or its title."),
    )

    def __init__(self, *args: Any, user: "User", article: ArticlePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.article = user, article

    def clean_other(self) -> ArticlePage:
        found = list(self._meant(self.cleaned_data["other"])[:2])
        if not found:
            raise ValidationError(_("No article that you may edit is called so, in another language than this one."))
        if len(found) > 1:
            raise ValidationError(_("Several articles are called so: give the address of the one you mean."))
        return found[0]

    def _meant(self, typed: str) -> "QuerySet[ArticlePage]":
        mine = ArticlePage.objects.editable_by(self.user).exclude(language=self.article.language)
        try:
            path = urlsplit(typed).path
        except ValueError:
            path = ""
        if path.startswith(SITE_ROOT):
            return mine.filter(url_path=f"{TREE_ROOT}{path.removeprefix(SITE_ROOT).rstrip('/')}/")
        return mine.filter(title_folded=fold(typed)[:600])
