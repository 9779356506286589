"""Which pages there are, and the view that each template receives. Knows no HTML."""
