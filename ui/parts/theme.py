"""Theme: colours, fonts, palette and sheet of the application, filled from the tokens."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from ui.parts import tokens

RESOURCES = Path(__file__).parents[2] / "resources"
_FONTS = RESOURCES / "fonts"
_TOKENS = dict(tokens.LIGHT)
_Role = QPalette.ColorRole
_PALETTE = {
    _Role.Window: "window",
    _Role.WindowText: "ink",
    _Role.Base: "surface",
    _Role.AlternateBase: "window",
    _Role.Text: "ink",
    _Role.Button: "surface",
    _Role.ButtonText: "ink",
    _Role.BrightText: "bad",
    _Role.Highlight: "select",
    _Role.HighlightedText: "ink",
    _Role.ToolTipBase: "night",
    _Role.ToolTipText: "night_ink",
    _Role.PlaceholderText: "ink3",
    _Role.Link: "info",
    _Role.Light: "surface",
    _Role.Midlight: "hairline",
    _Role.Mid: "border",
    _Role.Dark: "field",
    _Role.Shadow: "ink3",
    _Role.Accent: "accent",
}


@cache
def colour(name: str) -> QColor:
    """Return the colour of a token."""
    return QColor(_TOKENS[name])


@cache
def font(role: str = "body", *, bold: bool = False) -> QFont:
    """Return the font of a role; one object for all, so do not change it."""
    made = QFont()
    made.setFamilies([*tokens.FAMILIES, *_shipped()])
    made.setPointSizeF(tokens.POINTS[role])
    made.setBold(bold)
    return made


def dress(application: QApplication, *, dark: bool = False) -> None:
    """Give the application its style, palette, font, sheet and Qt's own texts in Chinese."""
    _TOKENS.update(tokens.DARK if dark else tokens.LIGHT)
    application.setStyle("Fusion")
    application.setFont(font())
    application.setPalette(_palette())
    application.setStyleSheet(sheet())
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)


def sheet() -> str:
    """Return the style sheet with every @name filled."""
    icons = (RESOURCES / "icons").as_posix()
    known = {f"pt_{role}": f"{points}pt" for role, points in tokens.POINTS.items()}
    known |= _TOKENS | {"tick": f"{icons}/_tick.svg", "down": f"{icons}/_down.svg"}
    text = (RESOURCES / "style.qss").read_text("utf-8")
    return re.sub(r"@(\w+)", lambda found: known[found.group(1)], text)


def _palette() -> QPalette:
    palette = QPalette()
    for role, name in _PALETTE.items():
        palette.setColor(role, colour(name))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colour("disabled"))
    return palette


@cache
def _shipped() -> tuple[str, ...]:
    """Load the face of rare characters, and that of the screen where the system has none."""
    patterns = ["*Kai*.ttf"]
    if not set(tokens.FAMILIES) & set(QFontDatabase.families()):
        patterns.insert(0, "*Sans*.ttf")
    families: list[str] = []
    for file in [file for pattern in patterns for file in sorted(_FONTS.glob(pattern))]:
        number = QFontDatabase.addApplicationFont(str(file))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return tuple(dict.fromkeys(families))
