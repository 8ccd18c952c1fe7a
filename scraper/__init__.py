"""Polite crawler and metadata enricher for film reviews."""
