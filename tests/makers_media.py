"""Make media files in code, as bytes, so that a test says what is in them.

Every factory returns bytes; `written(folder, name, data)` puts them into a file.
"""

import io
import math
import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

EXIF_DATE = 36867
EXIF_OFFSET = 36881


def written(folder: Path, name: str, data: bytes) -> Path:
    """Return the path of a new file that holds `data`."""
    path = folder / name
    path.write_bytes(data)
    return path


def a_picture(width=64, height=48, color=(177, 46, 33), mode="RGB"):
    """Return a Pillow picture with a gradient, so that it is no single colour."""
    from PIL import Image

    picture = Image.new("RGB", (width, height), color)
    ramp = Image.linear_gradient("L").resize((width, height))
    picture = Image.blend(picture, Image.merge("RGB", (ramp, ramp, ramp)), 0.4)
    return picture.convert(mode)


def an_image(format_name="PNG", *, width=64, height=48, mode="RGB", **options):
    """Return a picture in any format that Pillow writes."""
    if format_name == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    out = io.BytesIO()
    a_picture(width, height, mode=mode).save(out, format_name, **options)
    return out.getvalue()


def exif_bytes(
    *,
    captured="2024:02:12 09:30:00",
    offset="+07:00",
    orientation=1,
    description="",
    artist="",
    rights="",
    make="Kho",
    model="Xoe 1",
    gps=None,
):
    """Return an Exif block; `gps` is (latitude, longitude, altitude_m) in degrees."""
    from PIL import Image

    exif = Image.Exif()
    words = {270: description, 271: make, 272: model, 315: artist, 33432: rights}
    for tag, value in words.items():
        if value:
            exif[tag] = value
    exif[274] = orientation
    detail = exif.get_ifd(0x8769)
    if captured:
        detail[EXIF_DATE] = captured
    if offset:
        detail[EXIF_OFFSET] = offset
    if gps:
        exif.get_ifd(0x8825).update(_gps(*gps))
    return exif.tobytes()


def _gps(latitude, longitude, altitude_m=0.0):
    def parts(degrees):
        degrees = abs(degrees)
        minutes = degrees % 1 * 60
        return (float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4))

    return {
        1: "N" if latitude >= 0 else "S",
        2: parts(latitude),
        3: "E" if longitude >= 0 else "W",
        4: parts(longitude),
        5: b"\x00" if altitude_m >= 0 else b"\x01",
        6: float(abs(altitude_m)),
    }


def a_jpeg(width=64, height=48, *, xmp="", iptc=None, icc=b"", quality=80, **exif):
    """Return a JPEG; `exif` as `exif_bytes`, `iptc` as {dataset: text}, `xmp` as RDF properties."""
    options = {"quality": quality}
    if exif:
        options["exif"] = exif_bytes(**exif)
    if icc:
        options["icc_profile"] = icc
    data = an_image("JPEG", width=width, height=height, **options)
    extra = b""
    if xmp:
        extra += _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + xmp_packet(xmp).encode())
    if iptc:
        extra += _segment(0xED, photoshop_block(iptc))
    return data[:2] + extra + data[2:]


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def iptc_records(values: Mapping[int, str | Iterable[str]], encoding="utf-8") -> bytes:
    """Return IPTC-IIM datasets of record 2, marked as UTF-8 where they are."""
    out = b"\x1c\x01\x5a\x00\x03\x1b%G" if encoding == "utf-8" else b""
    for number, value in values.items():
        for one in [value] if isinstance(value, str) else value:
            data = one.encode(encoding)
            out += struct.pack(">BBBH", 0x1C, 2, number, len(data)) + data
    return out


def photoshop_block(values: Mapping[int, str | Iterable[str]], encoding="utf-8") -> bytes:
    """Return the body of an APP13 segment with IPTC inside."""
    data = iptc_records(values, encoding)
    padded = data + b"\x00" * (len(data) % 2)
    return b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(data)) + padded


def xmp_packet(properties: str) -> str:
    """Return an XMP packet around RDF property elements."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:exif="http://ns.adobe.com/exif/1.0/"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">'
        f'<rdf:Description rdf:about="">{properties}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def a_png(width=64, height=48, **options):
    """Return a PNG."""
    return an_image("PNG", width=width, height=height, **options)


def a_heic(width=64, height=48, *, orientation=1):
    """Return a HEIC whose Exif asks for a turn."""
    return an_image("HEIF", width=width, height=height, exif=exif_bytes(orientation=orientation))


def a_png_bomb(side_px=30_000):
    """Return a small PNG that unpacks to `side_px` squared pixels of one bit."""
    row = b"\x00" * (1 + (side_px + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(side_px)) + packer.flush()
    head = struct.pack(">IIBBBBB", side_px, side_px, 1, 0, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", body), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def tone(duration_s=1.0, rate_hz=8000, pitch_hz=440.0, loudness=0.5):
    """Return 16-bit samples of a sine."""
    count = int(duration_s * rate_hz)
    top = 32767 * loudness
    step = 2 * math.pi * pitch_hz / rate_hz
    return struct.pack(f"<{count}h", *(int(top * math.sin(step * n)) for n in range(count)))


def a_wav(duration_s=1.0, rate_hz=8000, *, info=None, bext=None, loudness=0.5):
    """Return a mono 16-bit WAV; `info` as {"INAM": …}, `bext` as {"description": …, "date": …}."""
    samples = tone(duration_s, rate_hz, loudness=loudness)
    body = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, rate_hz, rate_hz * 2, 2, 16)
    if bext:
        body += _riff_chunk(b"bext", _bext(**bext))
    if info:
        entries = b"".join(
            _riff_chunk(key.encode(), value.encode() + b"\x00") for key, value in info.items()
        )
        body += _riff_chunk(b"LIST", b"INFO" + entries)
    body += _riff_chunk(b"data", samples)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


def _bext(description="", originator="", date="", time="", version=1):
    fixed = struct.pack(
        "<256s32s32s10s8sQH",
        *(text.encode() for text in (description, originator, "", date, time)),
        0,
        version,
    )
    return fixed.ljust(602, b"\x00")


def _riff_chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)


def a_sound(format_name="mp3", codec="libmp3lame", *, duration_s=1.0, rate_hz=44100, tags=None):
    """Return a sound in any container that FFmpeg writes (`flac`, `ogg`, `ipod` for M4A …)."""
    import av
    import numpy as np

    out = io.BytesIO()
    with av.open(out, "w", format=format_name) as container:
        container.metadata.update(tags or {})
        # FFmpeg's own Vorbis encoder is called experimental and makes two channels only.
        layout = "stereo" if codec == "vorbis" else "mono"
        options = {"strict": "experimental"}
        stream = container.add_stream(codec, rate=rate_hz, layout=layout, options=options)
        count = int(duration_s * rate_hz)
        wave = (np.sin(np.arange(count) * 440 * 2 * np.pi / rate_hz) * 12000).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate_hz
        resampler = av.AudioResampler(
            stream.codec_context.format, layout, rate_hz, stream.codec_context.frame_size or 1024
        )
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return out.getvalue()


def a_video(
    format_name="mp4",
    codec="libx264",
    *,
    width=160,
    height=90,
    duration_s=1.0,
    rate=10,
    sound=True,
    rotation=0,
    black_s=0.0,
    tags=None,
):
    """Return a film of a moving ramp; `rotation` is the display matrix in degrees clockwise."""
    import av

    out = io.BytesIO()
    with av.open(out, "w", format=format_name) as container:
        container.metadata.update(tags or {})
        stream = container.add_stream(codec, rate=rate, width=width, height=height)
        stream.pix_fmt = "yuv420p" if codec != "mjpeg" else "yuvj420p"
        if rotation:
            stream.set_display_rotation(-rotation)
        voice = container.add_stream(_voice_of(format_name), rate=48000) if sound else None
        for number in range(int(duration_s * rate)):
            frame = _film_frame(width, height, number, is_black=number < black_s * rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if voice is not None:
            _speak(container, voice, duration_s)
    return out.getvalue()


def _voice_of(format_name):
    kinds = {"webm": "libopus", "avi": "libmp3lame", "asf": "libmp3lame", "mpeg": "mp2"}
    return kinds.get(format_name, "aac")


def _film_frame(width, height, number, *, is_black):
    import av
    import numpy as np

    across = (np.arange(width) * 2 + number * 8) % 256
    picture = np.repeat(across[None, :, None], height, axis=0).repeat(3, axis=2).astype(np.uint8)
    picture[: height // 3, :, 0] = 200
    return av.VideoFrame.from_ndarray(picture * (not is_black), format="rgb24")


def _speak(container, voice, duration_s):
    import av
    import numpy as np

    count = int(duration_s * 48000)
    wave = (np.sin(np.arange(count) * 0.05) * 0.4).astype(np.float32)
    frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="flt", layout="mono")
    frame.sample_rate = 48000
    context = voice.codec_context
    resampler = av.AudioResampler(context.format, context.layout, 48000, context.frame_size or 1024)
    for part in [*resampler.resample(frame), *resampler.resample(None)]:
        container.mux(voice.encode(part))
    container.mux(voice.encode(None))


def an_amr(duration_s=1.0):
    """Return a silent AMR: 50 frames a second of 12.2 kbit/s (RFC 4867 §5)."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * int(50 * duration_s)


def an_mp4(**options):
    """Return a short MP4 with picture and sound; options as `a_video`."""
    return a_video("mp4", "libx264", **options)


def a_pdf(text="Xoe", *, pages=1, title="", author=""):
    """Return a PDF whose every page says `text` (ASCII) and its number."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for number in range(1, pages + 1):
        stream = f"BT /F1 24 Tf 72 700 Td ({text} {number}) Tj ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 "
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> "
            f"/Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {pages} >>"
    objects.append(
        f"<< /Title ({title}) /Author ({author}) /CreationDate (D:20240212093000+07'00') >>"
    )
    return _pdf_file(objects)


def _pdf_file(objects: list[str]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    tail = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n"
    root = (
        f"<< /Size {count} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return out + (tail + root).encode("latin-1")


def a_vtt():
    """Return two WebVTT cues."""
    return (
        "WEBVTT\nLanguage: vi\n\n1\n00:00:01.000 --> 00:00:02.500\nMời nhau vào vòng xòe\n\n"
        "00:00:03.000 --> 00:00:04.000\nInh lả ơi\n"
    ).encode()


def an_srt():
    """Return two SubRip cues."""
    return (
        "1\r\n00:00:01,000 --> 00:00:02,500\r\nMời nhau vào vòng xòe\r\n\r\n"
        "2\r\n00:00:03,000 --> 00:00:04,000\r\nInh lả ơi\r\n"
    ).encode()
