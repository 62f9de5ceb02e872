from django.urls import path

from intranet.core.ids import row_id
from intranet.search import tuning, views

app_name = "search"

urlpatterns = [
    path("", views.results, name="results"),
    path("palette/", views.palette, name="palette"),
    path(f"like/<slug:kind>/<{row_id}:pk>/", views.like, name="like"),
    path("tuning/", tuning.overview, name="tuning"),
    path("tuning/synonyms/new/", tuning.synonyms, name="new_synonyms"),
    path(f"tuning/synonyms/<{row_id}:pk>/", tuning.synonyms, name="synonyms"),
    path(f"tuning/synonyms/<{row_id}:pk>/remove/", tuning.remove_synonyms, name="remove_synonyms"),
    path("tuning/recommended/new/", tuning.choose, name="choose_bet"),
    path(f"tuning/recommended/new/<slug:kind>/<{row_id}:pk>/", tuning.new_bet, name="new_bet"),
    path(f"tuning/recommended/<{row_id}:pk>/", tuning.bet, name="bet"),
    path(f"tuning/recommended/<{row_id}:pk>/remove/", tuning.remove_bet, name="remove_bet"),
    path("tuning/weights/", tuning.weights, name="weights"),
]
