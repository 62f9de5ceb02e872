import pytest

from ideas.models import Idea
from intranet.accounts.models import User
from tests.factories.ideas import make_idea


@pytest.fixture
def pair(employee: User, colleague: User) -> tuple[Idea, Idea]:
    return (
        make_idea(employee, title="Bicycle racks under the porch"),
        make_idea(colleague, title="Racks for bicycles near the entrance"),
    )
