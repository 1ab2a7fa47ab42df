# ruff: noqa: N802 - A fixture is named after the rule that it breaks, as the official ones are.
"""One OCFL object for each rule that a program can find broken, named after that rule.

Source: OCFL 1.1, Validation Codes, https://ocfl.io/1.1/spec/validation-codes.html
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.makers_ocfl import Shape, a_shape, sha

BROKEN: dict[str, Callable[[], Shape]] = {}


def _fixture(make: Callable[[Shape], None]) -> Callable[[Shape], None]:
    def made() -> Shape:
        shape = a_shape()
        make(shape)
        return shape

    BROKEN[make.__name__] = made
    return make


def _newest(name: str, change: Callable[[dict[str, Any]], object]) -> None:
    """Register an object whose newest inventory was changed, in both places."""
    BROKEN[name] = lambda: _changed(a_shape(), Shape.newest, change)


def _alone(name: str, change: Callable[[dict[str, Any]], object]) -> None:
    """Register an object of one version whose inventory was changed, in both places."""
    BROKEN[name] = lambda: _changed(a_shape(1), Shape.all, change)


def _changed(shape: Shape, how: Callable[..., None], change: Callable[..., object]) -> Shape:
    how(shape, change)
    return shape


@contextmanager
def _state(inventory: dict[str, Any]) -> Iterator[dict[str, list[str]]]:
    yield inventory["versions"][inventory["head"]]["state"]


def _block(inventory: dict[str, Any]) -> dict[str, Any]:
    return inventory["versions"][inventory["head"]]


def _put(key: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda inventory: inventory.__setitem__(key, value)


def _drop(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda inventory: inventory.pop(key)


def _put_block(key: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda inventory: _block(inventory).__setitem__(key, value)


def _image() -> str:
    return sha(b"the picture")


def _move_image(path: str) -> Callable[[dict[str, Any]], object]:
    """Have the manifest give another content path for the picture."""
    return lambda inventory: inventory["manifest"].__setitem__(_image(), [path])


def _rename_image(*paths: object) -> Callable[[dict[str, Any]], object]:
    """Have the newest state give other logical paths to the picture."""
    return lambda inventory: _block(inventory)["state"].__setitem__(_image(), list(paths))


# --- The object root --------------------------------------------------------------------------


@_fixture
def E001_extra_file_in_root(shape):
    shape.files["extra.txt"] = b""


@_fixture
def E001_extra_dir_in_root(shape):
    shape.files["extra/file.txt"] = b""


@_fixture
def E003_no_decl(shape):
    del shape.files["0=ocfl_object_1.1"]


@_fixture
def E003_two_declarations(shape):
    shape.files["0=ocfl_object_1.0"] = b"ocfl_object_1.0\n"


@_fixture
def E003_E063_empty(shape):
    shape.files.clear()
    shape.inventories.clear()
    shape.folders.add("logs")


@_fixture
def E006_unknown_declaration(shape):
    del shape.files["0=ocfl_object_1.1"]
    shape.files["0=ocfl_object_9.9"] = b"ocfl_object_9.9\n"


@_fixture
def E007_bad_declaration_contents(shape):
    shape.files["0=ocfl_object_1.1"] = b"something else\n"


@_fixture
def E007_no_newline_in_declaration(shape):
    shape.files["0=ocfl_object_1.1"] = b"ocfl_object_1.1"


@_fixture
def E046_version_folder_not_in_inventory(shape):
    shape.files["v3/content/record.json"] = b"half"


@_fixture
def E046_E092_missing_version_dir(shape):
    shape.files = {k: v for k, v in shape.files.items() if not k.startswith("v1/")}
    del shape.inventories["v1/inventory.json"]


@_fixture
def E063_no_inv(shape):
    del shape.inventories["inventory.json"]


@_fixture
def E067_file_in_extensions_dir(shape):
    shape.files["extensions/file.txt"] = b""


@_fixture
def E090_link_in_root(shape):
    shape.links["link"] = "v1"


@_fixture
def W013_unregistered_extension(shape):
    shape.files["extensions/unregistered/config.json"] = b"{}"


# --- Version folders --------------------------------------------------------------------------


@_fixture
def E015_content_not_in_content_dir(shape):
    shape.files["v2/stray.txt"] = b""


@_fixture
def E023_extra_file(shape):
    shape.files["v1/content/extra.txt"] = b"extra"


@_fixture
def E024_empty_folder_in_content(shape):
    shape.folders.add("v1/content/empty")


@_fixture
def E090_link_in_content(shape):
    shape.links["v1/content/link"] = "image.jpg"


@_fixture
def E092_missing_file(shape):
    del shape.files["v1/content/image.jpg"]


@_fixture
def E092_content_file_digest_mismatch(shape):
    shape.files["v1/content/image.jpg"] = b"the pictura"


@_fixture
def W002_extra_dir_in_version_dir(shape):
    shape.files["v1/extra/file.txt"] = b""


@_fixture
def W010_no_version_inventory(shape):
    del shape.inventories["v1/inventory.json"]


def _empty_content() -> Shape:
    shape = a_shape(1)
    shape.files = {"0=ocfl_object_1.1": b"ocfl_object_1.1\n"}
    shape.folders.add("v1/content")
    shape.all(lambda inventory: inventory["manifest"].clear())
    shape.all(lambda inventory: inventory["versions"]["v1"]["state"].clear())
    return shape


BROKEN["W004_uses_sha256"] = lambda: a_shape(2, "sha256")
BROKEN["W003_empty_content_dir"] = _empty_content

# --- The inventory ----------------------------------------------------------------------------


def _raw(name: str, raw: bytes) -> None:
    def made() -> Shape:
        shape = a_shape(1)
        shape.inventories = {"inventory.json": raw, "v1/inventory.json": raw}
        return shape

    BROKEN[name] = made


_raw("E033_inventory_bad_json", b'{"id": ')
_raw("E033_not_an_object", b"[]")
_raw("E033_not_utf8", b'{"id": "\xff"}')
_TWICE = json.dumps(a_shape(1).root).replace("{", '{"head": "v1", ', 1).encode()
_raw("E033_key_twice", _TWICE)
_alone("E036_no_id", _drop("id"))
_alone("E036_no_type", _drop("type"))
_alone("E036_no_head", _drop("head"))
_alone("E036_no_digest_algorithm", _drop("digestAlgorithm"))
_alone("E037_empty_id", _put("id", ""))
_alone("E037_id_not_a_string", _put("id", 7))
_alone("E038_wrong_type", _put("type", "https://example.org/"))
_alone("E038_type_not_a_string", _put("type", 11))
_alone("E038_type_of_another_version", _put("type", "https://ocfl.io/1.0/spec/#inventory"))
_newest("E040_head_not_most_recent", _put("head", "v1"))
_newest("E040_wrong_head_doesnt_exist", _put("head", "v9"))
_newest("E040_wrong_head_format", _put("head", 2))
_alone("E025_wrong_digest_algorithm", _put("digestAlgorithm", "md5"))
_alone("E017_invalid_content_dir", _put("contentDirectory", "content/dir"))
_alone("E018_content_dir_is_dots", _put("contentDirectory", ".."))
_alone("E102_unknown_key", _put("extra", True))
_alone("W005_id_not_uri", _put("id", "not_a_uri"))


@_fixture
def E019_content_dir_set_late(shape):
    shape.newest(_put("contentDirectory", "content"))


@_fixture
def E020_E042_content_dir_changed(shape):
    shape.inventories["v1/inventory.json"]["contentDirectory"] = "data"


@_fixture
def E037_inconsistent_id(shape):
    shape.inventories["v1/inventory.json"]["id"] = "urn:kho:item:2"


@_fixture
def E103_older_specification_later(shape):
    shape.newest(_put("type", "https://ocfl.io/1.0/spec/#inventory"))
    del shape.files["0=ocfl_object_1.1"]
    shape.files["0=ocfl_object_1.0"] = b"ocfl_object_1.0\n"


# --- Manifest ---------------------------------------------------------------------------------

_alone("E041_no_manifest", _drop("manifest"))
_alone("E106_manifest_not_an_object", _put("manifest", []))
_alone("E042_content_path_in_no_version", _move_image("v9/content/image.jpg"))
_alone("E042_content_path_outside_content", _move_image("v1/image.jpg"))
_alone("E099_content_path_elements", _move_image("v1/content/../image.jpg"))
_alone("E100_content_path_with_slash", _move_image("/v1/content/image.jpg"))
_alone("E092_paths_not_a_list", lambda i: i["manifest"].__setitem__(_image(), "x"))
_alone("E025_digest_of_another_kind", lambda i: i["manifest"].__setitem__("12ab", ["v1/x"]))


@_fixture
def E096_manifest_repeated_digest(shape):
    path = "v1/content/again.jpg"
    shape.files[path] = b"the picture"
    shape.all(lambda inventory: inventory["manifest"].__setitem__(_image().upper(), [path]))


@_fixture
def E101_non_unique_content_paths(shape):
    shape.all(_move_image("v1/content/image.jpg"))
    shape.all(lambda i: i["manifest"][_image()].append("v1/content/image.jpg"))


@_fixture
def E101_conflicting_content_paths(shape):
    shape.all(lambda i: i["manifest"][_image()].append("v1/content/record.json/image.jpg"))


@_fixture
def E107_file_in_manifest_not_used(shape):
    shape.files["v2/content/unused.txt"] = b"unused"
    unused = {sha(b"unused"): ["v2/content/unused.txt"]}
    shape.newest(lambda inventory: inventory["manifest"].update(unused))


@_fixture
def E023_E066_old_manifest_missing_entries(shape):
    again = "v1/content/again.jpg"
    shape.files[again] = b"the picture"
    old = shape.inventories["v1/inventory.json"]
    old["manifest"][_image()].append(again)
    shape.newest(_move_image("v1/content/image.jpg"))


# --- Versions ---------------------------------------------------------------------------------

_alone("E041_no_versions", _drop("versions"))
_alone("E044_versions_not_an_object", _put("versions", []))
_alone("E008_no_versions", _put("versions", {}))
_alone("E047_version_not_an_object", lambda i: i["versions"].__setitem__("v1", []))
_alone("E048_no_created", lambda i: _block(i).pop("created"))
_alone("E048_no_state", lambda i: _block(i).pop("state"))
_alone("E049_created_no_timezone", _put_block("created", "2026-01-01T02:03:04"))
_alone("E049_created_not_to_seconds", _put_block("created", "2026-01-01T01:02Z"))
_alone("E049_created_no_instant", _put_block("created", "2026-13-01T01:02:03Z"))
_alone("E049_created_not_a_string", _put_block("created", 20260101))
_alone("E050_state_not_an_object", _put_block("state", []))
_alone("E054_user_not_an_object", _put_block("user", "Lò"))
_alone("E054_user_no_name", _put_block("user", {"address": "mailto:a@example.org"}))
_alone("E094_message_not_a_string", _put_block("message", ["x"]))
_alone("E102_unknown_key_in_version", _put_block("extra", 1))
_alone("W007_no_message_or_user", lambda i: [_block(i).pop(key) for key in ("message", "user")])
_alone("W008_user_no_address", _put_block("user", {"name": "Lò"}))
_alone("W009_user_address_not_uri", _put_block("user", {"name": "Lò", "address": "bản Mẫu"}))
_alone("E051_paths_not_a_list", lambda i: _block(i)["state"].__setitem__(_image(), "image.jpg"))
_alone("E052_logical_path_elements", _rename_image("a/../image.jpg"))
_alone("E053_logical_path_with_slash", _rename_image("/image.jpg"))
_alone("E095_non_unique_logical_paths", _rename_image("image.jpg", "image.jpg"))
_alone("E095_conflicting_logical_paths", _rename_image("image.jpg", "record.json/image.jpg"))
_alone("E050_unknown_digest", lambda i: _block(i)["state"].__setitem__(sha(b"?"), ["new.txt"]))


@_fixture
def E050_state_digest_different_case(shape):
    def upper(inventory):
        with _state(inventory) as state:
            state[_image().upper()] = state.pop(_image())

    shape.newest(upper)


def _renamed_versions(name: str, first: str, second: str) -> None:
    def made() -> Shape:
        shape = a_shape(2, pattern="v{}")
        names = {"v1": first, "v2": second}
        swapped = Shape()
        for path, raw in shape.files.items():
            head, slash, rest = path.partition("/")
            swapped.files[names.get(head, head) + slash + rest] = raw
        for path, inventory in shape.inventories.items():
            head, slash, rest = path.partition("/")
            swapped.inventories[names.get(head, head) + slash + rest] = _named(inventory, names)
        return swapped

    BROKEN[name] = made


def _named(inventory: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    manifest = {
        digest: ["/".join([names[p.split("/")[0]], *p.split("/")[1:]]) for p in paths]
        for digest, paths in inventory["manifest"].items()
    }
    versions = {names[name]: block for name, block in inventory["versions"].items()}
    return {
        **inventory,
        "manifest": manifest,
        "versions": versions,
        "head": names[inventory["head"]],
    }


_renamed_versions("E009_version_two_only", "v2", "v3")
_renamed_versions("E010_skipped_versions", "v1", "v3")
_renamed_versions("E011_W001_mixed_padding", "v01", "v2")
_renamed_versions("E012_W001_two_paddings", "v01", "v002")
_renamed_versions("W001_zero_padded_versions", "v0001", "v0002")


@_fixture
def E066_inconsistent_version_state(shape):
    old = shape.inventories["v1/inventory.json"]["versions"]["v1"]["state"]
    old[_image()] = ["other.jpg"]


@_fixture
def E066_other_content_of_a_path(shape):
    state = shape.inventories["v1/inventory.json"]["versions"]["v1"]["state"]
    record = sha(b"record 1")
    state[_image()], state[record] = state[record], state[_image()]


def _other_algorithm_first() -> Shape:
    """Make a sound object that changed its digest algorithm with its second version."""
    shape, older = a_shape(2), a_shape(1, "sha256")
    shape.inventories["v1/inventory.json"] = older.root
    return shape


def _other_algorithm_other_state() -> Shape:
    shape = _other_algorithm_first()
    state = shape.inventories["v1/inventory.json"]["versions"]["v1"]["state"]
    state[sha(b"the picture", "sha256")] = ["other.jpg"]
    return shape


BROKEN["W004_first_version_uses_sha256"] = _other_algorithm_first
BROKEN["E066_W004_algorithm_change_state_mismatch"] = _other_algorithm_other_state


@_fixture
def E092_old_manifest_digest_incorrect(shape):
    wrong = "0" * 64
    shape.inventories["v1/inventory.json"] = a_shape(1, "sha256").root
    old, image = shape.inventories["v1/inventory.json"], sha(b"the picture", "sha256")
    old["manifest"][wrong] = old["manifest"].pop(image)
    state = old["versions"]["v1"]["state"]
    state[wrong] = state.pop(image)


BROKEN["E092_W004_old_manifest_digest_incorrect"] = BROKEN.pop("E092_old_manifest_digest_incorrect")


@_fixture
def W011_version_inv_diff_metadata(shape):
    shape.inventories["v1/inventory.json"]["versions"]["v1"]["message"] = "another"


# --- Sidecars and copies ----------------------------------------------------------------------


@_fixture
def E058_no_sidecar(shape):
    shape.sidecars["inventory.json"] = None


@_fixture
def E058_no_sidecar_of_a_version(shape):
    shape.sidecars["v1/inventory.json"] = None


@_fixture
def E060_version_inventory_digest_mismatch(shape):
    shape.sidecars["v1/inventory.json"] = b"0" * 128 + b" inventory.json\n"


@_fixture
def E060_root_inventory_digest_mismatch(shape):
    shape.sidecars["inventory.json"] = b"0" * 128 + b" inventory.json\n"


@_fixture
def E061_invalid_sidecar(shape):
    shape.sidecars["inventory.json"] = b"no digest here"


@_fixture
def E064_different_root_and_latest_inventories(shape):
    shape.inventories["v2/inventory.json"]["versions"]["v2"]["message"] = "another"


# --- Fixity -----------------------------------------------------------------------------------


def _fixity(block: object) -> Callable[[dict[str, Any]], object]:
    return _put("fixity", block)


_IMAGE_MD5 = sha(b"the picture", "md5")
_alone("E111_fixity_not_an_object", _fixity([]))
_alone("E056_unknown_algorithm", _fixity({"crc32": {"00": ["v1/content/image.jpg"]}}))
_alone("E057_block_not_an_object", _fixity({"md5": []}))
_alone("E057_digest_of_another_kind", _fixity({"md5": {"00": ["v1/content/image.jpg"]}}))
_alone("E057_path_not_in_manifest", _fixity({"md5": {_IMAGE_MD5: ["v1/content/none.jpg"]}}))
_alone("E093_fixity_digest_mismatch", _fixity({"md5": {"0" * 32: ["v1/content/image.jpg"]}}))
_alone(
    "E097_fixity_repeated_digest",
    _fixity(
        {
            "md5": {
                _IMAGE_MD5: ["v1/content/image.jpg"],
                _IMAGE_MD5.upper(): ["v1/content/image.jpg"],
            }
        }
    ),
)
_alone(
    "E099_fixity_path_elements",
    _fixity({"md5": {_IMAGE_MD5: ["v1/content/../image.jpg"]}}),
)
_alone(
    "E100_fixity_path_with_slash",
    _fixity({"md5": {_IMAGE_MD5: ["/v1/content/image.jpg"]}}),
)

# --- Sound ones, which must stay without a fault ----------------------------------------------


def _upper_digests(inventory: dict[str, Any]) -> None:
    inventory["manifest"] = {k.upper(): v for k, v in inventory["manifest"].items()}
    for block in inventory["versions"].values():
        block["state"] = {k.upper(): v for k, v in block["state"].items()}


def _all_fixity(inventory: dict[str, Any]) -> None:
    path, text = "v1/content/image.jpg", b"the picture"
    inventory["fixity"] = {
        name: {sha(text, name): [path]} for name in ("md5", "sha1", "sha256", "sha512")
    }


def _other_content_folder() -> Shape:
    shape = a_shape()
    shape.files = {k.replace("/content/", "/data/"): v for k, v in shape.files.items()}

    def rename(inventory: dict[str, Any]) -> None:
        inventory["contentDirectory"] = "data"
        for paths in inventory["manifest"].values():
            paths[:] = [path.replace("/content/", "/data/") for path in paths]

    shape.all(rename)
    return shape


def _older() -> Shape:
    shape = a_shape()
    shape.all(_put("type", "https://ocfl.io/1.0/spec/#inventory"))
    shape.files["0=ocfl_object_1.0"] = b"ocfl_object_1.0\n"
    del shape.files["0=ocfl_object_1.1"]
    return shape


def _removed() -> Shape:
    shape = a_shape()
    shape.newest(lambda inventory: _block(inventory)["state"].pop(_image()))
    return shape


SOUND: dict[str, Callable[[], Shape]] = {
    "one_version": lambda: a_shape(1),
    "three_versions": lambda: a_shape(3),
    "uppercase_digests": lambda: _changed(a_shape(1), Shape.all, _upper_digests),
    "fixity_of_all_kinds": lambda: _changed(a_shape(1), Shape.all, _all_fixity),
    "logs_folder": lambda: Shape(
        **{**vars(a_shape(1)), "folders": {"logs"}},
    ),
    "content_folder_of_another_name": _other_content_folder,
    "version_1_0": _older,
    "removed_file": _removed,
}
