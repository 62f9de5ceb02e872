from django.urls import path

from ideas.exchange import views
from intranet.core.ids import row_id

app_name = "exchange"

urlpatterns = [
    path("export/", views.export, name="export"),
    path("import/", views.bring, name="import"),
    path(f"import/<{row_id}:pk>/", views.map_columns, name="mapping"),
]
