from django.urls import path

from ideas.reviewing_room import views
from intranet.core.ids import row_id

app_name = "ideas_review"

_ROOM = f"<slug:campaign>/<{row_id}:number>"
_IDEA = f"{_ROOM}/ideas/<{row_id}:idea>"

urlpatterns = [
    path("-/calibration/", views.calibration, name="calibration"),
    path(f"-/outcomes/<{row_id}:pk>/", views.outcome, name="outcome"),
    path(f"-/arguments/<{row_id}:pk>/", views.stance, name="stance"),
    path("<slug:campaign>/", views.reviews, name="reviews"),
    path(f"{_ROOM}/", views.room, name="room"),
    path(f"{_ROOM}/prepare/", views.prepare, name="prepare"),
    path(f"{_ROOM}/draw/", views.draw, name="draw"),
    path(f"{_ROOM}/add/", views.add, name="add"),
    path(f"{_ROOM}/criteria/", views.criteria, name="criteria"),
    path(f"{_ROOM}/invite/", views.invite, name="invite"),
    path(f"{_ROOM}/uninvite/", views.uninvite, name="uninvite"),
    path(f"{_ROOM}/close/", views.close, name="close"),
    path(f"{_ROOM}/review.pdf", views.as_pdf, name="pdf"),
    path(f"{_ROOM}/review.csv", views.as_csv, name="csv"),
    path(f"{_ROOM}/review.xlsx", views.as_xlsx, name="xlsx"),
    path(f"{_IDEA}/", views.idea, name="idea"),
    path(f"{_IDEA}/score/", views.score, name="score"),
    path(f"{_IDEA}/decide/", views.decide, name="decide"),
    path(f"{_IDEA}/argument/", views.argument, name="argument"),
    path(f"{_IDEA}/measure/", views.measure, name="measure"),
    path(f"{_IDEA}/forecast/", views.forecast, name="forecast"),
    path(f"{_IDEA}/remove/", views.remove, name="remove"),
]
