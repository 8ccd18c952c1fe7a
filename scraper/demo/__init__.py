"""The demo: a small invented review site on loopback, and the real command run over it."""
