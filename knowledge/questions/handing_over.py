"""What somebody who left was the only one to answer."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from knowledge.questions.experts import experts
from knowledge.questions.models import Answer, Question
from knowledge.stewardship.handover import Item, Successor

if TYPE_CHECKING:
    from intranet.accounts.models import User

SHOWN = 50
# For so many of them somebody is looked for who may know: each asks the search.
LOOKED_FOR = 10


def only_answers(person: "User", shown_to: "User") -> list[Item]:
    """Answer ``handover.items``: questions that ``person`` alone answered, with who may know instead, and why."""
    theirs = Answer.objects.filter(question=OuterRef("pk")).shown()
    alone = (
        Question.objects.visible_to(shown_to)
        .current()
        .filter(Exists(theirs.filter(author=person)))
        .exclude(Exists(theirs.exclude(author=person)))
        .order_by("-active_at", "-pk")[:SHOWN]
    )
    items = []
    for number, question in enumerate(alone):
        item = Item(_("The only one to answer"), question.title, question.get_absolute_url())
        if number < LOOKED_FOR:
            for known in experts(shown_to, question.title, (), 3):
                if known.person.pk != person.pk and known.evidence:
                    item.successors.append(Successor(known.person, known.evidence[0].label))
        items.append(item)
    return items
