"""Opinion maps: everybody who sees the campaign reads and votes; who manages campaigns opens and closes."""

from tests.architecture.access import POST_ONLY, Arguments, Entry, only
from tests.factories.opinions import make_map, make_statement


def slug() -> Arguments:
    return (make_map().campaign.slug,), {}


def statement() -> Arguments:
    return (make_statement().pk,), {}


ACCESS = {
    "ideas:opinions:map": Entry(args=slug),
    "ideas:opinions:mine": Entry(args=slug),
    "ideas:opinions:similar": Entry(args=slug),
    "ideas:opinions:add": POST_ONLY.having(args=slug),
    "ideas:opinions:begin": only(
        "cm",
        "administrator",
        otherwise=403,
        status=302,
        method="post",
        data={"question": "What would help?"},
        args=slug,
    ),
    "ideas:opinions:close": only("cm", "administrator", otherwise=403, status=302, method="post", args=slug),
    "ideas:opinions:statement": Entry(args=statement),
    "ideas:opinions:vote": POST_ONLY.having(args=statement),
}
