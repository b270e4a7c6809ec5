"""Text out of bytes, and how it lies on the page: paragraphs, sentences, clutter, quotations, turns."""
