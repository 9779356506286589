"""What can be taken away from the site: records as data, and tables of what people work with. Knows no file format."""
