"""Bytes to an Extraction: which reviews stand on a page, and what each says, with its evidence."""
