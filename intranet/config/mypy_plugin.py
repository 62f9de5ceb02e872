"""Types what the site guarantees: everything is behind sign-in, so ``request.user`` is a ``User`` in our views."""

from collections.abc import Callable

from mypy.plugin import AttributeContext, Plugin
from mypy.types import Instance, Type

REQUEST_USER = {"django.http.request.HttpRequest.user", "django.core.handlers.wsgi.WSGIRequest.user"}


class SignedIn(Plugin):
    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        if fullname not in REQUEST_USER:
            return None

        def user(context: AttributeContext) -> Type:
            symbol = self.lookup_fully_qualified("intranet.accounts.models.user.User")
            if symbol is None or symbol.node is None:
                return context.default_attr_type
            return Instance(symbol.node, [])  # type: ignore[arg-type]  # it is a class

        return user


def plugin(version: str) -> type[Plugin]:
    return SignedIn
