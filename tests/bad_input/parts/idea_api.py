from typing import Any

from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    of_an_idea = """idea change_idea support withdraw life decide_idea hand_over_idea appeal_idea answer_idea withdraw_idea
        add_milestone tell_progress expect_outcome measure_outcome close_idea propose_merge propose_split put_tokens"""
    of_a_joining = "joining take_back_joining answer_joining undo_joining choose_joining"
    of_a_milestone = ("reach_milestone", "drop_milestone")
    return {
        **{f"api:api_v1:{name}": {"pk": made.idea.pk} for name in of_an_idea.split()},
        **{f"api:api_v1:{name}": {"pk": 1} for name in of_a_joining.split()},
        **{f"api:api_v1:{name}": {"pk": made.idea.pk, "milestone": 1} for name in of_a_milestone},
        **{
            f"api:api_v1:{name}": {"slug": "open-box"}
            for name in (
                "campaign",
                "rulebooks",
                "ballot",
                "fill_in",
                "result",
                "set_costs",
                "next_duel",
                "judge_duel",
                "duel_order",
            )
        },
    }


def forms(made: Made) -> list[Form]:
    return []
