from django.urls import path

from intranet.core.ids import row_id
from knowledge.linking.views import caring

app_name = "linking"

urlpatterns = [
    path("-/care/", caring.care, name="care"),
    path("-/wanted/", caring.wanted, name="wanted"),
    path(f"-/<{row_id}:pk>/cited-by/", caring.cited_by, name="cited_by"),
]
