"""The events: plain data, one file per publishing service. Add-only; only pydantic and the standard library."""
