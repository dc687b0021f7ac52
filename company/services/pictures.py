"""Pictures people upload: told by their content, drawn anew without what cameras add, and kept small.

What a browser later gets was written by our own encoder, so nothing of the file that came in is served.
"""

import hashlib
import io
import struct
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import ProtectedError
from PIL import Image, ImageOps, UnidentifiedImageError

from company.models import Picture, Staff
from company.picture_headers import size_in_header

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
LEAST_SIDE = 16
FORMATS = ("JPEG", "PNG", "WEBP")
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    ArithmeticError,
    TypeError,
    struct.error,
)
"""What Pillow raises for files that are cut off or made up."""
CONTENT_TYPE = "image/jpeg"
QUALITY = 80


class Fault(StrEnum):
    TOO_HEAVY = "too_heavy"
    NOT_A_PICTURE = "not_a_picture"
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"


class BadPicture(Exception):
    """We do not show this file; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def keep_picture(content: bytes, *, now: datetime) -> Picture:
    """A JPEG of at most 1600 pixels a side from a JPEG, PNG or WebP; the same one is kept once.

    Raises BadPicture. The file's name and what its sender said it is are never asked.
    """
    drawn, width, height = redraw(content)
    digest = hashlib.sha256(drawn).hexdigest()
    known = {"content": drawn, "content_type": CONTENT_TYPE, "width": width, "height": height}
    picture, _is_new = Picture.objects.get_or_create(digest=digest, defaults={**known, "kept_at": now})
    return picture


def redraw(content: bytes) -> tuple[bytes, int, int]:
    """The bytes we show, with their width and height. Raises BadPicture."""
    if len(content) > MOST_BYTES:
        raise BadPicture(Fault.TOO_HEAVY)
    size = size_in_header(content)  # before any decoder sees it
    if size is None:
        raise BadPicture(Fault.NOT_A_PICTURE)
    if size[0] * size[1] > MOST_PIXELS:
        raise BadPicture(Fault.TOO_LARGE)
    if min(size) < LEAST_SIDE:
        raise BadPicture(Fault.TOO_SMALL)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise BadPicture(Fault.TOO_LARGE)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read no larger than needed
            image.load()
            return _write(_upright_on_white(image))
    except Image.DecompressionBombError as error:
        raise BadPicture(Fault.TOO_LARGE) from error
    except UNREADABLE as error:
        raise BadPicture(Fault.NOT_A_PICTURE) from error


def _upright_on_white(image: Image.Image) -> Image.Image:
    """Turned as it was held, small, and without see-through parts."""
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if not upright.has_transparency_data:
        return upright.convert("RGB")
    paper = Image.new("RGBA", upright.size, "white")
    paper.alpha_composite(upright.convert("RGBA"))
    return paper.convert("RGB")


def _write(image: Image.Image) -> tuple[bytes, int, int]:
    """Pixels alone: no place, no camera, no colour profile, no thumbnail."""
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue(), clean.width, clean.height


def let_go(picture: Picture) -> None:
    """Delete a picture that nothing shows any more."""
    if Staff.objects.filter(photo=picture).exists():
        return
    try:
        with transaction.atomic():
            picture.delete()
    except ProtectedError:  # a job still shows it
        return
