"""Where cenum starts: by its own name, or as ``python -m cenum``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run cenum; what is interrupted before the commands are even read has done nothing."""
    try:
        from cenum.cli import main as run  # noqa: PLC0415  Ctrl-C may come while it is imported

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
