"""What the rest of the site knows of the life of ideas: verbs, who is told, the clock, files, home, parts of pages."""

from django.utils.translation import gettext_lazy as _

from ideas.living import clock, files, home, panel, parts, telling
from ideas.living.models import Draft
from ideas.living.writing import form_part, saved
from ideas.registration import everyone_concerned
from intranet.contributions.registry import registry
from intranet.contributions.worker import Periodic
from intranet.notifications.rules import notify

VERBS = {
    "idea.answer_due": _("was reminded of an answer that is due soon"),
    "idea.answer_overdue": _("let an answer become overdue"),
    "idea.handed_over": _("gave an idea to somebody to answer or carry out"),
    "idea.appealed": _("appealed against an answer"),
    "idea.appeal_answered": _("answered an appeal"),
    "idea.more_given": _("said more about their idea"),
    "idea.withdrawn": _("withdrew their idea"),
    "idea.coauthor_invited": _("asked somebody to write an idea with them"),
    "idea.coauthor_joined": _("became co-author of an idea"),
    "idea.coauthor_left": _("is no longer co-author of an idea"),
    "idea.attached": _("attached a file to an idea"),
    "idea.file_removed": _("removed a file from an idea"),
    "idea.file_read": _("read the words of a file attached to an idea"),
    "idea.milestone_added": _("added a milestone to an idea"),
    "idea.milestone_dropped": _("took back a milestone of an idea"),
    "idea.milestone_reached": _("reached a milestone of an idea"),
    "idea.progress": _("told how an idea goes"),
    "idea.outcome_expected": _("said what is expected of an idea"),
    "idea.outcome_measured": _("measured what came of an idea"),
    "campaign.fields_changed": _("changed what a campaign asks of its ideas"),
    "idea.closed": _("closed an idea with what was learned"),
}
# Steps that everybody concerned hears of. What goes on for long replaces its own last unread word.
TOLD_TO_ALL = ("idea.appeal_answered", "idea.withdrawn", "idea.outcome_measured", "idea.closed")
GOING_ON = ("idea.milestone_reached", "idea.progress")


def register() -> None:
    for verb, label in VERBS.items():
        registry.declare_verb(verb, label)
    for verb in TOLD_TO_ALL:
        notify(verb, to=everyone_concerned)
    for verb in GOING_ON:
        notify(verb, to=everyone_concerned, replaces=GOING_ON)
    notify("idea.answer_due", to=telling.who_owes)
    notify("idea.answer_overdue", to=telling.who_owes)
    notify("idea.handed_over", to=telling.new_owner)
    notify("idea.appealed", to=telling.of_appeal)
    notify("idea.more_given", to=telling.of_more)
    notify("idea.coauthor_invited", to=telling.invited)
    notify("idea.coauthor_joined", to=telling.authors)
    notify("idea.milestone_added", to=telling.milestone_owner)
    registry.handle("review.outcome_told", panel.measured_by_the_panel)
    for verb in ("idea.answered", "idea.status_changed"):
        registry.handle(verb, panel.expected_by_the_panel)
    registry.provide("idea.expected", panel.expected_of)
    registry.provide("idea.parts", parts.of_idea)
    registry.provide("idea.files", files.keys_of)
    registry.provide("idea.attachments", files.text_of)
    registry.provide("campaign.managing", parts.managing_tabs)
    registry.provide("ideas.form_parts", form_part)
    registry.provide("ideas.saved", saved)
    registry.provide("uploads.needed", Draft.objects.uploads_among)
    registry.provide("home.waiting", home.waiting)
    registry.provide("periodic", lambda: Periodic("ideas-answers", clock.EVERY, clock.tick))
    registry.provide("periodic", lambda: Periodic("ideas-files", 300.0, files.read_waiting))
