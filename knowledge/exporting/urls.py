from django.urls import path

from intranet.core.ids import row_id
from knowledge.exporting.views import bringing, taking

app_name = "exporting"

urlpatterns = [
    path(f"-/spaces/<{row_id}:pk>/export/", taking.space, name="space"),
    path(f"-/spaces/<{row_id}:pk>/import/", bringing.bring, name="bring"),
    path(f"-/<{row_id}:pk>/pdf/", taking.article, name="article"),
    path("-/exports/", taking.mine, name="mine"),
    path(f"-/exports/<{row_id}:pk>/", taking.download, name="download"),
]
