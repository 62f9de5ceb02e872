from django.urls import path

from intranet.core.ids import row_id
from intranet.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.notification_list, name="list"),
    path("read/", views.mark_all_read, name="mark_all_read"),
    path(f"<{row_id}:pk>/", views.open_notification, name="open"),
    path(f"follow/<slug:kind>/<{row_id}:pk>/", views.follow, name="follow"),
]
