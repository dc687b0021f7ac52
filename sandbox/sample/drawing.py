"""Two friendly pictures for the sample, drawn in the design's colours; no file to carry along."""

import io

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 675
WALL, FLOOR, INDIGO, WOOD, CREAM, SKIN, HAIR, SHU, STEEL = (
    "#f7e6d3",
    "#e6d9c2",
    "#2b4f91",
    "#8a6240",
    "#fffaf2",
    "#f2c9a5",
    "#33302e",
    "#d5472f",
    "#c9ced6",
)
Drawing = ImageDraw.ImageDraw


def a_room() -> bytes:
    """The shop before noon: noren, tables by the window, two people."""
    image, draw = _paper()
    draw.rectangle((760, 110, 1120, 380), fill="#cfe3f2", outline=WOOD, width=14)
    draw.line((940, 110, 940, 380), fill=WOOD, width=10)
    for at in (90, 220, 350):
        draw.rectangle((at, 60, at + 118, 210), fill=INDIGO)
    draw.ellipse((255, 95, 305, 145), fill=CREAM)
    for left in (120, 620):
        _table(draw, left)
    _person(draw, 470, INDIGO)
    _person(draw, 1020, SHU)
    return _bytes(image)


def a_kitchen() -> bytes:
    """The kitchen: shelves with bowls, a steaming pot, the cook."""
    image, draw = _paper()
    for top in (120, 230):
        draw.rectangle((640, top, 1120, top + 14), fill=WOOD)
        for at in range(670, 1080, 110):
            draw.pieslice((at, top - 90, at + 90, top), 0, 180, fill=CREAM, outline=STEEL, width=3)
    draw.rectangle((80, 430, 1120, 520), fill=STEEL)
    draw.rounded_rectangle((160, 310, 400, 440), 24, fill="#5c6470")
    draw.rectangle((140, 300, 420, 326), fill="#454c57")
    for at in (220, 280, 340):
        draw.arc((at - 20, 190, at + 20, 250), 90, 270, fill=CREAM, width=10)
        draw.arc((at - 20, 236, at + 20, 290), 270, 90, fill=CREAM, width=10)
    _person(draw, 540, INDIGO)
    return _bytes(image)


def _paper() -> tuple[Image.Image, Drawing]:
    image = Image.new("RGB", (WIDTH, HEIGHT), WALL)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 520, WIDTH, HEIGHT), fill=FLOOR)
    return image, draw


def _table(draw: Drawing, left: int) -> None:
    draw.rectangle((left, 455, left + 300, 480), fill=WOOD)
    for leg in (left + 20, left + 262):
        draw.rectangle((leg, 480, leg + 18, 610), fill=WOOD)
    draw.pieslice((left + 90, 355, left + 190, 455), 0, 180, fill=CREAM, outline=STEEL, width=3)


def _person(draw: Drawing, middle: int, apron: str) -> None:
    draw.rounded_rectangle((middle - 80, 350, middle + 80, 660), 60, fill=CREAM)
    draw.rounded_rectangle((middle - 58, 420, middle + 58, 660), 18, fill=apron)
    draw.ellipse((middle - 66, 210, middle + 66, 356), fill=SKIN)
    draw.pieslice((middle - 72, 196, middle + 72, 350), 180, 360, fill=HAIR)
    for eye in (middle - 26, middle + 26):
        draw.ellipse((eye - 6, 284, eye + 6, 296), fill=HAIR)
    draw.arc((middle - 26, 290, middle + 26, 330), 20, 160, fill=HAIR, width=5)


def _bytes(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
