"""media.derive of sound and film: plays everywhere, upright, index first, no metadata."""

import io
import json

import av
import numpy as np
import pytest
from PIL import Image

from media import captions
from media.derive import derive
from media.derive.landing import Landing
from media.derive.plan import fitted, plan
from media.derive.storyboard import Storyboard
from media.derive.waveform import Heard, binned, svg
from media.extract import describe
from media.values import Output
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


def test_smaller_films_are_drawn_beside_and_weigh_less(tmp_path):
    film = an_mp4(width=640, height=360, duration_s=2.0)

    made, folder = made_of(tmp_path, "a.mp4", film, "video-360p")

    small, middle = made["video-240p.mp4"], made["video-360p.mp4"]
    assert (small.width_px, small.height_px) == (426, 240)
    assert small.size_bytes < middle.size_bytes
    data = (folder / "video-240p.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(io.BytesIO(data)) as smaller, av.open(str(folder / "video-360p.mp4")) as larger:
        assert [frame.time for frame in smaller.decode(video=0)] == [
            frame.time for frame in larger.decode(video=0)
        ]


def test_a_storyboard_shows_each_moment(tmp_path):
    film = an_mp4(width=640, height=360, duration_s=4.0, black_s=2.0)

    made, folder = made_of(tmp_path, "a.mp4", film, "video-360p")

    cues = read_vtt(folder / "storyboard.vtt")
    sprite = np.asarray(Image.open(folder / "storyboard.jpg").convert("L"))
    assert (made["storyboard.jpg"].width_px, made["storyboard.jpg"].height_px) == sprite.shape[::-1]
    assert [start for start, _, _ in cues] == [at / 2 for at in range(len(cues))]
    assert cues[-1][1] == pytest.approx(made["video-360p.mp4"].duration_s, abs=0.001)
    light = {start: _part(sprite, target).mean() for start, _, target in cues}
    assert light[1.0] < 28 < light[3.0]


def read_vtt(path):
    """Return (start, end, target) of each cue."""
    return [(cue.start_s, cue.end_s, cue.text) for cue in captions.parse(path.read_text()).cues]


def _part(sprite, target):
    name, _, place = target.partition("#xywh=")
    left, top, width, height = map(int, place.split(","))
    assert name == "storyboard.jpg"
    return sprite[top : top + height, left : left + width]


def test_a_storyboard_of_any_length_has_at_most_two_hundred_frames(tmp_path):
    board = Storyboard(0.0)
    frame = av.VideoFrame(64, 36, "yuv420p")

    for second in range(3000):
        board.take(float(second), frame)

    landing = Landing(tmp_path)
    names = (Output("s.jpg", "image/jpeg"), Output("s.vtt", "text/vtt"))
    board.land(names, 3000.0, landing)
    landing.settle()
    cues = read_vtt(tmp_path / "s.vtt")
    assert 100 <= len(cues) < 200
    assert cues[-1][1] == 3000.0


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


def test_sound_becomes_opus_for_slow_lines_too(tmp_path):
    made, folder = made_of(tmp_path, "a.wav", a_wav(10.0), "sound")

    found = describe(folder / "sound.opus", "sound.opus")
    assert (found.audio_codec, found.channels) == ("opus", 1)
    assert found.duration_s == pytest.approx(10.0, abs=0.1)
    assert made["sound.opus"].size_bytes < made["sound.m4a"].size_bytes


def test_what_is_heard_of_a_film_is_made_of_it_too(tmp_path):
    film = an_mp4(duration_s=2.0)

    sound, _ = made_of(tmp_path, "a.mp4", film, "sound")
    measured, _ = made_of(tmp_path, "a.mp4", film, "waveform")

    assert set(sound) | set(measured) == {
        "sound.m4a", "sound.opus", "waveform.svg", "peaks.json",
    }  # fmt: skip


def test_a_silent_film_has_no_sound_made_of_it(tmp_path):
    source = written(tmp_path, "a.mp4", an_mp4(sound=False))

    assert [step.name for step in plan(describe(source, "a.mp4"))] == ["poster", "video-360p"]


def test_a_waveform_takes_the_colour_of_its_page_and_shows_on_indigo_without_one(tmp_path):
    made, folder = made_of(tmp_path, "a.wav", a_wav(2.0), "waveform")

    drawing = (folder / "waveform.svg").read_text()
    assert 'color="#F0B52E"' in drawing
    assert '<path id="wave"' in drawing
    assert 'stroke="currentColor"' in drawing
    assert "<script" not in drawing
    assert made["waveform.svg"].media_type == "image/svg+xml"


def peaks_of(tmp_path, name, data):
    """Return the numbers of a recording's loudness."""
    made_of(tmp_path, name, data, "waveform")
    return json.loads((tmp_path / "made" / "peaks.json").read_text())


def test_peaks_are_percent_of_the_loudest_that_can_be(tmp_path):
    numbers = peaks_of(tmp_path, "a.wav", a_wav(2.0, loudness=0.5))

    assert numbers["duration_s"] == 2.0
    assert all(48 <= peak <= 52 for peak in numbers["peaks"][2:-2])


def test_a_long_recording_has_so_many_peaks_and_no_more(tmp_path):
    assert len(peaks_of(tmp_path, "a.wav", a_wav(20.0))["peaks"]) == 1500


@pytest.mark.parametrize(
    ("level_db", "channels", "lufs", "gain_db"),
    [
        # EBU Tech 3341, test signals 1 and 2: a sine of 1 kHz in both channels.
        pytest.param(-23, 2, -23.0, 5.0, id="Tech 3341, 1"),
        pytest.param(-33, 2, -33.0, 15.0, id="Tech 3341, 2"),
        # One channel has half the power of two, but is heard from two loudspeakers.
        pytest.param(-23, 1, -26.0, 5.0, id="mono"),
        pytest.param(-10, 2, -10.0, -8.0, id="loud"),
        pytest.param(-60, 2, -60.0, 20.0, id="whispered"),
    ],
)
def test_loudness_is_measured_and_brought_to_eighteen(tmp_path, level_db, channels, lufs, gain_db):
    numbers = peaks_of(tmp_path, "a.wav", a_sine(level_db, channels))

    assert numbers["loudness_lufs"] == pytest.approx(lufs, abs=0.1)
    assert numbers["gain_db"] == pytest.approx(gain_db, abs=0.15)


def a_sine(level_db, channels, *, duration_s=5.0):
    """Return a WAV of 1 kHz whose peaks are at a level below the full scale."""
    import wave

    moments = np.arange(round(48_000 * duration_s)) / 48_000
    samples = 10 ** (level_db / 20) * np.sin(2 * np.pi * 1000 * moments)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(np.repeat(np.round(samples * 32767), channels).astype("<i2").tobytes())
    return out.getvalue()


def test_a_gain_never_drives_a_peak_into_clipping():
    quiet_with_a_drum = Heard(loudness_lufs=-30.0, true_peak_dbtp=-4.0, channels=2)

    assert quiet_with_a_drum.gain_db == 3.0


def test_silence_has_no_loudness_and_is_left_as_it_is(tmp_path):
    numbers = peaks_of(tmp_path, "a.wav", a_wav(1.0, loudness=0.0))

    assert (numbers["loudness_lufs"], numbers["gain_db"]) == (None, 0.0)
    assert set(numbers["peaks"]) == {0}


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
