from django.urls import path

from intranet.core.ids import row_id
from intranet.discussions.views import feed, posts, rooms, threads

app_name = "discussions"

urlpatterns = [
    path("", rooms.index, name="index"),
    path("rooms/<slug:slug>/", rooms.room, name="room"),
    path("new/", threads.new, name="new"),
    path(f"<{row_id}:pk>/", threads.thread, name="thread"),
    path(f"<{row_id}:pk>/close/", threads.close, name="close"),
    path(f"<{row_id}:pk>/pin/", threads.pin, name="pin"),
    path(f"<{row_id}:pk>/follow/", threads.follow, name="follow"),
    path(f"d/<{row_id}:pk>/posts/", posts.create, name="reply"),
    path(f"d/<{row_id}:pk>/events/", feed.events, name="events"),
    path(f"d/<{row_id}:pk>/read/", feed.read, name="read"),
    path(f"d/<{row_id}:pk>/<{row_id}:number>/", posts.place, name="place"),
    path(f"posts/<{row_id}:pk>/", posts.post, name="post"),
    path(f"posts/<{row_id}:pk>/edit/", posts.edit, name="edit"),
    path(f"posts/<{row_id}:pk>/delete/", posts.delete, name="delete"),
    path(f"posts/<{row_id}:pk>/react/", posts.react, name="react"),
    path(f"posts/<{row_id}:pk>/history/", posts.history, name="history"),
]
