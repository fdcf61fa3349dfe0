"""A run, or two beside each other, as one page that plays it: no network, no library."""
