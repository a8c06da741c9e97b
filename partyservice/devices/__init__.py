"""What stands on the desk beside the keyboard: card readers and scanners. Knows no window."""
