from django.urls import path

from intranet.charter import views
from intranet.core.ids import row_id

app_name = "charter"

urlpatterns = [
    path("", views.page, name="page"),
    path("acknowledge/", views.acknowledge, name="acknowledge"),
    path("clauses/<slug:anchor>/", views.clause, name="clause"),
    path("versions/", views.versions, name="versions"),
    path(f"versions/<{row_id}:number>/", views.version, name="version"),
    path(f"versions/<{row_id}:number>/logo/", views.logo, name="logo"),
    path(f"versions/<{row_id}:older>/<{row_id}:newer>/", views.changes, name="changes"),
]
