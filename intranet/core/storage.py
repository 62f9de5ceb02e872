import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

FINGERPRINTED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, compressing only what browsers are told to fetch, and once.

    The name of a fingerprinted file changes with its content, so a compressed copy beside it stays right; Brotli at its
    best level is slow (half a minute for Wagtail's admin with its source maps), so what is there is not made again.
    """

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        def wanted(path: str) -> bool:
            return bool(FINGERPRINTED.search(path)) and not path.endswith(".map") and not self.is_compressed(path)

        return super().compress_files([path for path in paths if wanted(path)])

    def is_compressed(self, path: str) -> bool:
        return Path(self.path(path) + ".gz").exists()
