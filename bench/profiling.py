"""Where the sending process spends its CPU: the profile of one backlog, in words."""

import io
import pstats
from pathlib import Path

from bench.place import Place
from bench.variants import Product

LINES = 45


def profile(place: Place, product: Product, count: int, latency: float) -> str:
    """The functions that cost most by themselves, and with all they call; CPU time of all threads."""
    product.fill(count)
    place.far_end.prepare(latency)
    raw = place.folder / "profile"
    place.carry_out([*product.sender(count), "--profile", str(raw)], product.env())
    return f"{count} messages, {latency * 1000:.0f} ms, {product.threads} threads\n{told(raw)}"


def told(raw: Path) -> str:
    text = io.StringIO()
    statistics = pstats.Stats(str(raw), stream=text)
    statistics.sort_stats("tottime").print_stats(LINES)
    statistics.sort_stats("cumtime").print_stats(LINES)
    root = str(Path(__file__).resolve().parent.parent)
    return text.getvalue().replace(f"{root}/", "")
