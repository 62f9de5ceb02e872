from django.urls import path

from ideas.amending import views
from intranet.core.ids import row_id

app_name = "amending"

# Inside the namespace of ideas.
urlpatterns = [
    path("amend/", views.choose, name="choose"),
    path("amend/<uuid:key>/", views.propose, name="propose"),
    path(f"<{row_id}:pk>/amendment/", views.change, name="change"),
]
