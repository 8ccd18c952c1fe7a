"""Where a catalogue comes from: one module per kind of input, each filling a `Builder`."""
