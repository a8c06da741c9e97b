"""All that a screen or a command is given."""

from partyservice.app.app import App, accounts, open_office

__all__ = ["App", "accounts", "open_office"]
