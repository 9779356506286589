"""The nouns of the record language, and how documents are read into them."""
