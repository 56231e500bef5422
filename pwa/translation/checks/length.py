"""Length: what has to fit where there is little room, such as under an icon or on a button."""

import re
from collections.abc import Iterator
from typing import Final

from pwa.translation.checks.base import Check, Setting, Unit
from pwa.translation.po_write import columns

# What Android and iOS show under an icon; the Web App Manifest gives `short_name` for it.
ICON_COLUMNS: Final = 12
# One line on a screen of 320 CSS pixels (WCAG 2.2, 1.4.10 Reflow) within a button's padding.
BUTTON_COLUMNS: Final = 32
_STRETCH: Final = 1.5

# What a template's comment (`#.`) holds or begins with, where there is little room.
_ICON: Final = "name under the app's icon"
_BUTTON: Final = re.compile(r"(?:a|the) (?:button|label|tab)\b")


def _fits_icon(unit: Unit, _setting: Setting) -> Iterator[str]:
    """The name under the app's icon fits there."""
    is_name = unit.domain == "content" and any(_ICON in told for told in unit.entry.extracted)
    if is_name and columns(unit.text) > ICON_COLUMNS:
        yield (
            f"This is {columns(unit.text)} columns wide, and telephones cut off what is wider "
            f"than {ICON_COLUMNS} (one Chinese or Japanese character is two). Find a shorter name."
        )


def _fits_button(unit: Unit, _setting: Setting) -> Iterator[str]:
    """A button or a label fits on one line of a telephone, or is not much longer than the source.

    Which messages these are the comments of the interface's template say: “a button …”.
    """
    told = unit.entry.extracted if unit.domain == "interface" else ()
    limit = max(BUTTON_COLUMNS, round(_STRETCH * columns(unit.source)))
    if any(map(_BUTTON.match, told)) and columns(unit.text) > limit:
        yield (
            f"This is {columns(unit.text)} columns wide, where about {limit} fit on a telephone. "
            "Find shorter words."
        )


CHECKS: Final = (Check("icon-length", _fits_icon), Check("button-length", _fits_button))
