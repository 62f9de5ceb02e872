from django.urls import path

from ideas.joining.views import answering, proposing
from intranet.core.ids import row_id

app_name = "joining"

urlpatterns = [
    path("joinings/", answering.waiting, name="list"),
    path(f"joinings/<{row_id}:pk>/", answering.joining, name="joining"),
    path(f"joinings/<{row_id}:pk>/answer/", answering.answer, name="answer"),
    path(f"joinings/<{row_id}:pk>/take-back/", answering.take_back, name="take_back"),
    path(f"joinings/<{row_id}:pk>/undo/", answering.undo, name="undo"),
    path(f"joinings/<{row_id}:pk>/choose/", answering.choose, name="choose"),
    path(f"<{row_id}:pk>/merge/", proposing.merge, name="merge"),
    path(f"<{row_id}:pk>/split/", proposing.split, name="split"),
]
