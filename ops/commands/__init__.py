"""One file per command of `lienthong`."""
