from django.urls import path

from intranet.core.ids import row_id
from knowledge.suggestions.views import answering, suggesting

app_name = "suggestions"

urlpatterns = [
    path("", suggesting.mine, name="mine"),
    path(f"article/<{row_id}:pk>/", suggesting.of_article, name="of_article"),
    path(f"article/<{row_id}:pk>/suggest/", suggesting.suggest, name="suggest"),
    path(f"<{row_id}:pk>/", answering.suggestion, name="suggestion"),
    path(f"<{row_id}:pk>/accept/", answering.accept, name="accept"),
    path(f"<{row_id}:pk>/amend/", answering.amend, name="amend"),
    path(f"<{row_id}:pk>/decline/", answering.decline, name="decline"),
    path(f"<{row_id}:pk>/withdraw/", suggesting.withdraw, name="withdraw"),
]
