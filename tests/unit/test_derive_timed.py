"""media.derive of sound and film: plays everywhere, upright, index first, no metadata."""

import io
import json

import av
import numpy as np
import pytest
from PIL import Image

from media.derive import derive
from media.derive.plan import fitted, plan
from media.derive.waveform import binned, svg
from media.extract import describe
from tests.makers_media import a_sound, a_video, a_wav, an_image, an_mp4, written


def made_of(tmp_path, name, data, step_name, heard=None):
    """Return ({name: Made}, folder) of one step of the plan."""
    source = written(tmp_path, name, data)
    folder = tmp_path / "made"
    step = next(s for s in plan(describe(source, name)) if s.name == step_name)
    progress = (lambda _percent: None) if heard is None else heard.append
    return {made.name: made for made in derive(step, source, folder, progress)}, folder


def test_a_film_becomes_h264_and_aac_with_its_index_first(tmp_path):
    made, folder = made_of(tmp_path, "a.avi", a_video("avi", "mpeg4"), "video-360p")

    data = (folder / "video-360p.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(io.BytesIO(data)) as film:
        assert [s.codec_context.name for s in film.streams] == ["h264", "aac"]
    assert made["video-360p.mp4"].duration_s == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_film_is_upright(tmp_path, turn):
    made, folder = made_of(tmp_path, "a.mp4", an_mp4(rotation=turn), "video-360p")

    expected = (90, 160) if turn % 180 else (160, 90)
    one = made["video-360p.mp4"]
    assert (one.width_px, one.height_px) == expected
    assert describe(folder / "video-360p.mp4", "a.mp4").rotation_deg == 0
    with av.open(str(folder / "video-360p.mp4")) as film:
        picture = next(film.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    assert _red_side(picture) == {0: "top", 90: "right", 180: "bottom", 270: "left"}[turn]


def _red_side(picture):
    """Return on which side the red stripe lies that the factory draws at the top."""
    height, width = picture.shape[:2]
    red = picture[:, :, 0] - picture[:, :, 2]
    sides = {
        "top": red[: height // 5].mean(),
        "bottom": red[-height // 5 :].mean(),
        "left": red[:, : width // 5].mean(),
        "right": red[:, -width // 5 :].mean(),
    }
    return max(sides, key=sides.get)


def test_a_film_is_never_enlarged_and_has_even_sides(tmp_path):
    made, _ = made_of(tmp_path, "a.mp4", an_mp4(width=122, height=66), "video-360p")

    one = made["video-360p.mp4"]
    assert (one.width_px, one.height_px) == (122, 66)


@pytest.mark.parametrize(
    ("size", "edge", "result"),
    [
        pytest.param((1920, 1080), 720, (1280, 720), id="wide"),
        pytest.param((1080, 1920), 360, (360, 640), id="tall"),
        pytest.param((201, 111), 360, (200, 112), id="odd"),
        pytest.param((4000, 2), 360, (4000, 2), id="thread"),
    ],
)
def test_sizes_fit_by_the_shorter_side(size, edge, result):
    assert fitted(*size, edge) == result


def test_a_film_of_sixty_pictures_a_second_is_made_thirty(tmp_path):
    _, folder = made_of(tmp_path, "a.mp4", an_mp4(rate=60, sound=False), "video-360p")

    found = describe(folder / "video-360p.mp4", "a.mp4")
    assert found.frame_rate == pytest.approx(30, abs=1)


def test_picture_and_sound_stay_together(tmp_path):
    _, folder = made_of(tmp_path, "a.mkv", a_video("matroska", duration_s=3.0), "video-360p")

    with av.open(str(folder / "video-360p.mp4")) as film:
        lengths = [float(s.duration * s.time_base) for s in film.streams]
    assert abs(lengths[0] - lengths[1]) < 0.15


def test_progress_is_told_in_percent(tmp_path):
    heard = []

    made_of(tmp_path, "a.mp4", an_mp4(width=640, height=360, duration_s=4.0), "video-360p", heard)

    assert heard == sorted(heard)
    assert all(0 <= percent <= 100 for percent in heard)
    assert heard


def test_words_and_place_of_the_original_stay_there(tmp_path):
    tags = {"title": "BiMat", "location": "+21.3270+103.9090/", "comment": "BiMat"}

    _, folder = made_of(tmp_path, "a.mp4", a_video("mp4", tags=tags), "video-360p")

    found = describe(folder / "video-360p.mp4", "a.mp4")
    assert (found.title, found.gps, found.description) == ("", None, "")
    assert b"BiMat" not in (folder / "video-360p.mp4").read_bytes()


def test_the_poster_is_no_black_frame(tmp_path):
    film = an_mp4(width=320, height=180, duration_s=2.0, black_s=1.0, sound=False)

    made, folder = made_of(tmp_path, "a.mp4", film, "poster")

    with Image.open(folder / "poster.jpg") as poster:
        assert np.asarray(poster.convert("L")).mean() > 28
    assert {"poster.jpg", "thumb-320.avif", "thumb-320.webp", "thumb-320.jpg"} <= set(made)


def test_the_poster_of_a_film_that_is_black_throughout_is_black(tmp_path):
    film = an_mp4(duration_s=1.0, black_s=9.0, sound=False)

    made, _ = made_of(tmp_path, "a.mp4", film, "poster")

    assert made["poster.jpg"].width_px == 160


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.wav", lambda: a_wav(1.0, 8000), id="WAV of 8 kHz"),
        pytest.param("a.mp3", a_sound, id="MP3"),
        pytest.param("a.opus", lambda: a_sound("ogg", "libopus", rate_hz=48000), id="Opus"),
        pytest.param("a.flac", lambda: a_sound("flac", "flac", rate_hz=96000), id="FLAC of 96 kHz"),
    ],
)
def test_sound_becomes_aac_with_its_index_first(tmp_path, name, data):
    made, folder = made_of(tmp_path, name, data(), "sound")

    found = describe(folder / "sound.m4a", "sound.m4a")
    written_bytes = (folder / "sound.m4a").read_bytes()
    assert (found.kind, found.audio_codec) == ("sound", "aac")
    assert found.duration_s == pytest.approx(1.0, abs=0.1)
    assert made["sound.m4a"].duration_s == pytest.approx(1.0, abs=0.1)
    assert written_bytes.index(b"moov") < written_bytes.index(b"mdat")


def test_a_waveform_is_drawn_in_a_colour_that_shows_on_indigo(tmp_path):
    made, folder = made_of(tmp_path, "a.wav", a_wav(2.0, loudness=0.5), "waveform")

    drawing = (folder / "waveform.svg").read_text()
    numbers = json.loads((folder / "waveform.json").read_text())
    assert 'stroke="#F0B52E"' in drawing
    assert "<script" not in drawing
    assert numbers["duration_s"] == 2.0
    assert all(48 <= peak <= 52 for peak in numbers["peaks_pct"][2:-2])
    assert made["waveform.svg"].media_type == "image/svg+xml"


def test_peaks_are_the_loudest_of_each_stretch():
    fine = np.array([0, 0.5, 0, 0, 1.0, 0.1], dtype=np.float32)

    assert binned(fine, 3) == [50, 0, 100]


def test_silence_is_still_a_line():
    assert "M1 50V51" in svg([0])


def test_the_cover_of_a_recording_becomes_its_thumbnail(tmp_path):
    from mutagen.id3 import APIC, ID3

    path = written(tmp_path, "b.mp3", a_sound())
    tags = ID3()
    tags.add(APIC(mime="image/png", type=3, data=an_image("PNG", width=500, height=500)))
    tags.save(path)

    made, _ = made_of(tmp_path, "a.mp3", path.read_bytes(), "cover")

    assert (made["thumb-640.jpg"].width_px, made["thumb-320.jpg"].width_px) == (500, 320)
