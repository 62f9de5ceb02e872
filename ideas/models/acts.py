from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Act(models.TextChoices):
    """What a phase of a campaign can open. ``SUPPORT`` is to vote, whatever the campaign's method."""

    SUBMIT = "submit", _("Submit ideas")
    DISCUSS = "discuss", _("Discuss")
    SUPPORT = "support", pgettext_lazy("act", "Support and vote")
    EVALUATE = "evaluate", _("Evaluate")
    DECIDE = "decide", _("Decide")
    FOLLOW = "follow", _("Follow what becomes of them")


class Method(models.TextChoices):
    """How people say which ideas they want. A campaign chooses one."""

    SUPPORT = "support", _("Support: one each")
    TOKENS = "tokens", _("Tokens: a number of them for each person")
    BUDGET = "budget", _("Budget: ideas with a cost share a total")
    PAIRWISE = "pairwise", _("Duels: two ideas at a time")


# What those in charge do goes on where no phase says when, and after the end: an idea is owed its answer.
OF_THOSE_IN_CHARGE = frozenset({Act.EVALUATE, Act.DECIDE, Act.FOLLOW})
