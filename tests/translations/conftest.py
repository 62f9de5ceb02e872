import pytest

from tests.translations.reading import Texts
from tests.translations.texts import forms_of, french


@pytest.fixture(scope="session")
def only_english() -> Texts:
    return Texts([entry.msgid for entry in french().values() if entry.msgid not in forms_of(entry)])


@pytest.fixture(scope="session")
def only_french() -> Texts:
    return Texts([form for entry in french().values() for form in forms_of(entry) if form != entry.msgid])
