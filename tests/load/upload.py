"""Send 500 MB through a line that is cut 20 times, both ends killed now and then."""

import random
import tempfile
import time
from pathlib import Path

from tests.load.report import Measured, parser, report
from tests.makers_lines import CUT, KILL_CLIENT, KILL_SERVER, BadLine, Mishap
from tests.sending import TUS_JS, TUSPY, Archive, Sender, a_recording

MB, CHUNK_BYTES, SEED = 1024**2, 4 * 1024**2, 20
CUTS, KILLS = 20, 5


def main(argv: list[str]) -> int:
    """Measure with tus-js-client, or with tuspy where that is asked for."""
    options = parser(__doc__)
    options.add_argument("--mb", type=int, default=500, help="how large the file is")
    options.add_argument("--tuspy", action="store_true", help="send with tuspy")
    chosen = options.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="kho-upload-") as name:
        figures = _measured(Path(name), chosen.mb * MB, TUSPY if chosen.tuspy else TUS_JS)
    return report(figures, as_json=chosen.json)


def _measured(folder: Path, size_bytes: int, client: list[str]) -> list[Measured]:
    path = folder / "ghi.wav"
    sha256 = a_recording(path, size_bytes, SEED)
    whole = path.stat().st_size
    with Archive(folder / "kho") as archive, BadLine(lambda: archive.port) as line:
        line.kill[KILL_SERVER] = archive.kill_all
        sender = Sender(client, line, archive, CHUNK_BYTES)
        began = time.perf_counter()
        sender.send(path, sha256, _mishaps(), within_s=3600)
        took_s = time.perf_counter() - began
        copies = archive.stored().get(sha256, 0)
        again_bytes = line.sent_bytes - whole
        happened = len(line.happened)
    return [
        Measured("copies with the right hash missing", abs(1 - copies), "", 1e-9),
        Measured("cuts and kills", happened, "", CUTS + 2 * KILLS),
        Measured("sent again for one of them", again_bytes / MB / happened, "MB", CHUNK_BYTES / MB),
        Measured("all of it", took_s, "s", 600),
    ]


def _mishaps() -> list[Mishap]:
    """Return the cuts, each after a random 64 to 2,048 KB, with the kills among them."""
    chance = random.Random(SEED)
    kinds = [CUT] * CUTS + [KILL_SERVER] * KILLS + [KILL_CLIENT] * KILLS
    chance.shuffle(kinds)
    return [Mishap(chance.randrange(64, 2049) * 1024, what) for what in kinds]
