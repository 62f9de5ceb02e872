"""Files chosen while an article is written for the first time: there after a failed submit, attached once it is saved."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from intranet.accounts.models import User
from intranet.contributions.models import Upload
from intranet.contributions.uploads import prune_unused
from knowledge.drafting.models import Draft
from knowledge.linking.models import Attachment
from knowledge.models import ArticlePage
from tests.factories.knowledge import make_space
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def file(name: str = "rules.txt", text: bytes = b"No loose sleeves.") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text, "text/plain")


def written(**changes: object) -> dict[str, object]:
    text = {"space": make_space().pk, "title": "Lathe", "body": "<p>Turn.</p>", "language": "en", "publish": "1"}
    return {**text, **changes}


def test_files_sent_with_the_form_are_attached_when_it_is_saved(employee: User, client_for: SignIn) -> None:
    browser = client_for(employee)
    answer = browser.post(reverse("knowledge:new"), written(attach=[file(), file("plan.txt", b"Oak")]))
    assert answer.status_code == 302
    article = ArticlePage.objects.get(title="Lathe")
    assert sorted(str(one) for one in Attachment.objects.of(article)) == ["plan.txt", "rules.txt"]
    assert "rules.txt" in client_for(make_user()).get(article.get_absolute_url()).content.decode()


def test_they_survive_a_form_that_comes_back(employee: User, client_for: SignIn) -> None:
    browser, url = client_for(employee), reverse("knowledge:new")
    page = browser.post(url, written(title="", attach=file()))
    assert page.status_code == 422
    key = str(Upload.objects.get().key)
    html = page.content.decode()
    assert f'name="attached" value="{key}" form="article-form" checked' in html
    assert "rules.txt" in html
    assert browser.post(url, written(attached=key)).status_code == 302
    assert Attachment.objects.get().article.title == "Lathe"


def test_one_that_is_unticked_is_left_out_and_one_that_cannot_be_kept_is_named(
    employee: User, client_for: SignIn
) -> None:
    browser, url = client_for(employee), reverse("knowledge:new")
    page = browser.post(url, written(attach=[file(), file("virus.exe", b"MZ")]))
    assert page.status_code == 422
    html = page.content.decode()
    assert "virus.exe:" in html
    assert "rules.txt" in html
    assert not ArticlePage.objects.filter(title="Lathe").exists()
    assert browser.post(url, written()).status_code == 302
    assert not Attachment.objects.exists()


def test_only_ones_own_uploads_are_attached(employee: User, colleague: User, client_for: SignIn) -> None:
    theirs = Upload.objects.store(b"Secret", by=colleague, name="secret.txt")
    sent = [str(theirs.key), "nothing", "\x00", "9" * 40]
    assert client_for(employee).post(reverse("knowledge:new"), written(attached=sent)).status_code == 302
    assert not Attachment.objects.exists()


def test_an_unsaved_text_keeps_its_files_and_they_are_there_again(employee: User, client_for: SignIn) -> None:
    make_space()
    upload = Upload.objects.store(b"No loose sleeves.", by=employee, name="rules.txt")
    browser = client_for(employee)
    kept = {"key": "article:new", "tab": "t-1", "number": "0", "title": "Lathe", "body": "<p>Turn.</p>"}
    assert browser.post(reverse("knowledge:keep_new"), {**kept, "attached": str(upload.key)}).status_code == 200
    assert "rules.txt" in browser.get(reverse("knowledge:new")).content.decode()
    Upload.objects.update(created_at="2020-01-01T00:00:00Z")
    assert prune_unused() == 0
    Draft.objects.all().delete()
    assert prune_unused() == 1
