from django.utils.translation import gettext as _

from ideas.errors import Refused


class MeasuredAlready(Refused):
    def __init__(self) -> None:
        super().__init__(_("Something was measured already: what was expected stands as it was said before."))


class NothingExpected(Refused):
    def __init__(self) -> None:
        super().__init__(_("Say first what is measured, and what is expected of it."))


class LearnedRequired(Refused):
    def __init__(self) -> None:
        super().__init__(_("Say what was learned, or name the article that says it."))


class ClosedAlready(Refused):
    def __init__(self) -> None:
        super().__init__(_("This idea is closed already; what was learned stands on its page."))
