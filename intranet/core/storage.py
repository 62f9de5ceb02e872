import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

FINGERPRINTED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
# Our pages load no file that is as large; the editor of texts and Wagtail's admin do, once.
LARGE = 200_000  # bytes


class Squeezer(Compressor):
    """Brotli at its best level takes ten times as long for a twelfth less: only small files, which all pages load, get it."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return bytes(brotli.compress(data, quality=11 if len(data) < LARGE else 9))


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, compressing only what browsers are told to fetch, and once.

    The name of a fingerprinted file changes with its content, so a compressed copy beside it stays right: what is there
    is not made again.
    """

    def create_compressor(self, **options: Any) -> Compressor:
        return Squeezer(**options)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        def wanted(path: str) -> bool:
            return bool(FINGERPRINTED.search(path)) and not path.endswith(".map") and not self.is_compressed(path)

        return super().compress_files([path for path in paths if wanted(path)])

    def is_compressed(self, path: str) -> bool:
        return Path(self.path(path) + ".gz").exists()
