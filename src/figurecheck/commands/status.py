"""What commands share: the exit status, and paths as the reader sees them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object

OK, FAILED, FLIPPED, INTERRUPTED = 0, 1, 3, 130


def short(path: Path) -> str:
    """The path as seen from the working directory, where it lies below it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
