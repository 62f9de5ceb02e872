"""A campaign that is being prepared."""

import pytest

from ideas.models import Campaign
from intranet.accounts.models import User


@pytest.fixture
def prepared(cm: User) -> Campaign:
    return Campaign.prepare(by=cm, title="Winter at work")
