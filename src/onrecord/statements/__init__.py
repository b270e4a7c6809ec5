"""Who said what: attributions, their speakers, and the statements they make."""
