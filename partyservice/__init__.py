"""partyservice: the desk program of a party member service centre. The core knows no Qt."""

__version__ = "0.1.0"
