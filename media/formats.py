"""List the formats that the archive takes in, and guess by signature which one a file is.

Source: the signatures stand in the standards named beside each format and in PRONOM,
https://www.nationalarchives.gov.uk/PRONOM/.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from media import mpegaudio
from media.values import Kind

HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Format:
    """One accepted format; the first extension is the one that we would give a file."""

    key: str
    kind: Kind
    media_type: str
    extensions: tuple[str, ...]


FORMATS = {
    known.key: known
    for known in (
        Format("jpeg", Kind.IMAGE, "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif")),
        Format("png", Kind.IMAGE, "image/png", (".png",)),
        Format("tiff", Kind.IMAGE, "image/tiff", (".tif", ".tiff")),
        Format("webp", Kind.IMAGE, "image/webp", (".webp",)),
        Format("gif", Kind.IMAGE, "image/gif", (".gif",)),
        Format("heic", Kind.IMAGE, "image/heic", (".heic", ".heif", ".hif")),
        Format("avif", Kind.IMAGE, "image/avif", (".avif",)),
        Format("jp2", Kind.IMAGE, "image/jp2", (".jp2", ".jpx", ".jpf")),
        Format("bmp", Kind.IMAGE, "image/bmp", (".bmp", ".dib")),
        Format("wav", Kind.SOUND, "audio/wav", (".wav", ".wave", ".bwf", ".rf64")),
        Format("flac", Kind.SOUND, "audio/flac", (".flac",)),
        Format("mp3", Kind.SOUND, "audio/mpeg", (".mp3",)),
        Format("m4a", Kind.SOUND, "audio/mp4", (".m4a", ".m4b", ".mp4")),
        Format("ogg", Kind.SOUND, "audio/ogg", (".ogg", ".oga", ".ogv", ".ogx")),
        Format("opus", Kind.SOUND, "audio/ogg", (".opus", ".ogg", ".oga")),
        Format("aiff", Kind.SOUND, "audio/aiff", (".aif", ".aiff", ".aifc")),
        Format("mp4", Kind.VIDEO, "video/mp4", (".mp4", ".m4v", ".m4a")),
        Format("mov", Kind.VIDEO, "video/quicktime", (".mov", ".qt")),
        Format("mkv", Kind.VIDEO, "video/x-matroska", (".mkv", ".mka", ".mks")),
        Format("webm", Kind.VIDEO, "video/webm", (".webm", ".weba")),
        Format("avi", Kind.VIDEO, "video/x-msvideo", (".avi",)),
        Format("3gp", Kind.VIDEO, "video/3gpp", (".3gp", ".3gpp", ".3g2")),
        Format("asf", Kind.VIDEO, "video/x-ms-asf", (".wmv", ".wma", ".asf")),
        Format("mpg", Kind.VIDEO, "video/mpeg", (".mpg", ".mpeg", ".vob", ".mod")),
        Format("mts", Kind.VIDEO, "video/mp2t", (".mts", ".m2ts", ".ts")),
        Format("amr", Kind.SOUND, "audio/amr", (".amr",)),
        Format("pdf", Kind.DOCUMENT, "application/pdf", (".pdf", ".ai")),
        Format("vtt", Kind.CAPTIONS, "text/vtt", (".vtt",)),
        Format("srt", Kind.CAPTIONS, "application/x-subrip", (".srt",)),
        Format("eaf", Kind.CAPTIONS, "application/xml", (".eaf",)),
        Format("txt", Kind.CAPTIONS, "text/plain", (".txt",)),
    )
}

# ISO/IEC 14496-12 brands, the first that we know deciding.
_BRANDS = {
    **dict.fromkeys(("avif", "avis"), "avif"),
    **dict.fromkeys(("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"), "heic"),
    **dict.fromkeys(("M4A ", "M4B ", "M4P "), "m4a"),
    "qt  ": "mov",
    **dict.fromkeys(("kddi", "3ge6", "3ge7", "mmp4"), "3gp"),
    **dict.fromkeys(("jp2 ", "jpx "), "jp2"),
    **dict.fromkeys(
        (
            "isom",
            "mp41",
            "mp42",
            "avc1",
            "M4V ",
            "M4VH",
            "M4VP",
            "MSNV",
            "dash",
            "f4v ",
            "F4V ",
            "XAVC",
            "NDSC",
        ),
        "mp4",
    ),
    **{f"iso{edition}": "mp4" for edition in range(2, 10)},
}

# What we can name, but do not take; the guess goes into the refusal.
_FOREIGN = (
    (b"8BPS", "psd"),
    (b"\xff\x4f\xff\x51", "jpeg-2000-codestream"),
    (b"\x00\x00\x00\x0cJXL ", "jpeg-xl"),
    (b"\xff\x0a", "jpeg-xl"),
    (b"FLV\x01", "flv"),
    (b".RMF", "realmedia"),
    (b"\x00\x00\x01\xb3", "mpeg-video"),
    (b"MThd", "midi"),
    (b"PK\x03\x04", "zip"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "executable"),
    (b"\x7fELF", "executable"),
    (b"BA", "os2-bitmap-array"),
    (b"wvpk", "wavpack"),
    (b"MAC ", "monkeys-audio"),
    (b"MPCK", "musepack"),
    (b"MP+", "musepack"),
    (b"TTA1", "true-audio"),
    (b"caff", "caf"),
    (b"AT&TFORM", "djvu"),
    (b"FUJIFILMCCD-RAW", "raf"),
)
_RIFF = {b"WAVE": "wav", b"AVI ": "avi", b"WEBP": "webp", b"CDXA": "video-cd", b"ACON": "ani"}
# PhotometricInterpretation 32803, a sensor's colour filter array, in either byte order.
_SENSOR_MARKS = (
    b"\x06\x01\x03\x00\x01\x00\x00\x00\x23\x80",
    b"\x01\x06\x00\x03\x00\x00\x00\x01\x80\x23",
)


def sniff(head: bytes) -> str:
    """Return the format key that the first bytes claim, or a guess that is not in `FORMATS`."""
    for look in (_by_magic, _iso_media, _tiff, _by_text, _transport_stream, _mpeg_audio):
        guess = look(head)
        if guess:
            return guess
    named = next((guess for magic, guess in _FOREIGN if head.startswith(magic)), "")
    if not named and head[:2] in (b"\xff\xfe", b"\xfe\xff") and len(head) % 2 == 0:
        return "utf-16-text"
    return named or ("text" if _is_text(head[:4096]) else "unknown")


def _is_text(head: bytes) -> bool:
    return (
        bool(head)
        and b"\x00" not in head
        and not head.translate(None, bytes(range(32, 256)) + b"\t\r\n\f")
    )


def _by_magic(head: bytes) -> str:
    if head[:4] in (b"RIFF", b"RF64", b"BW64"):
        return _RIFF.get(head[8:12], "riff")
    if head[:4] == b"FORM":
        return "aiff" if head[8:12] in (b"AIFF", b"AIFC") else "iff"
    if head[:4] == b"\x1aE\xdf\xa3":
        return _matroska(head)
    if head[:4] == b"OggS":
        return "opus" if b"OpusHead" in head[:512] else "ogg"
    if head[:2] == b"BM" and len(head) > 26 and head[14] in (12, 16, 40, 52, 56, 64, 108, 124):
        return "bmp"
    for magic, key in _STARTS:
        if head.startswith(magic):
            return key
    return "pdf" if b"%PDF-" in head[:1024] else ""


_STARTS = (
    (b"\xff\xd8", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"fLaC", "flac"),
    (b"0&\xb2u\x8ef\xcf\x11", "asf"),
    (b"\x00\x00\x01\xba", "mpg"),
    (b"#!AMR", "amr"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2"),
)


def _matroska(head: bytes) -> str:
    """Return `webm` or `mkv` by EBML's DocType (RFC 8794 §11.2.4)."""
    found = re.search(rb"\x42\x82[\x81-\x90]([a-z]+)", head[:256])
    return {b"webm": "webm", b"matroska": "mkv"}.get(found[1] if found else b"matroska", "ebml")


def _iso_media(head: bytes) -> str:
    """Return the format by the `ftyp` brands, or `mov` for QuickTime files older than `ftyp`."""
    if head[4:8] in (b"moov", b"mdat", b"wide", b"pnot") or (
        head[4:8] in (b"free", b"skip") and b"moov" in head
    ):
        return "mov"
    if head[4:8] != b"ftyp":
        return ""
    end = min(int.from_bytes(head[:4], "big"), 512)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]
    names = [brand.decode("latin-1") for brand in brands]
    if names[0] in ("mif1", "msf1", "miaf") and {"avif", "avis"} & set(names):
        return "avif"
    if names[0].startswith(("3gp", "3gr", "3gs", "3g2")):
        return "3gp"
    if names[0].startswith(("crx", "jxl")):
        return names[0][:3].strip()
    return next((_BRANDS[name] for name in names if name in _BRANDS), "iso-media")


def _tiff(head: bytes) -> str:
    """Return `tiff`, or which camera's raw format stands on TIFF (TIFF 6.0; DNG 1.6 tag 50706)."""
    order = {b"II": "little", b"MM": "big"}.get(head[:2])
    if head[:4] == b"IIU\x00":
        return "rw2"
    if order is None or head[2:4] not in (b"*\x00", b"\x00*", b"+\x00", b"\x00+"):
        return "orf" if head[:4] in (b"IIRO", b"IIRS", b"MMOR") else ""
    if head[8:10] == b"CR":
        return "cr2"
    dng = b"\x12\xc6\x01\x00\x04" if order == "little" else b"\xc6\x12\x00\x01\x00"
    if dng in head[:4096]:
        return "dng"
    return "camera-raw" if any(mark in head for mark in _SENSOR_MARKS) else "tiff"


_SRT_START = re.compile(
    r"^\s*(?:\d+\s*\r?\n)?\s*\d{1,3}:\d\d:\d\d[,.]\d{1,3}\s*-->\s*\d{1,3}:\d\d:\d\d[,.]\d{1,3}"
)
_XML_ROOTS = (("<svg", "svg"), ("<html", "html"), ("<!doctype html", "html"), ("<?xml", "xml"))


def _by_text(head: bytes) -> str:
    """Return `vtt` (W3C WebVTT §4.1), `srt`, `eaf` (ELAN), or which markup this is."""
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = head[:4096].decode(encoding, errors="replace")
    if re.match(r"WEBVTT(?:[ \t\r\n]|$)", text):
        return "vtt"
    if _SRT_START.match(text):
        return "srt"
    if "<ANNOTATION_DOCUMENT" in text:
        return "eaf"
    start = text.lstrip().lower()
    if start.startswith("<?xml") and "<svg" in start:
        return "svg"
    return next((guess for mark, guess in _XML_ROOTS if start.startswith(mark)), "")


def _transport_stream(head: bytes) -> str:
    """Return `mts` where packets of 188 bytes follow each other, camcorders' with a time before.

    Source: ISO/IEC 13818-1 §2.4.3.2 (sync byte); BDAV's four bytes of arrival time.
    """
    for start, length in ((0, 188), (4, 192)):
        if len(head) > start + 4 * length and all(
            head[start + n * length] == 0x47 for n in range(5)
        ):
            return "mts"
    return ""


def _mpeg_audio(head: bytes) -> str:
    if head[:3] == b"ID3":
        return _behind_tag(head)
    return "mp3" if mpegaudio.first_frame(head) is not None else ""


def _behind_tag(head: bytes) -> str:
    """Return what an ID3v2 tag stands before: mostly MP3, but not only (ID3v2.4 §3.1)."""
    length = sum(
        (byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=False)
    )
    body = head[10 + length : 14 + length]
    known = (*_FOREIGN, (b"fLaC", "flac"))
    return next((key for magic, key in known if key in _TAGGED and body.startswith(magic)), "mp3")


_TAGGED = ("flac", "monkeys-audio", "wavpack", "musepack", "true-audio")
