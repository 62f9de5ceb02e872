from django.urls import path

from ideas.opinions.views import managing, reading, voting
from intranet.core.ids import row_id

app_name = "opinions"

urlpatterns = [
    path("campaigns/<slug:slug>/opinions/", reading.opinion_map, name="map"),
    path("campaigns/<slug:slug>/opinions/add/", voting.add, name="add"),
    path("campaigns/<slug:slug>/opinions/similar/", voting.similar, name="similar"),
    path("campaigns/<slug:slug>/opinions/mine/", reading.mine, name="mine"),
    path("campaigns/<slug:slug>/opinions/begin/", managing.begin, name="begin"),
    path("campaigns/<slug:slug>/opinions/close/", managing.close, name="close"),
    path(f"opinions/<{row_id}:pk>/", reading.statement, name="statement"),
    path(f"opinions/<{row_id}:pk>/vote/", voting.vote, name="vote"),
]
