from django.urls import path

from ideas.sharing import views
from intranet.core.ids import row_id

app_name = "sharing"

urlpatterns = [path(f"<{row_id}:pk>/card/", views.card, name="card")]
