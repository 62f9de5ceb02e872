from typing import ClassVar

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test.utils import isolate_apps

from intranet.core.fields import RichTextField
from intranet.core.forms import RichTextFormField
from intranet.core.richtext import CleanHTML


@pytest.fixture
def page_model(transactional_db: None) -> type[models.Model]:
    with isolate_apps("intranet.core"):

        class Page(models.Model):
            body = RichTextField(profile="post", blank=True)

            class Meta:
                app_label = "core"

            objects: ClassVar[models.Manager] = models.Manager()

            def __str__(self) -> str:
                return self.body

        with connection.schema_editor() as editor:
            editor.create_model(Page)
        yield Page
        with connection.schema_editor() as editor:
            editor.delete_model(Page)


def test_whatever_writes_it_the_stored_text_is_clean(page_model: type[models.Model]) -> None:
    page = page_model.objects.create(body="<p onclick=x>a</p><script>b</script>")
    assert page.body == "<p>a</p>"
    assert isinstance(page.body, CleanHTML)
    page_model.objects.filter(pk=page.pk).update(body="<h2>x</h2><img src=x onerror=y>")
    page.refresh_from_db()
    assert page.body == '<p><strong>x</strong></p><p><a href="x">x</a></p>'
    page_model.objects.bulk_create([page_model(body="<b>x</b>")])
    page_model.objects.bulk_update([page_model(pk=page.pk, body="<i>y</i><script></script>")], ["body"])
    assert sorted(page_model.objects.values_list("body", flat=True)) == [
        "<p><em>y</em></p>",
        "<p><strong>x</strong></p>",
    ]


def test_what_is_read_may_be_shown_and_what_is_assigned_may_not(page_model: type[models.Model]) -> None:
    page_model.objects.create(body="<p>a</p>")
    page = page_model.objects.get()
    assert isinstance(page.body, CleanHTML)
    page.body = "<p>b</p>"
    assert not isinstance(page.body, CleanHTML)
    page.full_clean()
    assert isinstance(page.body, CleanHTML)


def test_a_text_too_long_is_refused_with_words(page_model: type[models.Model]) -> None:
    with pytest.raises(ValidationError, match="too long"):
        page_model(body="x" * 100_000).full_clean()
    with pytest.raises(ValidationError, match="too long"):
        page_model.objects.create(body="x" * 100_000)


def test_migrations_can_remake_the_field() -> None:
    _name, path, args, kwargs = RichTextField(profile="post", blank=True).deconstruct()
    assert (path, args, kwargs) == ("intranet.core.fields.RichTextField", [], {"profile": "post", "blank": True})


class Composer(forms.Form):
    body = RichTextFormField(profile="post", label="Message")


def test_the_form_cleans_and_says_what_is_missing() -> None:
    form = Composer({"body": "<p>a</p><script>x</script>"})
    assert form.is_valid()
    assert form.cleaned_data["body"] == "<p>a</p>"
    assert isinstance(form.cleaned_data["body"], CleanHTML)
    assert Composer({"body": "<p><br></p>"}).errors["body"] == ["This field is required."]


def test_a_refused_text_is_kept_in_the_form() -> None:
    form = Composer({"body": "<b>" * 3000 + "mine"})
    assert "deeply nested" in form.errors["body"][0]
    assert "mine" in form.as_p()


def test_the_area_works_without_script_and_says_its_profile() -> None:
    html = Composer({"body": "<p>a</p>"}).as_p()
    assert '<parvis-editor class="editor" data-profile="post"' in html
    assert "&lt;p&gt;a&lt;/p&gt;</textarea>" in html
    assert 'for="id_body"' in html


def test_a_model_form_gets_the_editor(page_model: type[models.Model]) -> None:
    form = forms.modelform_factory(page_model, fields=["body"])()
    assert isinstance(form.fields["body"], RichTextFormField)
    assert form.fields["body"].profile == "post"
