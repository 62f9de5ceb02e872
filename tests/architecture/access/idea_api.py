from tests.architecture.access import Arguments
from tests.architecture.access.api import BY_POST, BY_TOKEN, row


def a_campaign() -> Arguments:
    return (), {"slug": "open-box"}


ACCESS = {
    **{f"api:api_v1:{name}": BY_TOKEN for name in ("campaigns", "ideas", "propose")},
    **{f"api:api_v1:{name}": BY_TOKEN.having(args=row) for name in ("idea", "change_idea")},
    **{f"api:api_v1:{name}": BY_POST.having(args=row) for name in ("support", "withdraw")},
    **{
        f"api:api_v1:{name}": BY_TOKEN.having(args=a_campaign)
        for name in ("campaign", "rulebooks", "ballot", "fill_in", "result")
    },
}
