from django.urls import path

from intranet.core.ids import row_id
from knowledge.glossary.views import deciding, reading, writing

app_name = "glossary"

urlpatterns = [
    path("", reading.index, name="index"),
    path("new/", writing.new, name="new"),
    path(f"<{row_id}:pk>/", reading.detail, name="short"),
    path(f"<{row_id}:pk>/edit/", writing.edit, name="edit"),
    path(f"<{row_id}:pk>/publish/", deciding.publish, name="publish"),
    path(f"<{row_id}:pk>/decline/", deciding.decline, name="decline"),
    path(f"<{row_id}:pk>/withdraw/", deciding.withdraw, name="withdraw"),
    path(f"<{row_id}:pk>/standing/", deciding.standing, name="standing"),
    path(f"<{row_id}:pk>/<slug:slug>/", reading.detail, name="detail"),
]
