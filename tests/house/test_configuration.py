"""Settings, .env.example and docs/configuration.md name the same variables with the same defaults."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "config" / "settings.py"
PREFIXED = "ANYMAIL_"  # these pass through under their own names; the documents give examples


def read_by_settings() -> dict[str, object]:
    """Each variable with its default where that is a plain value (in the sandbox some differ)."""
    found: dict[str, object] = {}
    for call in ast.walk(ast.parse(SETTINGS.read_text())):
        if not isinstance(call, ast.Call) or not call.args or not isinstance(call.args[0], ast.Constant):
            continue
        reader = ast.unparse(call.func)
        if reader == "required" or re.fullmatch(r"env\.(bool|float|int|list|str)", reader):
            default = next((key.value for key in call.keywords if key.arg == "default"), None)
            found[str(call.args[0].value)] = default.value if isinstance(default, ast.Constant) else None
    return found


def read_elsewhere() -> set[str]:
    """What the trial's supervisor and the compose file read themselves."""
    supervisor = re.findall(r'environ\.get\("(\w+)"\)', (ROOT / "bin/run.py").read_text())
    compose = re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text())
    return {*supervisor, *compose}


def in_the_example() -> dict[str, str]:
    lines = re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    return {name: value for name, value in lines if not name.startswith(PREFIXED)}


def in_the_documentation() -> dict[str, str]:
    rows = re.findall(
        r"^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\|", (ROOT / "docs/configuration.md").read_text(), re.MULTILINE
    )
    return dict(rows)


def test_every_variable_is_read_shown_and_explained() -> None:
    read = {*read_by_settings(), *read_elsewhere()}

    assert set(in_the_example()) == read
    assert set(in_the_documentation()) == read


def test_the_example_shows_the_default_that_the_documentation_gives() -> None:
    commented = re.findall(r"^# ([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    documented = in_the_documentation()

    shown = {name: value for name, value in commented if not name.startswith(PREFIXED)}

    assert shown == {name: documented[name] for name in shown}


def test_the_documented_default_is_the_one_in_the_settings() -> None:
    documented = in_the_documentation()
    plain = {name: default for name, default in read_by_settings().items() if default is not None}

    as_written = {
        name: str(int(value) if isinstance(value, bool) else value) for name, value in plain.items()
    }

    assert as_written == {name: documented[name] for name in as_written}


def test_only_the_settings_and_the_entry_points_read_the_environment() -> None:
    entry_points = {"bin", "bench", "tests"}
    allowed = {"manage.py", "config/settings.py", "config/celery.py", "config/wsgi.py"}
    product = [
        path.relative_to(ROOT)
        for path in ROOT.rglob("*.py")
        if path.relative_to(ROOT).parts[0] not in {*entry_points, "data"}
        and not path.relative_to(ROOT).parts[0].startswith(".venv")
    ]

    readers = {
        str(path) for path in product if re.search(r"\bos\.(environ|getenv)\b", (ROOT / path).read_text())
    }

    assert readers <= allowed
