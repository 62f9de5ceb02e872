from django.urls import path

from intranet.people import completion, views

app_name = "people"

# Usernames may not begin with "-", so "-/" keeps our own pages apart from people's.
urlpatterns = [
    path("", views.people_list, name="list"),
    path("-/complete/", completion.complete, name="complete"),
    path("-/edit/", views.edit_profile, name="edit"),
    path("<str:username>/", views.profile, name="profile"),
]
