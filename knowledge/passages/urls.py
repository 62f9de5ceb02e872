from django.urls import path

from intranet.core.ids import row_id
from knowledge.passages.views import asking, reading, settling

app_name = "passages"

urlpatterns = [
    path(f"in/<{row_id}:pk>/", reading.of_article, name="of_article"),
    path(f"in/<{row_id}:pk>/new/", asking.new, name="new"),
    path(f"<{row_id}:pk>/", reading.detail, name="detail"),
    path(f"<{row_id}:pk>/settle/", settling.resolve, name="resolve"),
    path(f"<{row_id}:pk>/reopen/", settling.reopen, name="reopen"),
]
