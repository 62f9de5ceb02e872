from ideas.views.campaigns import about as campaign_about
from ideas.views.campaigns import all_calendar as campaigns_calendar
from ideas.views.campaigns import all_ics as campaigns_ics
from ideas.views.campaigns import calendar as campaign_calendar
from ideas.views.campaigns import calendar_ics as campaign_ics
from ideas.views.campaigns import campaigns, rulebook
from ideas.views.campaigns import rules as campaign_rules
from ideas.views.deciding import decide, review
from ideas.views.listing import campaign, idea_list
from ideas.views.managing import edit as campaign_edit
from ideas.views.managing import end as campaign_end
from ideas.views.managing import new as campaign_new
from ideas.views.managing import phases as campaign_phases
from ideas.views.managing import publish as campaign_publish
from ideas.views.managing import reopen as campaign_reopen
from ideas.views.managing import stop as campaign_stop
from ideas.views.managing import voting as campaign_voting
from ideas.views.reading import detail, history
from ideas.views.supporting import support, tally, withdraw
from ideas.views.writing import edit, similar, submit

__all__ = [
    "campaign",
    "campaign_about",
    "campaign_calendar",
    "campaign_edit",
    "campaign_end",
    "campaign_ics",
    "campaign_new",
    "campaign_phases",
    "campaign_publish",
    "campaign_reopen",
    "campaign_rules",
    "campaign_stop",
    "campaign_voting",
    "campaigns",
    "campaigns_calendar",
    "campaigns_ics",
    "decide",
    "detail",
    "edit",
    "history",
    "idea_list",
    "review",
    "rulebook",
    "similar",
    "submit",
    "support",
    "tally",
    "withdraw",
]
