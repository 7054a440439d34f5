"""`python -m figurecheck`."""

from __future__ import annotations

import sys

from figurecheck.cli import main

if __name__ == "__main__":
    sys.exit(main())
