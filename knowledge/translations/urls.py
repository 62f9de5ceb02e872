from django.urls import path

from intranet.core.ids import row_id
from knowledge.translations import views

app_name = "translations"

urlpatterns = [
    path(f"<{row_id}:pk>/", views.pair, name="pair"),
    path(f"<{row_id}:pk>/start/", views.start, name="start"),
    path(f"<{row_id}:pk>/confirm/", views.confirm, name="confirm"),
    path(f"<{row_id}:pk>/separate/", views.separate, name="separate"),
]
