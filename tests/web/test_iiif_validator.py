"""Our image service before the IIIF consortium's own validator, from both kinds of picture."""

import threading
from contextlib import contextmanager

import pytest
from werkzeug.serving import make_server

from archive.app import create_app
from archive.catalogue import renditions
from archive.catalogue.saving import SYSTEM, Save, save
from archive.engines import open_engines
from archive.records import Status
from archive.schema import create_tables
from archive.settings import Settings
from media.derive.plan import TILES
from media.values import Output, RenditionPlan
from tests.iiif_validator import names, problem, the_squares
from tests.makers_intake import an_item_of, work_off

LEVEL = 3
CASES = [(version, name) for version in ("3.0", "2.0") for name in names(version, LEVEL)]


@contextmanager
def _listening(app):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    running = threading.Thread(target=server.serve_forever)
    running.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        running.join()
        server.server_close()


def _publish(engines, item):
    published = item.model_copy(update={"status": Status.PUBLISHED})
    save(engines, Save(published, "test", base_version=item.version), by=SYSTEM)


def _cut(engines, item, folder):
    """Make tiles of a picture that is too small to need them."""
    plan = RenditionPlan(TILES, "tiles", 50, 1.0, (Output(TILES, "image/tiff"),))
    master = engines.repository.local_path(f"urn:kho:item:{item.id}", item.files[0].master_path)
    made = engines.sandbox.derive(plan, master, folder)
    renditions.keep(engines, item.files[0].id, folder, made)


@pytest.fixture(scope="module", params=["rendition", "tiles"])
def server(request, tmp_path_factory):
    """Serve the squares; yield the server and the picture's identifier."""
    data = tmp_path_factory.mktemp("iiif")
    engines = open_engines(Settings(data=data / "kho", secret_key="tests").completed())
    create_tables(engines.db)
    item = an_item_of(engines, the_squares(), "o-vuong.png")
    work_off(engines)
    if request.param == "tiles":
        _cut(engines, item, data / "made")
    _publish(engines, item)
    with _listening(create_app(engines=engines)) as address:
        yield address, item.files[0].id
    engines.close()


@pytest.mark.parametrize(("version", "name"), CASES, ids=[f"{v}-{n}" for v, n in CASES])
def test_the_validator_finds_nothing(server, version, name):
    address, identifier = server

    said = problem(name, version, address, f"iiif/{version[0]}", identifier)

    assert said == ""


@pytest.mark.parametrize(("version", "count"), [("3.0", 33), ("2.0", 30)])
def test_no_test_of_level_two_is_left_out(version, count):
    assert len(names(version, 2)) == count
