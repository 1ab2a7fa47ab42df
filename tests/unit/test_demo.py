"""The demonstration is whole, marked as such, invents nothing, and is made only once."""

import stat
from collections import Counter

import pytest

from archive.accounts.queries import user_named
from archive.accounts.service import sign_in
from archive.catalogue.files.models import File
from archive.catalogue.models import ROWS
from archive.demo.accounts import ACCOUNTS_FILE
from archive.demo.items import demo_items, record_ids
from archive.demo.keys import demo_id
from archive.demo.making import make_demonstration
from archive.demo.order import Detail
from archive.demo.papers import attested_words
from archive.demo.people import COMMUNITY, around_records
from archive.ids import is_id
from archive.records import FileRole, ItemKind, Preset, Status, record_of
from archive.vocabulary.starter import load_starter

pytestmark = pytest.mark.xdist_group("demo")
SMALL = Detail(picture_px=120, video_share=0.2, length_s=1.0, previews_s=0.0)
TYPES = ("item", "agent", "community", "collection", "event")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """An archive with the demonstration in it, its files small and short, and its accounts."""
    from archive.engines import open_engines
    from archive.schema import create_tables
    from archive.settings import Settings

    data = tmp_path_factory.mktemp("demo") / "kho"
    engines = open_engines(Settings(data=data, secret_key="tests only").completed())
    create_tables(engines.db)
    accounts = make_demonstration(engines, detail=SMALL)
    yield engines, accounts
    engines.close()


@pytest.fixture(scope="module")
def engines(archive):
    return archive[0]


@pytest.fixture(scope="module")
def items(engines):
    """The records of all items."""
    with engines.db.reading() as session:
        return [record_of(row.record) for row in session.query(ROWS["item"]).all()]


def all_records(engines):
    with engines.db.reading() as session:
        return [record_of(row.record) for kind in TYPES for row in session.query(ROWS[kind]).all()]


def test_there_are_sixty_items_or_more(items):
    assert len(items) >= 60


def test_a_second_run_adds_nothing(engines, items):
    before = {record.id: record.version for record in all_records(engines)}

    make_demonstration(engines, detail=SMALL)

    assert {record.id: record.version for record in all_records(engines)} == before


def test_every_record_is_marked(engines):
    assert [record.id for record in all_records(engines) if not record.is_demo] == []


def test_every_item_says_that_it_is_a_demonstration(items):
    silent = [
        item.id
        for item in items
        if "minh họa" not in item.credit_line["vi"][0] or "bằng mã" not in item.description["vi"][0]
    ]

    assert silent == []


def test_every_name_of_a_person_says_that_it_is_made_up():
    names = [name.text for record in around_records() for name in record.names]

    assert [name for name in names if "(minh họa)" not in name and "(demo" not in name] == []


@pytest.mark.parametrize("kind", list(ItemKind))
def test_every_kind_of_item_is_there(items, kind):
    assert any(item.kind is kind for item in items)


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_there(items, status):
    assert any(item.status is status for item in items)


@pytest.mark.parametrize("preset", list(Preset))
def test_every_audience_is_there(items, preset):
    assert any(item.access.see.preset is preset for item in items)


def test_the_files_have_many_formats(engines):
    with engines.db.reading() as session:
        formats = Counter(row.format for row in session.query(File).all())

    assert set(formats) >= {
        *("jpeg", "png", "webp", "tiff", "pdf", "vtt"),
        *("wav", "flac", "mp3", "opus", "mp4", "mov", "mkv", "webm"),
    }


def test_one_film_was_taken_upright(items):
    turns = {file.technical.get("rotation_deg") for item in items for file in item.files}

    assert turns & {90, 270}


def test_files_carry_metadata_that_extraction_reads(items):
    pictures = [file for item in items for file in item.files if file.kind == "image"]

    assert all(file.technical["title"] for file in pictures)
    assert any(file.technical.get("gps") for file in pictures)
    assert any(file.technical.get("captured") for file in pictures)


def test_every_original_has_a_text_for_who_cannot_see_it(items):
    originals = [file for item in items for file in item.files if file.role is FileRole.ORIGINAL]

    assert [file.name for file in originals if set(file.alt) != {"vi", "en"}] == []


def test_captions_are_in_three_languages_and_two_scripts(items):
    languages = {
        file.language for item in items for file in item.files if file.role is FileRole.CAPTIONS
    }

    assert languages == {"vi", "en", "blt-Tavt", "blt-Latn"}


def test_everything_that_items_point_to_is_in_the_vocabulary():
    starter = load_starter()
    known = {
        *(("element", element.id) for element in starter.elements),
        *(("place", place.id) for place in starter.places),
        *(("term", term.id) for term in (*starter.terms, *starter.peoples)),
    }

    assert set(record_ids(demo_items())) - known == set()


def test_everything_else_that_items_point_to_is_made_with_them(items):
    made = {record.id for record in around_records()} | {item.id for item in items}
    links = {
        target
        for item in items
        for target in (
            *(link.id for link in (*item.agents, *item.relations)),
            *(voice.voice.id for voice in item.narratives),
            *item.collections,
            *item.communities,
            *((item.event,) if item.event else ()),
        )
    }

    assert links - made == set()


def test_no_item_names_the_living_authors_of_the_unity_dance(items):
    authors = {author.name for element in load_starter().elements for author in element.authors}

    assert [item.id for item in items if any(name in str(item.to_json()) for name in authors)] == []


def test_identifiers_are_fixed_and_right(items):
    assert demo_id("item:vong-lua") == "zms8d4xgmj"
    assert all(is_id(item.id) and all(is_id(file.id) for file in item.files) for item in items)


def test_words_in_tai_script_are_those_of_the_vocabulary(items):
    attested = {word for word, _ in attested_words()}
    titles = {text for item in items for text in item.alternative.get("blt-Tavt", ())}

    assert titles
    assert titles <= attested


def test_the_accounts_sign_in_and_are_marked(archive):
    engines, accounts = archive

    with engines.db.reading() as session:
        users = [sign_in(session, name, password) for name, password, _ in accounts]

    assert len(users) == 7
    assert all(user.is_demo for user in users)


def test_a_second_start_tells_the_same_accounts(archive):
    engines, accounts = archive

    assert make_demonstration(engines, detail=SMALL) == accounts


def test_a_changed_password_is_no_longer_told(archive):
    from archive.accounts.service import set_password

    engines, accounts = archive
    name, old, _ = accounts[0]
    with engines.db.writing() as session:
        set_password(session, user_named(session, name), "mật khẩu của riêng tôi")

    told = make_demonstration(engines, detail=SMALL)

    with engines.db.writing() as session:
        set_password(session, user_named(session, name), old)
    assert told == accounts[1:]


def test_the_passwords_are_for_the_owner_of_the_folder_alone(engines):
    path = engines.settings.data / ACCOUNTS_FILE

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_sample_community_has_a_steward_and_a_member(engines):
    with engines.db.reading() as session:
        record = record_of(session.get_one(ROWS["community"], COMMUNITY).record)

    assert {(link.id, link.role) for link in record.members} == {
        ("congdong", "steward"),
        ("thanhvien", "member"),
    }
