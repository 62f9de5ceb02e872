import io
import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

_SIDE = 320
_LARGEST = 10 * 1024 * 1024
_MOST_PIXELS = 50_000_000


def portrait(upload: UploadedFile) -> ContentFile[bytes]:
    """Return ``upload`` as a square WebP of 320 px, turned upright and without the camera's data.

    Raises ``ValidationError`` for what is too large, no picture, or a decompression bomb (pixels are counted from
    the header, before anything is decoded).
    """
    if upload.size is not None and upload.size > _LARGEST:
        raise ValidationError(_("The picture is larger than 10 MB. Choose a smaller one."))
    try:
        image = Image.open(upload)
        if image.width * image.height > _MOST_PIXELS or image.format not in {"JPEG", "PNG", "WEBP", "GIF"}:
            raise ValidationError(_("This picture cannot be used. Choose a JPEG, PNG or WebP picture of a usual size."))
        square = ImageOps.fit(ImageOps.exif_transpose(image).convert("RGB"), (_SIDE, _SIDE))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This file is not a picture that can be read.")) from error
    out = io.BytesIO()
    square.save(out, "WEBP", quality=84)
    return ContentFile(out.getvalue(), name=f"{uuid.uuid4().hex}.webp")
