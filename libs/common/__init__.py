"""Plumbing that any product could use: no business word in here, and nothing that imports a service."""
