"""Pictures people upload: what is taken, what is refused, and what is left of them."""

import io
import struct
import zlib
from typing import Any  # what Pillow's save takes by keyword

import pytest
from PIL import Image

from company.models import Picture, Staff
from company.services.pictures import LONGEST_SIDE, MOST_BYTES, BadPicture, Fault, keep_picture, let_go
from tests.factories import NOW, a_staff

pytestmark = pytest.mark.django_db
NOISE = b"<script>alert(1)</script>"


def drawn(kind: str = "PNG", size: tuple[int, int] = (120, 80), mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "orange" if mode == "RGB" else (255, 0, 0, 0)).save(out, kind, **more)
    return out.getvalue()


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(bytes(picture.content)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_a_jpeg_of_our_own(kind: str) -> None:
    picture = keep_picture(drawn(kind), now=NOW)

    assert opened(picture).format == "JPEG"
    assert (picture.content_type, picture.width, picture.height) == ("image/jpeg", 120, 80)
    assert bytes(picture.content) != drawn(kind)


def test_a_large_one_is_made_small() -> None:
    picture = keep_picture(drawn("JPEG", (4000, 1000)), now=NOW)

    assert (picture.width, picture.height) == (LONGEST_SIDE, LONGEST_SIDE // 4)


def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # held on its side
    exif[0x010E] = "吉祥寺の自宅"
    exif.get_ifd(0x8825)[2] = (35.0, 42.0, 0.0)

    picture = keep_picture(drawn("JPEG", (120, 80), exif=exif), now=NOW)

    assert (picture.width, picture.height) == (80, 120)
    assert not opened(picture).getexif()
    assert "吉祥寺".encode() not in bytes(picture.content)


def test_what_is_hidden_behind_the_picture_does_not_come_along() -> None:
    picture = keep_picture(drawn("JPEG") + NOISE, now=NOW)
    commented = keep_picture(drawn("JPEG", comment=NOISE), now=NOW)

    assert NOISE not in bytes(picture.content)
    assert NOISE not in bytes(commented.content)


def test_what_is_see_through_lies_on_white() -> None:
    picture = keep_picture(drawn("PNG", mode="RGBA"), now=NOW)

    assert min(opened(picture).getpixel((5, 5))) > 250  # type: ignore[arg-type]  # three numbers


def test_the_same_picture_is_kept_once() -> None:
    assert keep_picture(drawn(), now=NOW) == keep_picture(drawn(), now=NOW)


def a_bomb() -> bytes:
    """A PNG of a few bytes that says it is 30,000 pixels a side."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def a_webp_bomb() -> bytes:
    """Its frame is small; the canvas it asks for is not."""
    known = drawn("WEBP")
    canvas = b"VP8X" + struct.pack("<I", 10) + bytes(4) + (16_382).to_bytes(3, "little") * 2
    return known[:4] + struct.pack("<I", len(known) + 10) + b"WEBP" + canvas + known[12:]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.NOT_A_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", Fault.NOT_A_PICTURE),
        (b"<!doctype html><script>alert(1)</script>", Fault.NOT_A_PICTURE),
        (drawn("GIF"), Fault.NOT_A_PICTURE),
        (drawn("BMP"), Fault.NOT_A_PICTURE),
        (drawn("TIFF"), Fault.NOT_A_PICTURE),
        (drawn("JPEG", (800, 800))[:900], Fault.NOT_A_PICTURE),
        (drawn("PNG", (800, 800))[:60], Fault.NOT_A_PICTURE),
        (drawn("WEBP", (800, 800))[:40], Fault.NOT_A_PICTURE),
        (b"\xff\xd8\xff\xe0" + NOISE * 40, Fault.NOT_A_PICTURE),
        (b"\x89PNG\r\n\x1a\n" + NOISE, Fault.NOT_A_PICTURE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 " + NOISE, Fault.NOT_A_PICTURE),
        (a_bomb(), Fault.TOO_LARGE),
        (a_webp_bomb(), Fault.TOO_LARGE),
        (drawn("PNG", (2, 200)), Fault.TOO_SMALL),
        (drawn("JPEG") + bytes(MOST_BYTES), Fault.TOO_HEAVY),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_what_is_no_picture_of_ours_is_refused(content: bytes, fault: Fault) -> None:
    with pytest.raises(BadPicture) as refusal:
        keep_picture(content, now=NOW)

    assert refusal.value.fault is fault
    assert not Picture.objects.exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_damaged_file_is_drawn_or_refused_and_never_breaks(kind: str) -> None:
    whole = drawn(kind, (64, 64))
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        damaged = whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :]
        try:
            assert opened(keep_picture(damaged, now=NOW)).format == "JPEG"
        except BadPicture as refusal:
            assert refusal.fault in set(Fault)  # noqa: PT017  either ending is right


def test_a_picture_goes_only_when_nothing_shows_it() -> None:
    picture = keep_picture(drawn(), now=NOW)
    person = a_staff(photo=picture)

    let_go(picture)
    assert Picture.objects.exists()

    Staff.objects.filter(pk=person.pk).update(photo=None)
    let_go(picture)
    assert not Picture.objects.exists()
