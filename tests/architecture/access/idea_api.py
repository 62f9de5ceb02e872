from tests.architecture.access import Arguments
from tests.architecture.access.api import BY_POST, BY_TOKEN, row


def a_campaign() -> Arguments:
    return (), {"slug": "open-box"}


def a_milestone() -> Arguments:
    return (), {"pk": 1, "milestone": 1}


ACCESS = {
    "api:api_v1:joinings": BY_TOKEN,
    **{f"api:api_v1:{name}": BY_TOKEN.having(args=row) for name in ("life", "joining", "take_back_joining")},
    **{
        f"api:api_v1:{name}": BY_POST.having(args=row)
        for name in (
            "decide_idea",
            "hand_over_idea",
            "appeal_idea",
            "answer_idea",
            "withdraw_idea",
            "add_milestone",
            "tell_progress",
            "expect_outcome",
            "measure_outcome",
            "close_idea",
            "propose_merge",
            "propose_split",
            "answer_joining",
            "undo_joining",
            "choose_joining",
            "put_tokens",
        )
    },
    **{f"api:api_v1:{name}": BY_POST.having(args=a_milestone) for name in ("reach_milestone", "drop_milestone")},
    "api:api_v1:set_costs": BY_POST.having(args=a_campaign),
    **{f"api:api_v1:{name}": BY_TOKEN.having(args=a_campaign) for name in ("next_duel", "judge_duel", "duel_order")},
    **{f"api:api_v1:{name}": BY_TOKEN for name in ("campaigns", "ideas", "propose")},
    **{f"api:api_v1:{name}": BY_TOKEN.having(args=row) for name in ("idea", "change_idea")},
    **{f"api:api_v1:{name}": BY_POST.having(args=row) for name in ("support", "withdraw")},
    **{
        f"api:api_v1:{name}": BY_TOKEN.having(args=a_campaign)
        for name in ("campaign", "rulebooks", "ballot", "fill_in", "result")
    },
}
