from tests.search.conftest import fresh_index

__all__ = ["fresh_index"]
