"""Services asked over the network, each only when the user says so; off by default."""
