from django.urls import path

from intranet.core.ids import row_id
from intranet.moderation import views

app_name = "moderation"

_one = f"<slug:kind>/<{row_id}:pk>"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("log/", views.log, name="log"),
    path("reports/", views.my_reports, name="my_reports"),
    path(f"reports/<{row_id}:pk>/", views.one_report, name="one_report"),
    path(f"report/{_one}/", views.report, name="report"),
    path(f"{_one}/", views.case, name="case"),
    path(f"{_one}/hide/", views.decide, {"action": "hide"}, name="hide"),
    path(f"{_one}/restore/", views.decide, {"action": "restore"}, name="restore"),
    path(f"{_one}/dismiss/", views.decide, {"action": "dismiss"}, name="dismiss"),
]
