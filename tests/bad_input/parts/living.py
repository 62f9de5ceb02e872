"""The life of ideas: drafts, co-authors, files, appeals, milestones, outcomes, own fields."""

from typing import Any

from ideas.living.models import Attachment, Draft, Milestone
from ideas.models import Campaign
from intranet.contributions.models import Upload
from tests.bad_input.site import Form, Made
from tests.factories.ideas import make_idea
from tests.factories.living import NEW_WORDS, decided, make_accepted, make_declined

OF_AN_IDEA = ("keep", "instead", "co_authors", "join", "leave", "attachments", "withdraw", "hand_over")
OF_ACCEPTED = ("milestones", "progress", "outcome")
_FIELD = {
    "key": "place",
    "kind": "choice",
    "label": {"en": "Place"},
    "help": {},
    "required": False,
    "asked": True,
    "choices": [{"key": "in", "label": {"en": "In"}}, {"key": "out", "label": {"en": "Out"}}],
}


def values(made: Made) -> dict[str, dict[str, Any]]:
    box = Campaign.objects.open_box()
    box.fields = [_FIELD, {**_FIELD, "key": "saved", "kind": "number"}]
    box.save()
    idea = make_idea(made.author, answers={"place": "in"})
    upload = Upload.objects.store(b"words", by=None, name="a.txt")
    attached = Attachment.objects.create(idea=idea, upload=upload)
    accepted = make_accepted(made.author, made.author)
    milestone = Milestone.objects.create(idea=accepted, title="First")
    asked = decided(make_idea(made.author), made.author, "needs_more")
    declined = make_declined(made.author, made.author)
    done = decided(make_accepted(made.author, made.author), made.author, "done")
    Draft.objects.create(person=made.author, key="idea:new:open-box", campaign=box, fields={"title": "T"}, tab="t")
    return {
        **{f"ideas:living:{name}": {"pk": idea.pk} for name in OF_AN_IDEA},
        **{f"ideas:living:{name}": {"pk": accepted.pk} for name in OF_ACCEPTED},
        **{
            f"ideas:living:{name}": {"pk": accepted.pk, "milestone": milestone.pk}
            for name in ("reached", "drop_milestone")
        },
        "ideas:living:take_back": {"pk": idea.pk, "person": made.reader.pk},
        "ideas:living:remove_file": {"pk": idea.pk, "file": attached.pk},
        "ideas:living:more": {"pk": asked.pk},
        "ideas:living:appeal": {"pk": declined.pk},
        "ideas:living:close": {"pk": done.pk},
        "ideas:living:keep_new": {"slug": box.slug},
        "ideas:living:fields": {"slug": box.slug},
        "ideas:living:discard": {"pk": Draft.objects.get(person=made.author).pk},
    }


def forms(made: Made) -> list[Form]:
    kept = {"number": "1", "tab": "t", "title": "T", "problem": "<p>x</p>", "departments": "1,2", "own_place": "in"}
    field = {
        "label_en": "Name",
        "label_fr": "Nom",
        "kind": "choice",
        "choices": "a\nb",
        "help_en": "x",
        "required": "on",
    }
    expected = {"measure": "Bicycles", "unit": "a day", "baseline": "12", "target": "2", "measure_on": "2030-01-01"}
    return [
        Form("ideas:living:keep_new", kept),
        Form("ideas:living:keep", kept),
        Form("ideas:living:instead", {"draft": "idea:new:open-box"}),
        Form("ideas:living:co_authors", {"people": made.reader.username}, texts=("people",)),
        Form("ideas:living:withdraw", {"words": "<p>It exists already</p>"}, ("words",)),
        Form("ideas:living:more", {"words": "<p>Twenty of them, at the most</p>"}, ("words",)),
        Form("ideas:living:appeal", {"words": NEW_WORDS}, ("words",)),
        Form("ideas:living:hand_over", {"owner": made.author.username, "due": "2030-01-01"}, texts=("owner",)),
        Form("ideas:living:milestones", {"title": "First", "due_on": "2030-01-01", "owner": ""}, texts=("title",)),
        Form("ideas:living:progress", {"words": "<p>It goes well</p>"}, ("words",)),
        Form("ideas:living:outcome", {"what": "expected", **{f"expected-{k}": v for k, v in expected.items()}}),
        Form("ideas:living:close", {"article": "", "learned": "<p>Measure twice</p>"}, ("learned",)),
        Form("ideas:living:fields", field, texts=("label_en",)),
        *[
            Form(f"ideas:living:{name}", {})
            for name in ("join", "leave", "take_back", "remove_file", "reached", "drop_milestone", "discard")
        ],
    ]
