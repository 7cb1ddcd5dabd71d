"""Files that an importer needs besides: found where they have their publisher's name, never guessed."""

import hashlib

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from seeds.importers import IMPORTERS
from seeds.importers.ca_doj import COLUMNS
from seeds.importers.fbi import employees as fbi_employees
from seeds.importers.fbi.texts import EDITIONS

COUNTIES = "co-est2023-alldata.csv"
CENSUS = "SUMLEV,STATE,COUNTY,CTYNAME\n50,6,3,Alpine County\n"
ALPINE = f"YEAR,COUNTY,{','.join(COLUMNS)}\n2003,Alpine County,11,3, , , , \n"


@pytest.fixture
def importing(tmp_path):
    """Imports a file of California's in the folder `ca`; other files are given by their paths."""

    def run(files, *options):
        for name, content in {"ca/personnel.csv": ALPINE, **files}.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(content)
        words = [tmp_path / "ca/personnel.csv", "--out", tmp_path / "0012-ca", *options]
        return CliRunner().invoke(IMPORTERS["ca-doj"], [str(word) for word in words])

    return run


@pytest.mark.parametrize("folder", ["ca", "census"])
def test_a_file_beside_the_first_or_in_a_folder_beside_its_folder_is_used_and_named(
    importing, tmp_path, folder
):
    answer = importing({f"{folder}/{COUNTIES}": CENSUS})
    assert answer.exit_code == 0, answer.output
    assert answer.output.startswith(f"--counties {tmp_path}/{folder}/{COUNTIES}\n")


def test_one_in_the_same_folder_comes_before_one_elsewhere(importing, tmp_path):
    answer = importing({f"ca/{COUNTIES}": CENSUS, f"census/{COUNTIES}": "broken"})
    assert (answer.exit_code, f"{tmp_path}/ca/{COUNTIES}" in answer.output) == (0, True)


def test_the_one_given_is_used_and_nothing_is_looked_for(importing, tmp_path):
    given = tmp_path / "given.csv"
    given.write_text(CENSUS)
    answer = importing({f"ca/{COUNTIES}": "broken"}, "--counties", given)
    assert (answer.exit_code, COUNTIES in answer.output) == (0, False)


def test_where_there_is_none_the_option_is_asked_for(importing, tmp_path):
    answer = importing({})
    assert answer.exit_code == 2
    assert f"Missing option '--counties': no {COUNTIES} in" in answer.output
    assert not (tmp_path / "0012-ca").exists()


def test_of_two_none_is_chosen(importing):
    answer = importing({f"one/{COUNTIES}": CENSUS, f"two/{COUNTIES}": CENSUS})
    assert answer.exit_code == 2
    assert f"one/{COUNTIES} and " in answer.output


def test_an_edition_is_told_by_every_byte_of_a_file_or_asked_for(tmp_path, monkeypatch, capsys):
    file = tmp_path / "lee.csv"
    file.write_text("a copy")
    known = replace(EDITIONS["louisiana-2022"], sha256=hashlib.sha256(b"a copy").hexdigest())
    monkeypatch.setattr(fbi_employees, "EDITIONS", {**EDITIONS, "louisiana-2022": known})
    assert fbi_employees.recognized(file) == "louisiana-2022"
    assert capsys.readouterr().out == "--edition louisiana-2022\n"
    file.write_text("a copy.")
    with pytest.raises(Exception, match=r"Missing option .--edition.: lee\.csv is not a known copy"):
        fbi_employees.recognized(file)
