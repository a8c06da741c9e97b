"""Every colour, size and type of the program: nothing else may name one."""

from __future__ import annotations

LIGHT = {
    "window": "#F4F5F6",
    "surface": "#FFFFFF",
    "sunken": "#EDEFF1",
    "rail": "#ECEEF0",
    "raised": "#FFFFFF",
    "hairline": "#E2E5E8",
    "border": "#C4C9CF",
    "field": "#868E97",
    "ink": "#1C2024",
    "ink2": "#525A63",
    "ink3": "#68717B",
    "disabled": "#9AA1A9",
    "accent": "#9A1B2F",
    "accent_ink": "#9A1B2F",
    "accent_hover": "#831526",
    "accent_down": "#6C101E",
    "accent_tint": "#F9ECEE",
    "on_accent": "#FFFFFF",
    "select": "#E6EDF6",
    "hover": "#F3F6F9",
    "focus": "#1F5FB0",
    "on_focus": "#FFFFFF",
    "ok": "#1E7A4C",
    "ok_tint": "#E5F3EB",
    "ok_lamp": "#2A9A62",
    "warn": "#855300",
    "warn_tint": "#FDF1D8",
    "warn_lamp": "#C47A00",
    "bad": "#B93A0E",
    "bad_tint": "#FDEBE4",
    "bad_lamp": "#D1451B",
    "on_lamp": "#FFFFFF",
    "info": "#1F5FB0",
    "info_tint": "#E7F0FA",
    "none": "#525A63",
    "none_tint": "#ECEEF0",
    "night": "#23272C",
    "night_ink": "#D7DBE0",
    "night_link": "#9CC4FA",
}
DARK = LIGHT | {
    "window": "#1B1D20",
    "surface": "#232629",
    "sunken": "#1F2225",
    "rail": "#17191B",
    "raised": "#2B2F33",
    "hairline": "#34383D",
    "border": "#4A5057",
    "field": "#7D858E",
    "ink": "#ECEEF0",
    "ink2": "#B4BAC1",
    "ink3": "#9AA1A9",
    "disabled": "#6B727A",
    "accent": "#B93149",
    "accent_ink": "#F394A4",
    "accent_hover": "#C8405A",
    "accent_down": "#9A1B2F",
    "accent_tint": "#3A2228",
    "select": "#2B3B50",
    "hover": "#2A2E32",
    "focus": "#7FB2F0",
    "on_focus": "#1B1D20",
    "ok": "#6CCB98",
    "ok_tint": "#1D3428",
    "ok_lamp": "#45B27C",
    "warn": "#F0BE5A",
    "warn_tint": "#3A2E15",
    "warn_lamp": "#E5A52D",
    "bad": "#FF9A76",
    "bad_tint": "#40241A",
    "bad_lamp": "#F0693F",
    "info": "#8FBDF5",
    "info_tint": "#1F2E42",
    "none": "#9AA1A9",
    "none_tint": "#2E3236",
}
# text or line, its ground, and the least contrast (WCAG 2.2: 4.5 for text, 3 for lines and lamps)
PAIRS = (
    ("ink", "surface", 7),
    ("ink", "window", 7),
    ("ink", "select", 7),
    ("ink", "hover", 7),
    ("ink", "sunken", 7),
    ("ink", "raised", 7),
    ("ink2", "surface", 4.5),
    ("ink2", "window", 4.5),
    ("ink2", "rail", 4.5),
    ("ink2", "select", 4.5),
    ("ink2", "hover", 4.5),
    ("ink2", "sunken", 4.5),
    ("ink3", "surface", 4.5),
    ("ink3", "window", 4.5),
    ("ink3", "hover", 4.5),
    ("on_accent", "accent", 4.5),
    ("on_accent", "accent_hover", 4.5),
    ("on_accent", "accent_down", 4.5),
    ("accent_ink", "surface", 4.5),
    ("accent_ink", "accent_tint", 4.5),
    ("accent_ink", "rail", 4.5),
    ("on_focus", "focus", 4.5),
    ("ok", "surface", 4.5),
    ("ok", "ok_tint", 4.5),
    ("warn", "surface", 4.5),
    ("warn", "warn_tint", 4.5),
    ("bad", "surface", 4.5),
    ("bad", "bad_tint", 4.5),
    ("bad", "select", 4.5),
    ("warn", "select", 4.5),
    ("ok", "select", 4.5),
    ("bad", "sunken", 4.5),
    ("warn", "sunken", 4.5),
    ("ok", "sunken", 4.5),
    ("ink2", "warn_tint", 4.5),
    ("ink2", "bad_tint", 4.5),
    ("ink2", "info_tint", 4.5),
    ("info", "surface", 4.5),
    ("info", "info_tint", 4.5),
    ("none", "none_tint", 4.5),
    ("field", "surface", 3),
    ("focus", "surface", 3),
    ("focus", "window", 3),
    ("ok_lamp", "surface", 3),
    ("warn_lamp", "surface", 3),
    ("bad_lamp", "surface", 3),
    ("night_ink", "night", 7),
    ("night_link", "night", 4.5),
)

# points; at 96 dpi 12, 14, 16, 20, 24 and 32 px
POINTS = {"caption": 9.0, "body": 10.5, "head": 12.0, "title": 15.0, "name": 18.0, "huge": 24.0}
FAMILIES = (
    "Microsoft YaHei UI",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Noto Sans CJK SC",
    "WenQuanYi Micro Hei",
)

# logical pixels
GAP, INSET, INSET_PANE, EDGE = 8, 20, 16, 10
ROW, HEAD, FIELD, BUTTON, COMPACT = 32, 32, 32, 32, 28
GROUP, LINE, TIMELINE_DAY = 36, 20, 88
CANDIDATE, TILE = 44, 56
PAGE_HEAD, FILTER_BAR, FOOT_BAR, STATUS, BAND = 56, 44, 56, 28, 22
RAIL, RAIL_FOLDED, RAIL_ITEM, RAIL_ITEM_FOLDED = 112, 48, 40, 36
PANE, SIDE_PANE, SECTIONS, DIALOG = 424, 300, 156, 560
MENDING = 384  # pane of a problem in an import
NOTE = 20  # kept under every field for its message
BADGE, CAP, LAMP, LAMP_SMALL, BAR = 20, 18, 14, 12, 3
RADIUS, RADIUS_CARD = 4, 8
ICON, ICON_RAIL, ICON_NOTICE = 16, 20, 24
LABEL, LABEL_MOST, STAR = 88, 126, 12
GLYPH = 46  # side of a candidate in the search for characters
SEARCH, SEARCH_NARROW = 320, 220
EDITOR_MOST, TWO_COLUMNS_FROM = 1120, 660
WINDOW = (1366, 768)
LEAST = (480, 300)
OPEN_FROM, FOLDED_FROM, ONE_PANE_FROM = 1180, 1000, 760  # inner width of the window
TOAST_STAYS, SHOWN_AT_MOST, WAIT_UNSAID = 8000, 10_000, 300  # ms
LOCK_AFTER = 300_000  # ms a screen stays blanked before the password is asked
CLIPBOARD_KEPT = 20_000  # ms
TAP, TAP_AGAIN = 250, 450  # ms a tapped key is down, and until it is tapped again
DRAFT_EVERY = 2000  # ms from a change to the draft of it
BURST_GAP, BURST_STALL = 30, 80  # ms between two characters of a scanner: usually, and at most
