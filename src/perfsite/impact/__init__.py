"""Two states of a repository to what the newer standards do to people: classed by computing, then cut to an audience."""
