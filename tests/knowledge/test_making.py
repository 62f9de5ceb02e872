"""What is made and shown in one moment is what Wagtail's own steps make of it (``knowledge.models.making``)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published, published

from intranet.accounts.models import User
from intranet.contributions.models import Activity
from knowledge.models import ArticlePage, SpacePage
from tests.factories.knowledge import make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db
WRITTEN = {"body": "<h2>How</h2><p>So, <strong>like</strong> this.</p>", "summary": "In short", "language": "en"}
# What says which of the two it is, or when.
OWN = {
    "id", "page_ptr", "pk", "path", "slug", "url_path", "translation_key", "discussion", "latest_revision",
    "live_revision", "first_published_at", "last_published_at", "latest_revision_created_at", "created_at", "edited_at", "departments",
}  # fmt: skip


def in_wagtails_steps(space: SpacePage, by: User, *, publish: bool = True) -> ArticlePage:
    with LogContext(user=by):
        article = ArticlePage(title="One and the same", author=by, owner=by, live=False, **WRITTEN)
        article.has_unpublished_changes = True
        article.tags.set(["rope", "knot"])
        Page.objects.get(pk=space.pk).add_child(instance=article)
        revision = article.save_revision(user=by)
        if publish:
            revision.publish(user=by, skip_permission_checks=True)
    return ArticlePage.objects.get(pk=article.pk)


def in_one_moment(space: SpacePage, by: User, *, publish: bool = True) -> ArticlePage:
    return space.add_article(by=by, title="One and the same", tags=["rope", "knot"], publish=publish, **WRITTEN)


def told(page: Page, model: type[Page]) -> dict[str, Any]:
    """Return all that is kept of ``page``, but for what is its own and for when it was."""
    found = model.objects.get(pk=page.pk)
    versions = list(found.revisions.order_by("pk"))
    version = versions[-1]
    history = PageLogEntry.objects.filter(page=page.pk).order_by("pk")
    fields = {
        field.name: field.value_from_object(found) for field in found._meta.concrete_fields if field.name not in OWN
    }
    when = {name: getattr(found, name) is None for name in OWN if name.endswith("_at") and hasattr(found, name)}
    content = {name: value for name, value in version.content.items() if name not in OWN}
    restored = version.as_object()
    return {
        "fields": fields | when,
        "parent": found.get_parent().pk,
        "is shown": [(found.latest_revision_id == v.pk, found.live_revision_id == v.pk) for v in versions],
        "names of the version": content.keys(),
        "version": {n: v for n, v in content.items() if n not in {"tagged_items", "live", "has_unpublished_changes"}},
        "of the version": (version.user_id, version.object_str, version.content_type_id, version.base_content_type_id),
        "restored": {
            n: list(v) if hasattr(v, "all") else v
            for n, v in model_to_dict(restored).items()
            if n not in OWN | {"tags"}
        },
        "history": [
            (e.action, e.user_id, e.label, e.data, e.content_changed, e.deleted, e.content_type_id) for e in history
        ],
        "versions told": [[entry.revision_id == v.pk for v in versions] for entry in history],
        "one action": len({entry.uuid for entry in history}),
        "activities": list(Activity.objects.of(found).order_by("pk").values_list("verb", "actor", "data__title")),
    }


@pytest.mark.parametrize("publish", [True, False])
def test_an_article_is_kept_as_wagtail_would_keep_it(publish: bool) -> None:
    space, by = make_space(), make_user()
    theirs, ours = in_wagtails_steps(space, by, publish=publish), in_one_moment(space, by, publish=publish)
    expected, found = told(theirs, ArticlePage), told(ours, ArticlePage)
    if not publish:  # Wagtail's steps tell the site nothing of a draft
        assert found.pop("activities") == [("article.drafted", by.pk, None)]
        expected.pop("activities")
    assert found == expected
    assert sorted(ours.tags.names()) == sorted(theirs.tags.names())
    expected_tags, tags = (article.revisions.get().content["tagged_items"] for article in (theirs, ours))
    assert sorted(item["tag"] for item in expected_tags) == sorted(item["tag"] for item in tags)
    assert all(item["pk"] and item["content_object"] == ours.pk for item in tags)
    discussions = [(a.discussion.kind, a.discussion.is_published, a.discussion.audience_id) for a in (theirs, ours)]
    assert discussions[0] == discussions[1] == ("article", publish, None)


def test_a_space_is_kept_as_wagtail_would_keep_it() -> None:
    around, by, sales = make_space(), make_user(), make_department("Sales")
    theirs = SpacePage(title="Inside", owner=by, language="en")
    theirs.departments, theirs.stewards = [sales], [by]
    with LogContext(user=by):
        Page.objects.get(pk=around.pk).add_child(instance=theirs)
        theirs.save_revision(user=by, changed=False)
    ours = around.add_space(by=by, title="Inside", departments=[sales], stewards=[by], language="en")
    expected, found = told(theirs, SpacePage), told(ours, SpacePage)
    assert found.pop("activities") == [("space.created", by.pk, None)]
    expected.pop("activities")
    assert found == expected
    assert (list(ours.departments.all()), list(ours.stewards.all())) == ([sales], [by])
    assert ours.revisions.get().content["departments"] == [sales.pk]


@pytest.mark.parametrize("was_shown", [True, False])
@pytest.mark.parametrize("then", ["show", "keep", "keep, show", "show, keep", "keep, keep", "show, show"])
def test_a_version_is_kept_and_shown_as_wagtail_would(was_shown: bool, then: str) -> None:
    """Each step changes the title and the text; the expected entries are Wagtail's own, a new name among them."""
    space, by, editor = make_space(), make_user(), make_user()
    theirs, ours = (in_one_moment(space, by, publish=was_shown) for _which in range(2))
    for number, step in enumerate(then.split(", ")):
        said = {"title": f"Version {number}", "body": f"<h2>Now</h2><p>{number}</p>"}
        with LogContext(user=editor):
            version = ArticlePage.objects.get(pk=theirs.pk).working_version()
            for name, value in said.items():
                setattr(version, name, value)
            version.tags.set(["knot", "sail"])
            if not version.first_published_at:
                version._readdress()
            revision = version.save_revision(user=editor, log_action=True)
            if step == "show":
                revision.publish(user=editor, skip_permission_checks=True)
            elif not version.live:
                version.save()
        ours.revise(by=editor, base_revision=None, publish=step == "show", tags=["knot", "sail"], **said)
    expected, found = told(theirs, ArticlePage), told(ours, ArticlePage)
    for kept in (expected, found):
        shown = [verb for verb, *_rest in kept.pop("activities") if verb != "article.revised"]
        assert shown == ["article.published" if was_shown else "article.drafted"] + [
            "article.updated" if was_shown or "show" in then.split(", ")[:number] else "article.published"
            for number, step in enumerate(then.split(", "))
            if step == "show"
        ]
    assert found == expected
    assert sorted(ours.working_version().tags.names()) == ["knot", "sail"]


def test_a_version_that_is_planned_waits_for_its_hour() -> None:
    """Who plans an hour in the admin finds it kept by a save on the site, and told in the history."""
    article, by = in_one_moment(make_space(), make_user()), make_user()
    article.go_live_at = timezone.now() + timedelta(days=2)
    article.save_revision()
    revision = article.revise(by=by, base_revision=None, publish=True, title="Later")
    assert ArticlePage.objects.get(pk=article.pk).title == "One and the same"
    planned = Revision.objects.get(pk=revision.pk).approved_go_live_at
    assert planned is not None
    assert planned > timezone.now() + timedelta(days=1)
    assert PageLogEntry.objects.filter(page=article.pk).first().action == "wagtail.publish.schedule"


def test_a_copy_that_follows_a_space_says_what_it_says() -> None:
    space = make_space()
    copy = space.create_alias(parent=make_space("Elsewhere"))
    space.title = "New words"
    space.save_revision().publish()
    assert Page.objects.get(pk=copy.pk).title == "New words"


@pytest.mark.parametrize("make", [in_wagtails_steps, in_one_moment])
def test_who_listens_to_wagtail_hears_once_of_an_article_shown(make: Callable[..., ArticlePage]) -> None:
    heard: list[tuple[str, bool, bool]] = []

    def listen(signal: Any, instance: ArticlePage, revision: Revision, **kwargs: Any) -> None:
        heard.append((instance.title, instance.live, revision.content["title"] == instance.title))

    space, by = make_space(), make_user()
    for signal in (page_published, published):
        signal.connect(listen, sender=ArticlePage)
    try:
        make(space, by)
    finally:
        for signal in (page_published, published):
            signal.disconnect(listen, sender=ArticlePage)
    assert heard == [("One and the same", True, True)] * 2


def test_nothing_is_left_of_an_article_that_is_judged_wrong() -> None:
    space, by = make_space(), make_user()
    before = (Page.objects.count(), Revision.objects.count(), Activity.objects.count())
    with pytest.raises(ValidationError, match="summary"):
        space.add_article(by=by, title="Too much", summary="x" * 301, publish=True)
    assert (Page.objects.count(), Revision.objects.count(), Activity.objects.count()) == before


def test_a_version_read_back_keeps_what_is_the_articles_own() -> None:
    space, by = make_space(), make_user()
    article = in_one_moment(space, by)
    article.revise(by=by, base_revision=None, title="Two")
    read = article.revisions.order_by("pk").first().as_object()
    assert (read.title, read.author_id, read.owner_id) == ("One and the same", by.pk, by.pk)
    assert (read.discussion_id, read.live_revision_id) == (article.discussion_id, article.live_revision_id)
    assert (read.locale_id, read.content_type_id) == (article.locale_id, article.content_type_id)
    assert read.latest_revision_id == article.latest_revision_id != read.live_revision_id
