from django.urls import path

from intranet.core.ids import row_id
from knowledge.stewardship.views import answering, handing_over, judging, minding

app_name = "stewardship"

urlpatterns = [
    path("mine/", minding.mine, name="mine"),
    path("mine/verify/", minding.verify_many, name="verify_many"),
    path("mine/take/", minding.take_on, name="take_on"),
    path(f"<{row_id}:pk>/verify/", answering.verify, name="verify"),
    path(f"<{row_id}:pk>/owner/", answering.entrust, name="entrust"),
    path(f"<{row_id}:pk>/archive/", answering.archive, name="archive"),
    path(f"<{row_id}:pk>/bring-back/", answering.bring_back, name="bring_back"),
    path(f"<{row_id}:pk>/helpful/", judging.judge, name="judge"),
    path(f"<{row_id}:pk>/opinions/", judging.opinions, name="opinions"),
    path("hand-overs/", handing_over.all_of_them, name="hand_overs"),
    path(f"hand-overs/<{row_id}:pk>/", handing_over.hand_over, name="hand_over"),
]
