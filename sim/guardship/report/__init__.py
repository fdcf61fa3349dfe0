"""A batch as one page that opens without network."""
