"""Rules and rewards to figures: compiled once to a small program, evaluated exactly, explained by its own steps."""
