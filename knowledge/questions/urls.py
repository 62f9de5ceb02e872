from django.urls import path

from intranet.core.ids import row_id
from knowledge.questions.views import answering, articles, asking, harvesting, listing, reading, settling, taking_back

app_name = "questions"

urlpatterns = [
    path("questions/", listing.question_list, name="list"),
    path("questions/ask/", asking.ask, name="ask"),
    path("questions/ask/similar/", asking.similar, name="similar"),
    path("questions/ask/answered/", asking.answered, name="answered"),
    path(f"questions/<{row_id}:pk>/", reading.detail, name="short"),
    path(f"questions/<{row_id}:pk>/edit/", asking.edit, name="edit"),
    path(f"questions/<{row_id}:pk>/history/", reading.history, name="history"),
    path(f"questions/<{row_id}:pk>/take-back/", taking_back.question, name="take_back"),
    path(f"questions/<{row_id}:pk>/vote/", settling.vote, name="vote"),
    path(f"questions/<{row_id}:pk>/close/", settling.close, name="close"),
    path(f"questions/<{row_id}:pk>/reopen/", settling.reopen, name="reopen"),
    path(f"questions/<{row_id}:pk>/merge/", settling.merge, name="merge"),
    path(f"questions/<{row_id}:pk>/unmerge/", settling.unmerge, name="unmerge"),
    path(f"questions/<{row_id}:pk>/accept/", settling.accept, name="accept"),
    path(f"questions/<{row_id}:pk>/not-me/", settling.not_me, name="not_me"),
    path(f"questions/<{row_id}:pk>/article/", articles.from_answer, name="article"),
    path(f"questions/<{row_id}:pk>/answer/", answering.answer_question, name="give"),
    path(f"questions/<{row_id}:pk>/answers/<{row_id}:answer>/", answering.answer_page, name="answer"),
    path(f"questions/<{row_id}:pk>/answers/<{row_id}:answer>/edit/", answering.edit, name="edit_answer"),
    path(f"questions/<{row_id}:pk>/answers/<{row_id}:answer>/take-back/", taking_back.answer, name="take_back_answer"),
    path(f"questions/<{row_id}:pk>/answers/<{row_id}:answer>/vote/", answering.vote, name="vote_answer"),
    path(f"questions/<{row_id}:pk>/answers/<{row_id}:answer>/history/", answering.history, name="answer_history"),
    path(f"questions/<{row_id}:pk>/<slug:slug>/", reading.detail, name="detail"),
    path(f"-/harvest/<{row_id}:pk>/", harvesting.harvest, name="harvest"),
]
