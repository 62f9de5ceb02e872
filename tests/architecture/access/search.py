"""Everyone searches; what each finds is proved in ``tests/secrets``."""

from tests.architecture.access import EVERYONE

ACCESS = {
    "search:results": EVERYONE,
    "search:palette": EVERYONE,
}
