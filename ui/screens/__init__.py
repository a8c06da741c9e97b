"""One file a screen; loaded when first opened."""

from __future__ import annotations

from ui.parts.rail import Place

# digits stay; a place that does not exist yet is absent
SCREENS = (
    Place("3", "党员", "people", "ui.screens.members"),
    Place("4", "流动", "arrow_routing", "ui.screens.mobility"),
    Place("8", "花名册", "document_table", "ui.screens.rosters", "rosters.print"),
    Place("9", "数据", "database", "ui.screens.data", "exchange.import"),
    Place("0", "设置", "settings", "ui.screens.settings", right=""),
)
PERSON = "ui.screens.person"  # lies over any of them
