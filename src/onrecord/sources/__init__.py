"""Bytes as files, folders and standard input give them."""
