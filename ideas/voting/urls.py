from django.urls import path

from ideas.voting.views import ballot, costs, receipt, result, tokens
from intranet.core.ids import row_id

app_name = "voting"

urlpatterns = [
    path("campaigns/<slug:slug>/vote/", ballot.vote, name="vote"),
    path("campaigns/<slug:slug>/costs/", costs.costs, name="costs"),
    path("campaigns/<slug:slug>/result/", result.result, name="result"),
    path("campaigns/<slug:slug>/receipt/", receipt.receipt, name="receipt"),
    path("campaigns/<slug:slug>/ballots.pb", result.ballots, name="ballots"),
    path(f"<{row_id}:pk>/tokens/", tokens.tokens, name="tokens"),
]
