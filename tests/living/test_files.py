"""Files beside an idea: for its readers, searched, taken off again; not one open to others."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ideas.living import files
from ideas.living.models import Attachment
from ideas.models import Idea
from ideas.registration import document
from intranet.contributions.models import Upload
from tests.factories.ideas import make_idea
from tests.factories.living import make_declined
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


def url(idea):
    return reverse("ideas:living:attachments", args=[idea.pk])


def attach(browser, idea, content=b"quotation for trottinettes", name="quote.txt", **headers):
    return browser.post(url(idea), {"file": SimpleUploadedFile(name, content)}, headers=headers)


def test_a_file_is_listed_searched_and_removed(client_for, employee, dispatch):
    author = make_user()
    idea = make_idea(author)
    browser = client_for(author)
    assert attach(browser, idea).status_code == 302
    attach(browser, idea)
    attached = Attachment.objects.get()
    files.read_file.func(attached.pk)
    idea.refresh_from_db()
    assert "trottinettes" in document(idea).attachments
    assert "quote.txt" in client_for(employee).get(idea.get_absolute_url()).content.decode()
    browser.post(reverse("ideas:living:remove_file", args=[idea.pk, attached.pk]))
    browser.post(reverse("ideas:living:remove_file", args=[idea.pk, attached.pk]))
    idea.refresh_from_db()
    assert "quote.txt" not in client_for(employee).get(idea.get_absolute_url()).content.decode()
    assert document(idea).attachments == ""


def test_readers_of_the_idea_and_nobody_else_fetch_it(client_for):
    inside, outside = make_department("Inside"), make_department("Outside")
    author, colleague, stranger = (
        make_user(department=inside),
        make_user(department=inside),
        make_user(department=outside),
    )
    from intranet.accounts.models import Audience

    idea = make_idea(author, audience=Audience.objects.for_departments([inside]))
    attach(client_for(author), idea)
    address = Upload.objects.get().get_absolute_url()
    assert client_for(colleague).get(address).status_code == 200
    assert client_for(stranger).get(address).status_code == 404
    assert client_for(stranger).get(url(idea)).status_code == 404
    Idea.objects.filter(pk=idea.pk).update(is_hidden=True)
    idea.refresh_from_db()
    idea.on_hidden_changed(by=author)
    assert client_for(colleague).get(address).status_code == 404


def test_who_may_not_edit_attaches_nothing(client_for, employee, leader):
    author = make_user()
    assert attach(client_for(employee), make_idea(author)).status_code == 403
    assert attach(client_for(author), make_declined(leader, author)).status_code == 403
    assert not Attachment.objects.exists()


def test_a_script_gets_the_list_and_what_is_refused(client_for):
    author = make_user()
    idea = make_idea(author)
    browser = client_for(author)
    refused = attach(browser, idea, b"MZ\x90\x00", "virus.exe", **{"X-Requested-With": "fetch"})
    assert refused.status_code == 422
    assert "virus.exe" in refused.content.decode()
    nothing = browser.post(url(idea), {}, headers={"X-Requested-With": "fetch"})
    assert nothing.status_code == 422


def test_an_idea_has_so_many_files(client_for, monkeypatch):
    monkeypatch.setattr(files, "MOST_FILES", 1)
    author = make_user()
    idea = make_idea(author)
    browser = client_for(author)
    attach(browser, idea)
    assert attach(browser, idea, b"other words", "b.txt").status_code == 422
