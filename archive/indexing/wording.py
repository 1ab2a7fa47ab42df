"""Words by which a record is looked for that stand in its fields as values: kinds, classes, lists.

They are for the search alone, so they hold more ways of saying a thing than a page shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from archive.records import ElementRecord, ItemRecord, LanguageMap, PlaceRecord, Record, TermRecord

Said = Mapping[str, tuple[str, str]]

_ITEM_KINDS: Said = {
    "image": ("ảnh, hình ảnh, bức ảnh", "image, picture, photo"),
    "sound": ("ghi âm, âm thanh, bản thu", "sound, audio recording"),
    "video": ("video, phim, clip", "video, film, clip"),
    "text": ("văn bản, trang sách", "text, document"),
    "object": ("hiện vật, đồ vật", "object, artefact"),
}
_LEVELS: Said = {
    "preschool": ("mầm non, mẫu giáo", "preschool"),
    "primary": (
        "học sinh tiểu học, cấp 1, lớp 1, lớp 2, lớp 3, lớp 4, lớp 5",
        "primary school, grade 1, grade 2, grade 3, grade 4, grade 5",
    ),
    "lower-secondary": (
        "học sinh trung học cơ sở, THCS, cấp 2, lớp 6, lớp 7, lớp 8, lớp 9",
        "lower secondary school, grade 6, grade 7, grade 8, grade 9",
    ),
    "upper-secondary": (
        "học sinh trung học phổ thông, THPT, cấp 3, lớp 10, lớp 11, lớp 12",
        "upper secondary school, high school, grade 10, grade 11, grade 12",
    ),
    "adult": ("câu lạc bộ, lớp cộng đồng", "adults, club"),
}
_SUBJECTS: Said = {
    "music": ("môn âm nhạc", "music"),
    "art": ("môn mĩ thuật", "art"),
    "physical-education": ("môn giáo dục thể chất, thể dục", "physical education"),
    "literature": ("môn ngữ văn, tiếng Việt", "literature"),
    "ethnic-language": ("môn tiếng dân tộc thiểu số", "minority languages"),
    "history-geography": ("môn lịch sử, địa lí", "history, geography"),
    "local-education": ("môn giáo dục địa phương", "local education"),
    "experience": ("hoạt động trải nghiệm", "experience activities"),
    "technology": ("môn công nghệ", "technology"),
}
_ELEMENT_KINDS: Said = {
    "dance": ("điệu múa, múa", "dance"),
    "work": ("tác phẩm có tác giả", "authored work"),
    "festival": ("lễ hội, nghi lễ", "festival, rite"),
    "craft": ("nghề thủ công", "craft"),
    "script": ("chữ viết", "script, writing"),
    "text": ("sách, văn bản cổ", "book, manuscript"),
    "song": ("bài hát, điệu hát, dân ca", "song"),
    "performance": ("nghệ thuật trình diễn", "performing art"),
    "game": ("trò chơi dân gian", "folk game"),
    "knowledge": ("tri thức dân gian", "folk knowledge"),
    "custom": ("tập quán", "custom"),
}
_SCHEMES: Said = {
    "instruments": ("nhạc cụ", "musical instrument"),
    "costumes": ("trang phục", "costume, dress"),
    "movements": ("động tác múa", "dance movement"),
    "peoples": ("dân tộc", "people, ethnic group"),
}
_FLAGS = {"living_authors", "sensitive"}
_LISTS: Said = {
    "unesco-representative": ("UNESCO ghi danh", "inscribed by UNESCO"),
    "national": ("di sản văn hóa phi vật thể quốc gia", "national intangible heritage"),
    "provincial": ("danh mục kiểm kê của tỉnh", "provincial inventory"),
}


def wording_of(record: Record) -> Iterator[tuple[str, str]]:
    """Yield language and words of what a record says by its values."""
    match record:
        case ItemRecord():
            yield from _said(_ITEM_KINDS, record.kind.value)
            for level in record.levels:
                yield from _said(_LEVELS, level)
            for subject in record.subjects:
                yield from _said(_SUBJECTS, subject)
        case ElementRecord():
            yield from _element(record)
        case TermRecord():
            yield from _said(_SCHEMES, record.scheme)
        case PlaceRecord():
            yield from _dates(record)
        case _:
            return


def wording_of_links(kinds: Iterable[str], schemes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what the things are that an item is linked to: a craft, an instrument."""
    for kind in dict.fromkeys(kinds):
        yield from _said(_ELEMENT_KINDS, kind)
    for scheme in dict.fromkeys(schemes):
        if scheme != "peoples":  # every item has one, so the words would tell nothing
            yield from _said(_SCHEMES, scheme)


def _element(record: ElementRecord) -> Iterator[tuple[str, str]]:
    yield from _said(_ELEMENT_KINDS, record.kind)
    for key, texts in record.profile.items():
        if key not in _FLAGS:
            yield from _texts(texts)
    for inscription in record.inscriptions:
        yield from _said(_LISTS, inscription.list)
        written = " ".join(filter(None, (inscription.decision, inscription.date)))
        if written:
            yield "vi", f"quyết định {written}"
            yield "en", f"decision {written}"
    yield from (("", creator.name) for creator in record.creators if creator.name)


def _dates(record: PlaceRecord) -> Iterator[tuple[str, str]]:
    if record.valid_to:
        yield "vi", f"đơn vị cũ, đến {record.valid_to}"
        yield "en", f"former unit, until {record.valid_to}"


def _said(words: Said, value: str) -> Iterator[tuple[str, str]]:
    if value in words:
        vietnamese, english = words[value]
        yield "vi", vietnamese
        yield "en", english


def _texts(texts: LanguageMap) -> Iterator[tuple[str, str]]:
    return ((language, text) for language, values in texts.items() for text in values)
