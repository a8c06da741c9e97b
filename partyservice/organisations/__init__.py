"""The party organisations: ours as a tree, and the address book of others."""
