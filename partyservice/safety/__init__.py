"""Safety: what keeps the data of an office when a disk, a stick or a person fails it."""
