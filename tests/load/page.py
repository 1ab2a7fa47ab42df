"""Time whole search pages as the server makes them: asked, gathered, rendered."""

import statistics
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from flask.testing import FlaskClient

from archive.app import create_app
from archive.engines import open_engines
from archive.settings import Settings
from tests.load import report
from tests.load._archive import an_archive, fill, index_all
from tests.load._catalogue import Catalogue
from tests.load.report import Measured

ITEMS, PAGES = 10_000, 120
BUDGET_MS = 60.0


def main(argv: list[str]) -> int:
    """Build an archive, or take one built before, and ask it for pages of every kind."""
    options = report.parser(__doc__)
    options.add_argument("--items", type=int, default=ITEMS)
    options.add_argument("--pages", type=int, default=PAGES)
    options.add_argument("--kept", type=Path, help="a folder to build in, or built in before")
    chosen = options.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="kho-page-") as name:
        data = chosen.kept or Path(name)
        if not (data / "kho.db").exists():
            engines = an_archive(data)
            fill(engines, chosen.items)
            engines.close()
        engines = open_engines(Settings(data=data).completed())
        index_all(engines)  # an index built before may be of an earlier form
        client = create_app(engines=engines).test_client()
        spent = sorted(_spent_ms(client, chosen.pages))
        engines.close()
    at_95 = spent[int(len(spent) * 0.95)]
    what = f"a page of results at {chosen.items:,} items"
    figures = [
        Measured(f"{what}, p50", statistics.median(spent), "ms", BUDGET_MS),
        Measured(f"{what}, p95", at_95, "ms", BUDGET_MS),
    ]
    return report.report(figures, as_json=chosen.json)


def _spent_ms(client: FlaskClient, pages: int) -> list[float]:
    """Time pages after one round of all kinds, which nobody waits for."""
    addresses = list(_addresses())
    for address in addresses:
        client.get(address)
    spent = []
    for address in islice(cycle(addresses), pages):
        began = time.perf_counter()
        answer = client.get(address)
        spent.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(address)
    return spent


def _addresses() -> tuple[str, ...]:
    words = Catalogue().words
    common, rare = words[0], words[20_000]
    return (
        "/search",
        f"/search?q={common}",
        f"/search?q={rare}",
        f"/search?q={words[1]}+{words[2]}",
        f"/search?q={common}&kind=image&from=1990",
        f"/search?q={common}&sort=-date&page=20",
        f"/search?q={common}&view=map",
        f'/search?q="{words[60]}"',
        f"/en/search?q={words[3]}&view=list",
        "/search?q=kh*",
    )
