"""`python -m ops`: the command line where `lienthong` is not installed, as in the image of a city."""

from ops.cli import main

main()
