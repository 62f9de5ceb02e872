from django.urls import path

from intranet.core.ids import row_id
from knowledge.templating import views

app_name = "templating"

urlpatterns = [
    path("", views.for_all, name="for_all"),
    path("new/", views.new_for_all, name="new_for_all"),
    path(f"space/<{row_id}:pk>/", views.of_space, name="of_space"),
    path(f"space/<{row_id}:pk>/new/", views.new, name="new"),
    path(f"<{row_id}:pk>/", views.edit, name="edit"),
    path(f"<{row_id}:pk>/remove/", views.remove, name="remove"),
]
