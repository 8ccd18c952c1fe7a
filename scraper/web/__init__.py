"""The workbench: pages over the index, the store and the run summaries, served on loopback."""
