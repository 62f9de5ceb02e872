from django.urls import path

from intranet.core.ids import row_id
from intranet.recognition import views

app_name = "recognition"

urlpatterns = [
    path("", views.highlights, name="highlights"),
    path(f"<{row_id}:pk>/end/", views.end, name="end"),
    path(f"<slug:kind>/<{row_id}:pk>/", views.highlight, name="highlight"),
]
