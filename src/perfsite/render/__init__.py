"""Pages and what they show → HTML: theme lookup, translations of the interface, Markdown, templates."""
