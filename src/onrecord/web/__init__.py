"""The record in a browser: pages that show views, forms that judge and add. The web framework's only door."""
