"""Who runs it: local processes or a Dask cluster."""
