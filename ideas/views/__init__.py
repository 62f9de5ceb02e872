from ideas.views.deciding import decide, review
from ideas.views.listing import campaign, idea_list
from ideas.views.reading import detail, history
from ideas.views.supporting import support, tally, withdraw
from ideas.views.writing import edit, similar, submit

__all__ = [
    "campaign",
    "decide",
    "detail",
    "edit",
    "history",
    "idea_list",
    "review",
    "similar",
    "submit",
    "support",
    "tally",
    "withdraw",
]
