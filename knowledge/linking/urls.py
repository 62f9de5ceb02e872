from django.urls import path

from intranet.core.ids import row_id
from knowledge.linking.views import attaching, caring

app_name = "linking"

urlpatterns = [
    path("-/care/", caring.care, name="care"),
    path("-/wanted/", caring.wanted, name="wanted"),
    path(f"-/<{row_id}:pk>/files/", attaching.files, name="files"),
    path(f"-/<{row_id}:pk>/files/<{row_id}:file>/remove/", attaching.remove, name="remove_file"),
    path(f"-/<{row_id}:pk>/cited-by/", caring.cited_by, name="cited_by"),
]
