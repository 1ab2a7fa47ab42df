"""`kho reindex --check` on an index that lost what names its parts, though none of them."""

from click.testing import CliRunner

from archive.cli import main
from tests.makers import an_item, stored


def test_the_check_names_a_damaged_index_even_if_no_document_is_missing(engines):
    stored(engines, an_item("Xòe vòng"), find=True)
    (engines.settings.data / "index" / "CURRENT").unlink()
    about = {"KHO_DATA": str(engines.settings.data), "KHO_SECRET_KEY": "tests only"}

    checked = CliRunner(env=about).invoke(main, ["reindex", "--check"])

    assert (checked.exit_code, checked.stdout) == (1, "")
    assert "kho reindex" in checked.stderr
