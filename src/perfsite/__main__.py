"""`python -m perfsite` is the `perfsite` command."""

from __future__ import annotations

from perfsite.cli import main

if __name__ == "__main__":
    main(prog_name="perfsite")
