import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.core.forms import RichTextFormField
from intranet.discussions.adding import fields_for
from intranet.discussions.mentions import link_mentions
from intranet.discussions.models import Discussion, Post, Reaction, Thread


class PostForm(forms.Form):
    """A message. ``client_id`` is made with the form: sent twice, it is one message."""

    body = RichTextFormField(label=_("Your message"), profile="post")
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    parent = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, discussion: Discussion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.discussion = discussion
        self.said_names = []
        if discussion is not None:
            added = fields_for(discussion)
            self.fields.update(added)
            self.said_names = list(added)

    @property
    def said_fields(self) -> list[forms.BoundField]:
        """What other rooms ask beside a message of this thread."""
        return [self[name] for name in self.said_names]

    @property
    def message(self) -> dict[str, Any]:
        """The cleaned values as ``actions.post`` takes them."""
        said = {name: self.cleaned_data[name] for name in self.said_names}
        return {name: value for name, value in self.cleaned_data.items() if name not in said} | {"said": said}

    def clean_body(self) -> str:
        return link_mentions(self.cleaned_data["body"])

    def clean_parent(self) -> Post | None:
        """The post answered: named by its number in this thread. One that is not there is simply no parent."""
        number = self.cleaned_data["parent"]
        if number is None or self.discussion is None:
            return None
        return self.discussion.posts.filter(number=number).first()


class EditForm(forms.Form):
    body = RichTextFormField(label=_("Your message"), profile="post")

    def clean_body(self) -> str:
        return link_mentions(self.cleaned_data["body"])


class ThreadForm(forms.ModelForm[Thread]):
    body = RichTextFormField(label=_("Your message"), profile="post")
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = Thread
        fields = ["title", "language"]

    def clean_body(self) -> str:
        return link_mentions(self.cleaned_data["body"])


class ReactionForm(forms.Form):
    name = forms.ChoiceField(choices=Reaction.Name.choices)
    on = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda value: value == "1")
