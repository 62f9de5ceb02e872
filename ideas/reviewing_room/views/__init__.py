from ideas.reviewing_room.views.arguing import argument, stance
from ideas.reviewing_room.views.deciding import decide
from ideas.reviewing_room.views.foreseeing import calibration, forecast, measure, outcome
from ideas.reviewing_room.views.opening import reviews
from ideas.reviewing_room.views.preparing import add, close, criteria, draw, invite, prepare, remove, uninvite
from ideas.reviewing_room.views.reading import idea, room
from ideas.reviewing_room.views.scoring import score
from ideas.reviewing_room.views.taking import as_csv, as_pdf, as_xlsx

__all__ = [
    "add",
    "argument",
    "as_csv",
    "as_pdf",
    "as_xlsx",
    "calibration",
    "close",
    "criteria",
    "decide",
    "draw",
    "forecast",
    "idea",
    "invite",
    "measure",
    "outcome",
    "prepare",
    "remove",
    "reviews",
    "room",
    "score",
    "stance",
    "uninvite",
]
