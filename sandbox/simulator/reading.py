"""Files an owner writes: TOML or JSON, by the name's end."""

import json
import tomllib
from pathlib import Path


def load(path: Path) -> dict[str, object]:
    """Raises OSError, ValueError."""
    text = path.read_text(encoding="utf-8")
    found = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    if not isinstance(found, dict):
        raise ValueError("a table of names is wanted")
    return found
