"""Whatever is measured is started by a command that exists here."""

import importlib.util
import re
from pathlib import Path

import pytest

from bench import parts, variants
from bench.far_end import FarEnd
from bench.options import PARTS, read_options
from bench.place import Place
from bench.servers import Cluster
from bench.variants import Variant
from tests.services_fixture.broker import Server

ROOT = Path(__file__).resolve().parents[2]


def every_variant() -> list[type[Variant]]:
    def below(kind: type[Variant]) -> list[type[Variant]]:
        return [one for child in kind.__subclasses__() for one in (child, *below(child))]

    return below(Variant)  # type: ignore[type-abstract]  # only its children are made


@pytest.mark.postgres
@pytest.mark.parametrize("kind", every_variant(), ids=lambda kind: kind.__name__)
def test_its_command_starts_a_module_of_ours_or_a_program_that_is_pinned(
    kind: type[Variant], tmp_path: Path
) -> None:
    variant = kind(Place(tmp_path, Cluster(tmp_path), Server(), FarEnd(tmp_path)), 16)
    pinned = (ROOT / "requirements-bench.txt").read_text()

    _python, flag, module, *_ = variant.sender(100)

    assert flag == "-m"
    if module.startswith("bench."):
        assert importlib.util.find_spec(module)
    else:
        assert f"\n{module}==" in pinned


def test_every_part_can_be_asked_for_and_runs_in_a_fixed_order() -> None:
    assert set(parts.PARTS) == set(PARTS)
    assert read_options(["--only", "kills,sms"]).parts == ("sms", "kills")


def test_a_part_nobody_knows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_options(["--only", "everything"])

    assert "not everything" in capsys.readouterr().err


def test_what_is_measured_against_is_named_for_the_measuring_alone() -> None:
    names = variants.Procrastinate.name, "django-post-office"

    assert all(name in (ROOT / "requirements-bench.in").read_text() for name in names)
    assert not any(name in (ROOT / "requirements-dev.txt").read_text() for name in names)


def test_the_product_is_measured_at_the_versions_it_runs_on() -> None:
    def pinned(name: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text(), re.MULTILINE))

    assert pinned("requirements.txt") <= pinned("requirements-bench.txt")
