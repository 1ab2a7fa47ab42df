"""Open sound and video by PyAV with the one demuxer that the signature names.

Source: FFmpeg formats documentation. A forced demuxer and `protocol_whitelist=file` keep a
playlist inside a file from reaching other files or hosts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from media.border import attempt, words
from media.errors import BrokenFileError, UnsupportedCodecError
from media.limits import CEILINGS, Ceilings
from media.values import Notice

if TYPE_CHECKING:
    from av.container import InputContainer

DEMUXERS = {
    "wav": "wav",
    "flac": "flac",
    "mp3": "mp3",
    "m4a": "mov",
    "ogg": "ogg",
    "opus": "ogg",
    "aiff": "aiff",
    "mp4": "mov",
    "mov": "mov",
    "mkv": "matroska",
    "webm": "matroska",
    "avi": "avi",
    "3gp": "mov",
    "asf": "asf",
    "mpg": "mpeg",
    "mts": "mpegts",
    "amr": "amr",
    # Not taken in; what their headers say is read all the same.
    "wavpack": "wv",
    "monkeys-audio": "ape",
    "true-audio": "tta",
    "musepack": "mpc8",
    "flv": "flv",
    "caf": "caf",
    "realmedia": "rm",
}
# A picture inside a sound file is a stream with this disposition.
_PICTURE_CODECS = ("mjpeg", "png", "gif", "bmp", "webp")
_PACKETS_TO_TRY = 400
_DAMAGED_PACKETS = 1_000


def open_streams(path: Path, name: str, format_key: str) -> InputContainer:
    """Return the opened container; raise BrokenFileError when its header cannot be read."""
    import av

    av.logging.set_level(None)
    return attempt(
        lambda: av.open(
            str(path),
            format=DEMUXERS[format_key],
            options={"protocol_whitelist": "file"},
            metadata_errors="replace",
        ),
        lambda error: _broken(name, format_key, error),
    )


def real_video(container: InputContainer) -> Any | None:  # noqa: ANN401 - PyAV's stream
    """Return the first video stream that is no cover picture, or None."""
    return next((s for s in container.streams.video if not is_picture(s)), None)


def has_decoder(stream: Any) -> bool:  # noqa: ANN401 - PyAV's stream
    """Tell whether there is a decoder for a stream; without one PyAV gives it no context."""
    return stream.codec_context is not None


def is_picture(stream: Any) -> bool:  # noqa: ANN401 - PyAV's stream
    """Tell whether a video stream is a picture that was attached to the sound."""
    import av

    attached = bool(stream.disposition & av.stream.Disposition.attached_pic)
    single = stream.frames == 1 and stream.codec_context.name in _PICTURE_CODECS
    return attached or (single and bool(stream.container.streams.audio))


def check(
    path: Path, name: str, format_key: str, ceilings: Ceilings = CEILINGS
) -> tuple[bool, tuple[Notice, ...]]:
    """Decode the first picture and the first sound; return (has moving pictures, notices)."""
    with open_streams(path, name, format_key) as container:
        video = real_video(container)
        sounds = container.streams.audio
        if video is None and not sounds:
            raise BrokenFileError(name, "no-streams", format_key)
        wanted = [s for s in (video, sounds[0] if sounds else None) if s is not None]
        # A film whose sound alone is unknown can be watched; one whose picture is cannot.
        if not has_decoder(wanted[0]):
            raise UnsupportedCodecError(name, format_key, str(wanted[0].type))
        _within(container, video, name, format_key, ceilings)
        notices = _decode_each(container, wanted, name, format_key)
    return video is not None, notices


def each_frame(container: Any, wanted: list[Any]) -> Iterator[tuple[int, Any]]:  # noqa: ANN401
    """Yield (stream index, frame) in the order of the file; damaged packets are passed over."""
    import av

    if not wanted:
        return
    failed = 0
    packets = container.demux(*wanted)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                return
            for frame in packet.decode():
                yield packet.stream.index, frame
        except av.EOFError:
            return
        except av.FFmpegError:
            failed += 1
            if failed > _DAMAGED_PACKETS:
                raise


def frames(container: Any, stream: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the frames of one stream, from where the container stands."""
    return (frame for _, frame in each_frame(container, [stream]))


def _within(container: Any, video: Any, name: str, key: str, ceilings: Ceilings) -> None:  # noqa: ANN401
    if video is not None and (video.width or 0) * (video.height or 0) > ceilings.video_pixels:
        size = f"{video.width} x {video.height} pixels"
        raise BrokenFileError(name, "too-large", key, size)
    if (container.duration or 0) / 1_000_000 > ceilings.duration_s:
        raise BrokenFileError(name, "too-large", key, f"{container.duration // 1_000_000} s")


def _decode_each(
    container: Any,  # noqa: ANN401
    wanted: list[Any],
    name: str,
    key: str,
) -> tuple[Notice, ...]:
    """Demux until each stream has given a frame; a stream that gives none is a notice."""
    silent = {stream.index: stream for stream in wanted}
    problems: list[str] = []
    packets = attempt(lambda: container.demux(*wanted), lambda error: _broken(name, key, error))
    for _ in range(_PACKETS_TO_TRY):
        packet = attempt(lambda: next(packets, None), lambda error: _broken(name, key, error))
        if packet is None or not silent:
            break
        if packet.stream.index in silent and _gives_a_frame(packet, problems):
            del silent[packet.stream.index]
    if len(silent) == len(wanted):
        raise BrokenFileError(name, _reason(problems), key, "; ".join(problems[:2]))
    return tuple(Notice("stream-undecodable", stream.type) for stream in silent.values())


def _reason(problems: list[str]) -> str:
    return "damaged" if problems else "no-streams"


def _gives_a_frame(packet: Any, problems: list[str]) -> bool:  # noqa: ANN401
    import av

    try:
        return bool(packet.decode())
    except (av.FFmpegError, ValueError, RuntimeError) as error:
        problems.append(words(error))
        return False


def _broken(name: str, format_key: str, error: Exception) -> BrokenFileError:
    said = words(error)
    reason = "truncated" if isinstance(error, EOFError) else "damaged"
    return BrokenFileError(name, reason, format_key, said)
