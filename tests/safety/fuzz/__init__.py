"""Many strange texts through the real renderers, read back as a client reads them."""
