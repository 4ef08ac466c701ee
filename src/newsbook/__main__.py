"""From `python -m newsbook` to the command line."""

from __future__ import annotations

import sys

from newsbook.cli import main

if __name__ == "__main__":
    sys.exit(main())
