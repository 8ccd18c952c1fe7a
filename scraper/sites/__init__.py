"""Site files by example: proposed from a few pages, and checked against them for ever after."""
