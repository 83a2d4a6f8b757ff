"""Pictures of the site for others to show, squares without a letter, so that no font and no library has a part in them.

What the library holds in; PNG out.
"""

from __future__ import annotations

from collections.abc import Sequence

from macros.steps.png import Picture
from macros.views.home_page import Tile

WIDTH, HEIGHT = 1200, 630  # as social networks crop least
ICON_SIZES = (192, 512)
_SIDE, _GAP, _LEFT, _TOP = 58, 8, 560, 54
WHITE, LIGHT, ACCENT, SIGN = range(4)
COLOURS = ((255, 255, 255), (226, 233, 236), (20, 86, 107), (250, 204, 21))
# The icon on a grid of 32 squares, as images/icon.svg has it: x, y, width, height, colour.
_ICON = (
    *((4, 2, 24, 28, ACCENT), (9, 8, 14, 2, WHITE), (9, 13, 14, 2, WHITE), (9, 18, 7, 2, WHITE)),
    *((20, 17, 3, 10, SIGN), (16, 20, 10, 3, SIGN)),
)


def draw_card(tiles: Sequence[Tile]) -> bytes:
    """Return the picture beside a link to the site: its icon, and the provinces, those with plans dark."""
    picture = Picture(WIDTH, HEIGHT, COLOURS)
    picture.fill(0, 0, WIDTH, 12, ACCENT)
    _draw_icon(picture, 112, 122, 12)
    for tile in tiles:
        x, y = (start + (place - 1) * (_SIDE + _GAP) for start, place in ((_LEFT, tile.column), (_TOP, tile.row)))
        picture.fill(x, y, _SIDE, _SIDE, ACCENT if tile.plans else LIGHT)
    return picture.png()


def draw_icon(size: int) -> bytes:
    """Return the site's icon as a square of so many pixels, a multiple of 32."""
    picture = Picture(size, size, COLOURS)
    _draw_icon(picture, 0, 0, size // 32)
    return picture.png()


def _draw_icon(picture: Picture, left: int, top: int, scale: int) -> None:
    for x, y, width, height, colour in _ICON:
        picture.fill(left + x * scale, top + y * scale, width * scale, height * scale, colour)
