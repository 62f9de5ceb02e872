from django.urls import path

from intranet.core.ids import row_id
from knowledge.reviewing import views

app_name = "reviewing"

urlpatterns = [
    path("", views.mine, name="mine"),
    path(f"<{row_id}:pk>/", views.review, name="review"),
    path(f"<{row_id}:pk>/withdraw/", views.withdraw, name="withdraw"),
]
