"""Operating: what a run did, what is drifting, what a person should do about it."""
