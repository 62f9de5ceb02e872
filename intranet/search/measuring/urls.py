from django.urls import path

from intranet.core.ids import row_id
from intranet.search.measuring.views import changing, gaps, hearing, insight, judging

app_name = "measuring"

urlpatterns = [
    path("heard/", hearing.palette, name="palette"),
    path("heard/<uuid:asked>/", hearing.opened, name="opened"),
    path("insight/", insight.insight, name="insight"),
    path("gaps/", gaps.gaps, name="gaps"),
    path(f"gaps/<{row_id}:pk>/", gaps.gap, name="gap"),
    path(f"gaps/<{row_id}:pk>/written/", gaps.close, name="close"),
    path(f"gaps/<{row_id}:pk>/aside/", gaps.set_aside, name="set_aside"),
    path(f"gaps/<{row_id}:pk>/solved/", gaps.solved, name="solved"),
    path("judgements/", judging.judgements, name="judgements"),
    path(f"judgements/<{row_id}:pk>/remove/", judging.remove, name="remove_judgement"),
    path("changes/", changing.changes, name="changes"),
    path(f"changes/<{row_id}:pk>/", changing.change, name="change"),
    path(f"changes/<{row_id}:pk>/apply/", changing.apply, name="apply"),
    path(f"changes/<{row_id}:pk>/undo/", changing.undo, name="undo"),
]
