"""The hash that a browser counts is that of hashlib, block by block and at the edges of blocks."""

import hashlib
import json
import shutil
import subprocess

import pytest

from archive.app import HERE
from tests.guards.source import ROOT
from tests.needs import missing

SIZES = (0, 1, 55, 56, 63, 64, 65, 4 * 1024**2 - 1, 4 * 1024**2, 4 * 1024**2 + 1)
# The worker of the pages as it is built, in a room that has what a browser's has.
RUN = """
const sizes = %s, said = {};
let hear;
globalThis.addEventListener = (_, one) => (hear = one);
let told;
globalThis.postMessage = (message) => message.sha256 && told(message.sha256);
await import(%s);
for (const size of sizes) {
  const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 31 + size) %% 251);
  said[size] = await new Promise((resolve) => {
    told = resolve;
    hear({ data: { id: size, file: new Blob([bytes]) } });
  });
}
console.log(JSON.stringify(said));
"""


@pytest.fixture(scope="module")
def counted():
    """What the worker counts for files of every size."""
    node = shutil.which("node") or missing("nodejs")
    built = next((HERE / "static" / "dist").glob("hashing-*.js"))
    script = RUN % (json.dumps(SIZES), json.dumps(built.as_uri()))
    done = subprocess.run(
        [node, "--input-type=module", "-e", script], cwd=ROOT, capture_output=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("size", SIZES)
def test_the_browsers_hash_is_hashlibs(counted, size):
    data = bytes((at * 31 + size) % 251 for at in range(size))

    assert counted[str(size)] == hashlib.sha256(data).hexdigest()
