"""What the record shows, and nothing of how it was made."""
