"""The pictures of the documents, taken from the real playground: `make pictures`."""
