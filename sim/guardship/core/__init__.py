"""The compiled core: the ocean, its kernels, and the names of all draws."""
