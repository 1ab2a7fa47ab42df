"""Templates compiled once for all applications of a test process.

Each test has an application of its own, whose environment would compile every template anew: some
.3 s of CPU for a page. The archive itself is one application and needs none of this.
"""

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class CompiledOnce(BytecodeCache):
    """Keeps compiled templates in memory; one that has changed since is compiled anew."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled, if anything was; Jinja compares it with the source."""
        if code := self._codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._codes[bucket.key] = bucket.bytecode_to_string()
