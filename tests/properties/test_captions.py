"""What any tier must keep on its way through WebVTT, SubRip and ELAN."""

from hypothesis import given
from hypothesis import strategies as st

from media import elan, elan_writing, webvtt
from media.tiers import Segment, Tier, TierKind, spans_of

words = st.text(st.characters(categories=["L", "M", "N", "P", "S"]), min_size=1, max_size=12)
texts = st.lists(words, min_size=1, max_size=4).map(" ".join)
times = st.tuples(st.integers(0, 10**7), st.integers(0, 10**6))


@st.composite
def tiers_of_cues(draw: st.DrawFn) -> Tier:
    """Draw a tier of cues in the order of their time."""
    drawn = draw(st.lists(st.tuples(times, texts, st.none() | words), min_size=1, max_size=6))
    spans = sorted((start, start + length) for (start, length), _, _ in drawn)
    segments = tuple(
        Segment(f"c{n}", start, end, text, voice=(voice or "").strip(">&<"))
        for n, ((start, end), (_, text, voice)) in enumerate(zip(spans, drawn, strict=True), 1)
    )
    return Tier("captions", language="", segments=segments)


def said(tier: Tier) -> list[tuple[int | None, int | None, str]]:
    """Return what a tier says and when."""
    return [(one.start_ms, one.end_ms, one.text) for one in tier.segments]


@given(tiers_of_cues())
def test_webvtt_keeps_words_times_and_voices(tier):
    again, notices = webvtt.read(webvtt.write_vtt(tier, spans_of([tier])))

    assert (said(again), notices) == (said(tier), ())
    assert [one.voice for one in again.segments] == [one.voice for one in tier.segments]


@given(tiers_of_cues())
def test_what_webvtt_wrote_it_writes_again(tier):
    text = webvtt.write_vtt(tier, spans_of([tier]))
    again = webvtt.read(text)[0]

    assert webvtt.write_vtt(again, spans_of([again])) == text


@given(tiers_of_cues())
def test_subrip_keeps_times_and_the_number_of_lines(tier):
    again = webvtt.read(webvtt.write_srt(tier, spans_of([tier])))[0]

    assert [one[:2] for one in said(again)] == [one[:2] for one in said(tier)]


@given(tiers_of_cues(), st.lists(texts, max_size=6))
def test_elan_keeps_tiers_times_and_references(tier, translations):
    parents = zip(tier.segments, translations, strict=False)
    hanging = tuple(Segment(f"d{one.id}", text=t, parent=one.id) for one, t in parents)
    lines = (
        Tier("lời", TierKind.TRANSCRIPT, "blt-Tavt", segments=_bare(tier)),
        Tier("dịch", TierKind.TRANSLATION, "vi", parent="lời", segments=hanging),
    )

    data = elan_writing.write(lines)

    assert elan.tiers_of(elan.parsed(data)) == lines
    assert elan_writing.write(lines, data) == data


def _bare(tier: Tier) -> tuple[Segment, ...]:
    return tuple(Segment(one.id, one.start_ms, one.end_ms, one.text) for one in tier.segments)
