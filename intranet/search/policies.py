from intranet.accounts.models import User


def may_tune(user: User) -> bool:
    """Synonyms, recommended results and weights: the community manager."""
    return user.has_perm("search.tune_search")
