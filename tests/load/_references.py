"""Put what the reference tools read under the names of our fields, in our units."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from tests.load._tools import Told

# ffprobe's names for single pictures, and text that it takes for captions of a terminal.
_STILLS = ("_pipe", "image2", "tty", "gif", "svg")

Facts = dict[str, list[Any]]

_EXIF = {
    "orientation": ("IFD0:Orientation", "XMP-tiff:Orientation"),
    "captured": (
        *("ExifIFD:DateTimeOriginal", "Composite:SubSecDateTimeOriginal", "ExifIFD:CreateDate"),
        *("Keys:CreationDate", "UserData:DateTimeOriginal", "XMP-exif:DateTimeOriginal"),
        *("XMP-photoshop:DateCreated", "IPTC:DateCreated", "Composite:DateTimeCreated"),
        *("XMP-xmp:CreateDate", "RIFF:DateTimeOriginal", "RIFF:DateCreated", "PDF:CreateDate"),
        *("QuickTime:CreateDate", "ItemList:ContentCreateDate", "ID3v2_3:Year", "ID3v2_2:Year"),
        *("ID3v2_4:RecordingTime", "ID3v1:Year", "Vorbis:Date", "Matroska:DateTimeOriginal"),
        *("ASF:Year", "ASF:CreationDate", "APE:Year", "PNG:CreationTime"),
    ),
    "camera_make": ("IFD0:Make", "XMP-tiff:Make", "Keys:Make", "UserData:Make"),
    "camera_model": ("IFD0:Model", "XMP-tiff:Model", "Keys:Model", "UserData:Model"),
    "title": (
        *("XMP-dc:Title", "IPTC:ObjectName", "IFD0:XPTitle", "PNG:Title", "PDF:Title"),
        *("RIFF:Title", "ID3v2_3:Title", "ID3v2_4:Title", "ID3v2_2:Title", "ItemList:Title"),
        *("ID3v1:Title", "Vorbis:Title", "Keys:DisplayName", "Keys:Title", "UserData:Title"),
        *("APE:Title", "ASF:Title", "AIFF:Name", "Matroska:Title", "Info:Title"),
    ),
    "description": (
        *("XMP-dc:Description", "IPTC:Caption-Abstract", "IFD0:ImageDescription"),
        *("ExifIFD:UserComment", "File:Comment", "PNG:Description", "PNG:Comment", "GIF:Comment"),
        *("PDF:Subject", "RIFF:Description", "RIFF:Comment", "ItemList:Description"),
        *("ItemList:Comment", "ID3v2_3:Comment", "ID3v2_4:Comment", "ID3v1:Comment"),
        *("Vorbis:Comment", "Vorbis:Description", "UserData:Description", "APE:Comment"),
        *("ASF:Description", "IFD0:XPComment", "IFD0:XPSubject", "ID3v2_2:Comment"),
        *("Keys:Description", "RIFF:Subject"),
    ),
    "keywords": ("XMP-dc:Subject", "IPTC:Keywords", "IFD0:XPKeywords", "PDF:Keywords"),
    "creators": (
        *("XMP-dc:Creator", "IPTC:By-line", "IFD0:Artist", "IFD0:XPAuthor", "PNG:Author"),
        *("PDF:Author", "RIFF:Artist", "RIFF:Originator", "ID3v2_3:Artist", "ID3v2_4:Artist"),
        *("ID3v2_2:Artist", "ID3v1:Artist", "ItemList:Artist", "Vorbis:Artist", "APE:Artist"),
        *("ASF:Author", "AIFF:Author", "UserData:Artist", "Keys:Author", "PNG:Artist"),
    ),
    "copyright": (
        *("XMP-dc:Rights", "IPTC:CopyrightNotice", "IFD0:Copyright", "PNG:Copyright"),
        *("RIFF:Copyright", "ID3v2_3:Copyright", "ID3v2_4:Copyright", "ItemList:Copyright"),
        *("Vorbis:Copyright", "ASF:Copyright", "AIFF:Copyright", "UserData:Copyright"),
        *("APE:Copyright", "Keys:Copyright"),
    ),
    "icc_profile": ("ICC_Profile:ProfileDescription",),
    "pages": ("PDF:PageCount",),
}
# Pictures only: of films exiftool names the depth of an idle field.
_DEPTH = ("IFD0:BitsPerSample", "PNG:BitDepth", "File:BitsPerSample", "Jpeg2000:BitsPerComponent")
_INFO = (
    *("Title", "Artist", "Comment", "Copyright", "DateCreated", "Engineer", "Genre", "Keywords"),
    *("Medium", "Product", "Subject", "Software", "Source", "Technician", "ArchivalLocation"),
    *("Commissioned", "TrackNumber", "Language"),
)
_BEXT = {
    "description": "Description",
    "originator": "Originator",
    "originator_reference": "OriginatorReference",
    "origination": "DateTimeOriginal",
    "time_reference_samples": "TimeReference",
    "coding_history": "CodingHistory",
}
_TAGS = (
    *("album", "albumartist", "composer", "genre", "tracknumber", "discnumber", "publisher"),
    *("lyrics", "comment", "performer", "conductor", "encodedby", "isrc", "bpm", "subtitle"),
)
_SAME_TAG = {
    "album_artist": "albumartist",
    "album artist": "albumartist",
    "track": "tracknumber",
    "disc": "discnumber",
    "encoded_by": "encodedby",
    "tbpm": "bpm",
    "tsrc": "isrc",
}
_CODECS = {
    **dict.fromkeys(("avc", "avc1"), "h264"),
    **dict.fromkeys(("hev1", "hvc1"), "hevc"),
    "mpeg audio/layer 3": "mp3",
    "mpeg audio/layer 2": "mp2",
    "mpeg audio/layer 1": "mp1",
    "mpeg video/version 1": "mpeg1video",
    "mpeg video/version 2": "mpeg2video",
    "mpeg-4 visual": "mpeg4",
    "jpeg": "mjpeg",
    "monkey's audio": "ape",
    "musepack sv7": "musepack7",
    "musepack sv8": "musepack8",
    "ac-3": "ac3",
    "e-ac-3": "eac3",
    "adpcm": "",
    "pcm": "",
}


def read(told: Told) -> Facts:
    """Return what the tools say under our names; several candidates where they differ."""
    facts: Facts = {}
    mime = str(told.exiftool.get("File:MIMEType", ""))
    form = str(told.ffprobe.get("format", {}).get("format_name", ""))
    is_still = mime.startswith(("image/", "application/pdf")) or form.endswith(_STILLS)
    timed = () if is_still else (*_by_ffprobe(told), *_by_mediainfo(told))
    for name, value in (*_by_exiftool(told), *timed):
        for one in dict.fromkeys((value, _unmangled(value))) if isinstance(value, str) else [value]:
            if _says(one) and one not in facts.setdefault(name, []):
                facts[name].append(one)
    return {name: values for name, values in facts.items() if values}


def _unmangled(value: str) -> str:
    """Return UTF-8 that a tool read as Windows' or Mac's western letters, as it was written.

    ID3v1, RIFF and AIFF name no charset; exiftool takes them all for western.
    """
    for charset in ("cp1252", "mac_roman"):
        with suppress(UnicodeError):
            return b"".join(_byte(letter, charset) for letter in value).decode("utf-8")
    return value


def _byte(letter: str, charset: str) -> bytes:
    return bytes([ord(letter)]) if "\x80" <= letter < "\xa0" else letter.encode(charset)


def _says(value: Any) -> bool:
    """Tell whether a tool said anything: blanks, zero dates and empty lists say nothing."""
    if isinstance(value, str):
        return bool(value.strip(" \x00")) and not value.startswith(("0000:00:00", "1970-01-01"))
    if isinstance(value, list):
        return any(_says(one) for one in value)
    return value not in (None, {}, (0, 0))


def _by_exiftool(told: Told) -> Iterable[tuple[str, Any]]:
    exif = told.exiftool
    for name, tags in _EXIF.items():
        yield from ((name, _plain(exif[tag])) for tag in tags if tag in exif)
    is_picture = str(exif.get("File:MIMEType", "")).startswith("image/")
    if is_picture and (size := re.fullmatch(r"(\d+) (\d+)", str(exif.get("Composite:ImageSize")))):
        yield "dimensions", (int(size[1]), int(size[2]))
    for tag in _DEPTH if is_picture else ():
        first = str(exif.get(tag, "")).split(" ")[0]
        depth = int(first) + (tag.startswith("Jpeg2000")) if first.isdigit() else 0
        yield "bit_depth", depth or None
    place = exif.get("Composite:GPSLatitude"), exif.get("Composite:GPSLongitude")
    if all(isinstance(part, int | float) for part in place) and any(place):
        yield "gps", place
    if "RIFF:Originator" in exif or "RIFF:BWFVersion" in exif:
        yield from ((f"bext.{ours}", exif.get(f"RIFF:{tag}")) for ours, tag in _BEXT.items())
    yield from ((f"info.{tag}", exif.get(f"RIFF:{tag}")) for tag in _INFO)


def _plain(value: Any) -> Any:
    """Return a language map's default text, all else as it is."""
    if isinstance(value, dict):
        return value.get("x-default") or next(iter(value.values()), "")
    return value if isinstance(value, list) else str(value)


def _by_ffprobe(told: Told) -> Iterable[tuple[str, Any]]:
    form, streams = told.ffprobe.get("format", {}), told.ffprobe.get("streams", [])
    video = next((s for s in streams if _is_moving(s)), None)
    sound = next((s for s in streams if s.get("codec_type") == "audio"), None)
    yield "duration_s", _number(form.get("duration"))
    yield from (("tags." + name, value) for name, value in _ffprobe_tags(form, sound))
    yield from _chapters(told)
    if video:
        yield "dimensions", (video.get("width"), video.get("height"))
        yield "video_codec", video.get("codec_name")
        yield "frame_rate", _ratio(video.get("avg_frame_rate"))
        yield "frame_rate", _ratio(video.get("r_frame_rate"))
        turn = [d["rotation"] for d in video.get("side_data_list", []) if "rotation" in d]
        yield "rotation_deg", round(-turn[0]) % 360 if turn and round(turn[0]) else None
    if sound:
        yield "audio_codec", sound.get("codec_name")
        yield "rate_hz", _number(sound.get("sample_rate"))
        yield "channels", sound.get("channels")
        bits = sound.get("bits_per_sample") or _number(sound.get("bits_per_raw_sample"))
        yield "bit_depth", (int(bits) or None) if bits and not video else None


def _is_moving(stream: dict[str, Any]) -> bool:
    attached = stream.get("disposition", {}).get("attached_pic")
    return stream.get("codec_type") == "video" and not attached


def _ffprobe_tags(form: dict[str, Any], sound: Any) -> Iterable[tuple[str, Any]]:
    for source in (form.get("tags", {}), (sound or {}).get("tags", {})):
        for key, value in source.items():
            name = _SAME_TAG.get(key.lower(), key.lower())
            if name in _TAGS:
                yield name, value


def _chapters(told: Told) -> Iterable[tuple[str, Any]]:
    found = told.ffprobe.get("chapters", [])
    if found:
        yield "chapters", [_chapter(one) for one in found]


def _chapter(said: dict[str, Any]) -> tuple[float, str]:
    start_s = round(float(said.get("start_time", 0)), 1)
    return start_s, said.get("tags", {}).get("title", "")


def _by_mediainfo(told: Told) -> Iterable[tuple[str, Any]]:
    tracks: dict[str, dict[str, Any]] = {}
    for track in told.mediainfo:
        tracks.setdefault(track.get("@type", ""), track)
    yield from _mediainfo_general(tracks.get("General", {}))
    if "Video" in tracks:
        yield from _mediainfo_video(tracks["Video"])
    if "Audio" in tracks:
        sound = tracks["Audio"]
        yield "audio_codec", _codec(sound)
        yield "rate_hz", _number(sound.get("SamplingRate"))
        yield "channels", int(_number(sound.get("Channels")) or 0) or None
        keeps = sound.get("Compression_Mode") == "Lossless" or sound.get("Format") == "PCM"
        depth = int(_number(sound.get("BitDepth")) or 0)
        yield "bit_depth", depth or None if keeps and "Video" not in tracks else None


def _mediainfo_general(general: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    named: dict[str, str] = {
        "title": "Title", "creators": "Performer", "copyright": "Copyright",
        "description": "Description", "captured": "Recorded_Date", "tags.album": "Album",
        "tags.genre": "Genre", "tags.tracknumber": "Track_Position", "tags.composer": "Composer",
        "tags.albumartist": "Album_Performer", "tags.comment": "Comment",
        "tags.lyrics": "Lyrics", "tags.publisher": "Publisher",
    }  # fmt: skip
    yield "duration_s", _number(general.get("Duration"))
    yield from ((ours, general.get(theirs)) for ours, theirs in named.items())
    yield "captured", general.get("Encoded_Date")
    place = re.match(r"([+-][\d.]+)([+-][\d.]+)", str(general.get("Recorded_Location", "")))
    yield "gps", (float(place[1]), float(place[2])) if place else None


def _mediainfo_video(video: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    width, height = _number(video.get("Width")), _number(video.get("Height"))
    yield "dimensions", (int(width), int(height)) if width and height else None
    yield "video_codec", _codec(video)
    yield "frame_rate", _number(video.get("FrameRate"))
    yield "bit_depth", int(_number(video.get("BitDepth")) or 0) or None
    yield "rotation_deg", int(_number(video.get("Rotation")) or 0) or None


def _codec(track: dict[str, Any]) -> str:
    name = str(track.get("Format", "")).lower()
    for detail in ("Format_Profile", "Format_Version"):
        told = f"{name}/{str(track.get(detail, '')).lower()}"
        if told in _CODECS:
            return _CODECS[told]
    return _CODECS.get(name, name)


def _number(value: Any) -> float | None:
    try:
        return float(str(value).split(" ")[0]) or None
    except (TypeError, ValueError):
        return None


def _ratio(value: Any) -> float | None:
    above, _, below = str(value or "").partition("/")
    rate = float(above) / float(below) if above and below.strip("0") else None
    return round(rate, 3) if rate and rate < 1000 else None


NUMBERS: dict[str, Callable[[float], float]] = {
    # How far our figure may be from the tool's.
    "duration_s": lambda said: max(0.15, said * 0.01),
    "frame_rate": lambda said: max(0.02, said * 0.002),
    "rate_hz": lambda _: 0,
    "channels": lambda _: 0,
    "bit_depth": lambda _: 0,
    "orientation": lambda _: 0,
    "rotation_deg": lambda _: 0,
    "pages": lambda _: 0,
}
