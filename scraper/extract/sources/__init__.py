"""Where to look: one module per kind of source; none reads another, none decides."""
