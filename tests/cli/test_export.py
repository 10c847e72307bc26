"""What is given to other programs: complete, without secrets, and nothing new when it comes back."""

import json
import os
import stat
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import networkx as nx
import pytest

from conftest import ROOT, TODAY, Run, snapshot, write
from imports import imported

FORMS = ("opml", "vcard", "csv", "json", "graphml", "ics")
ENDINGS = {"opml": "opml", "vcard": "vcf", "csv": "csv", "ics": "ics"}


def exported(run: Run, vault: Path, form: str) -> str:
    ran = run("export", form, "--vault", vault, "--today", TODAY)
    assert ran.code == 0, ran.err
    return ran.out


@pytest.fixture
def secret(vault: Path) -> Path:
    write(vault, "G/Learn Rust.md", "---\ntype: goal\n---\n")
    write(vault, "S/A.md", "---\ntype: source\nfeed: https://me:hunter2@a.example/feed?token=hunter2&x=1\n"
          "goals: ['[[Learn Rust]]']\ntopics: ['async, await', web]\nstatus: muted\nfound-via: '[[Ada]]'\n---\n")  # fmt: skip
    write(
        vault,
        "S/Private.md",
        "---\ntype: source\nmedium: calendar\nfeed: https://c.example/private-0123456789ab/x.ics\n---\n",
    )
    write(vault, "S/Dropped.md", "---\ntype: source\nfeed: https://d.example/\nstatus: dropped\n---\n")
    write(vault, "S/Mail.md", "---\ntype: source\nfeed: mailto:n@x.example\n---\n")
    write(vault, "S/File.md", "---\ntype: source\nfeed: feeds/a.xml\n---\n")
    write(vault, "P/Ada.md", "---\ntype: person\nemail: [ada@x.example]\ncadence: weekly\nlast-contact: 2026-11-01\n"
          "knows: ['[[Grace]]']\nfeeds: [https://ada.example/feed]\ncompany: 'Engines; Ltd'\nuid: 7\n---\n")  # fmt: skip
    write(vault, "P/Grace.md", "---\ntype: person\naliases: ['=cmd|x']\nbirthday: 1906-12-09\n---\n")
    return vault


@pytest.mark.parametrize("form", FORMS)
def test_no_secret_of_an_address_leaves_and_nothing_is_written(run: Run, secret: Path, form: str) -> None:
    before = snapshot(secret)
    text = exported(run, secret, form)
    assert "hunter2" not in text
    assert "private-" not in text
    assert snapshot(secret) == before
    assert exported(run, secret, form) == text


@pytest.mark.parametrize("form", ENDINGS)
def test_the_import_of_an_export_changes_nothing(run: Run, secret: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"all.{ENDINGS[form]}"
    run("export", form, "--vault", secret, "--today", TODAY, "--output", file)
    before = snapshot(secret)
    done = imported(run, secret, file, "--merge")
    assert (done["new"], done["merge"], done["written"], done["left"]) == ([], [], [], [])
    assert snapshot(secret) == before


@pytest.mark.parametrize("form", ENDINGS)
def test_the_sample_vault_comes_back_unchanged(run: Run, sample: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"all.{ENDINGS[form]}"
    run("export", form, "--vault", sample, "--today", TODAY, "--output", file)
    assert file.stat().st_size > 150
    before = snapshot(sample)
    done = imported(run, sample, file, "--merge")
    assert (done["new"], done["merge"], done["left"], done["problems"]) == ([], [], [], [])
    assert snapshot(sample) == before


@pytest.mark.parametrize("form", ["vcard", "csv"])
def test_a_new_vault_gets_the_same_people(run: Run, sample: Path, vault: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"all.{ENDINGS[form]}"
    run("export", form, "--vault", sample, "--today", TODAY, "--output", file)
    assert imported(run, vault, file)["problems"] == []
    assert exported(run, vault, form).replace("\r\n", "\n") == file.read_text()


def test_a_new_vault_gets_the_same_feeds(run: Run, secret: Path, tmp_path: Path) -> None:
    write(secret, "S/A.md", "---\ntype: source\nfeed: https://a.example/?x=1\nurl: https://a.example/\nmedium: podcast\n"
          "goals: ['[[Learn Rust]]']\ntopics: ['async, await', web]\nstatus: muted\nsince: 2024-02-03\nalways: true\n"
          "max-items: 4\nonly: [rust, /a.c/]\ndomain: work\nperspective: [critic]\nfound-via: Ada\n---\n")  # fmt: skip
    write(secret, "P/Ada.md", "no person any more\n")
    other = tmp_path / "other"
    write(other, "Goals/Learn Rust.md", "---\ntype: goal\n---\n")
    file = tmp_path / "feeds.opml"
    run("export", "opml", "--vault", secret, "--today", TODAY, "--output", file)
    assert imported(run, other, file)["written"] == ["Sources/A.md"]
    found = run("export", "opml", "--vault", other).out
    assert found.count("pln:") == 12
    assert found.splitlines()[3:] == file.read_text().splitlines()[3:]


def test_the_list_of_feeds_is_opml_2(run: Run, secret: Path) -> None:
    ran = run("export", "opml", "--vault", secret)
    root = ET.fromstring(ran.out)
    assert root.get("version") == "2.0"
    (folder,) = [one for one in root.iter("outline") if one.get("xmlUrl") is None]
    (a,) = folder
    assert folder.get("text") == "Learn Rust"
    assert {key.partition("}")[2] or key: value for key, value in a.items()} == {
        "text": "A", "title": "A", "type": "rss", "xmlUrl": "https://a.example/feed?x=1",
        "category": "async await,web,/goals/Learn Rust", "goals": "Learn Rust", "topics": "async, await\nweb",
        "status": "muted", "found-via": "Ada", "redacted": "true",
    }  # fmt: skip
    assert [one.get("text") for one in root.iter("outline") if one.get("xmlUrl")] == ["Ada", "A"]
    assert "S/Private.md: its feed's address is a secret as a whole" in ran.err


def test_a_redacted_address_makes_no_source_elsewhere(run: Run, secret: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / ".obsidian").mkdir(parents=True)
    file = tmp_path / "feeds.opml"
    run("export", "opml", "--vault", secret, "--output", file)
    done = imported(run, other, file)
    assert done["written"] == ["Sources/Ada.md"]
    assert "was exported without its password" in done["problems"][0]["message"]


def test_people_are_vcard_4(run: Run, secret: Path) -> None:
    text = exported(run, secret, "vcard")
    assert text.startswith(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada\r\nUID:7\r\nEMAIL:ada@x.example\r\nX-PLN-CADENCE:weekly\r\n"
        "X-PLN-FEED:https://ada.example/feed\r\nX-PLN-KNOWS:Grace\r\nORG:Engines\\; Ltd\r\nEND:VCARD\r\n"
    )
    assert "BDAY:19061209\r\n" in text


def test_a_spreadsheet_gets_no_formula(run: Run, secret: Path) -> None:
    assert "\r\nGrace,'=cmd|x," in exported(run, secret, "csv")


def test_follow_ups_are_tasks_that_are_known_again(run: Run, secret: Path) -> None:
    text = exported(run, secret, "ics")
    assert "\r\nDUE;VALUE=DATE:20261108\r\nSUMMARY:Write to Ada: weekly\\, last contact 2026-11-01\r\n" in text
    (daily,) = run("daily", "--vault", secret, "--today", TODAY, "--dry-run", "--json").json["follow_ups"]
    assert f"\r\nUID:{daily['id'] if daily['id'].startswith('pln-') else 'pln-' + daily['id']}@vault-pln\r\n" in text


def test_the_network_is_as_its_schema_says(run: Run, sample: Path, secret: Path) -> None:
    schema = run("export", "json", "--schema").json
    jsonschema.Draft202012Validator.check_schema(schema)
    for vault in (sample, secret):
        value = json.loads(exported(run, vault, "json"))
        jsonschema.validate(value, schema)
        for kind in ("people", "sources", "goals"):
            wanted = set(schema["properties"][kind]["items"]["properties"])
            assert all(set(row) == wanted for row in value[kind])
    assert value["ties"] == [
        {"from": "P/Ada.md", "to": "P/Grace.md", "declared": True, "meetings": 0, "projects": 0, "weight": 1.0}
    ]
    assert run("export", "opml", "--schema").code == 2


def test_the_graph_is_read_by_a_graph_library(run: Run, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "network.graphml"
    run("export", "graphml", "--vault", sample, "--today", TODAY, "--output", file)
    graph = nx.read_graphml(file)
    rows = run("people", "--vault", sample, "--today", TODAY, "--json").json
    met = {row["path"]: row["strength"] for row in rows if row["contacts"]}
    assert {node for node, kind in graph.nodes(data="kind") if kind == "person"} == {row["path"] for row in rows}
    assert {node: graph.edges["me", node]["weight"] for node in graph["me"]} == met
    assert {graph.edges[edge]["what"] for edge in graph.edges} == {"knows", "contact", "serves"}


def test_a_file_is_for_its_owner_and_replaces_none_unasked(run: Run, secret: Path) -> None:
    file = secret / "people.vcf"
    assert "wrote 2 people into" in run("export", "vcard", "--vault", secret, "--output", file).err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("mine")
    ran = run("export", "vcard", "--vault", secret, "--output", file)
    assert (ran.code, file.read_text()) == (2, "mine")
    assert "is there already" in ran.err
    assert run("export", "vcard", "--vault", secret, "--output", file, "--force").code == 0
    assert file.read_text().startswith("BEGIN:VCARD")
    assert [path.name for path in secret.iterdir() if path.name.startswith(".people")] == []


@pytest.mark.parametrize("target", ["P/Ada.md", "P", "nowhere/feeds.opml"])
def test_no_note_and_no_folder_is_replaced(run: Run, secret: Path, target: str) -> None:
    before = snapshot(secret)
    ran = run("export", "opml", "--vault", secret, "--output", secret / target, "--force")
    assert ran.code in (1, 2)
    assert len(ran.err.splitlines()) == 2
    assert snapshot(secret) == before


def test_a_pipe_gets_the_file_as_it_is(secret: Path) -> None:
    command = [sys.executable, "-m", "vault_pln", "export", "vcard", "--vault", str(secret)]
    ran = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert ran.stdout.startswith(b"BEGIN:VCARD\r\nVERSION:4.0\r\n")
    assert ran.stderr == b""


def test_a_feed_of_the_vault_and_a_birthday_without_a_year_stay_what_they_are(
    run: Run, vault: Path, tmp_path: Path
) -> None:
    write(vault, "Ada.md", "---\ntype: person\nbirthday: 11-27\nfeeds: [Feeds/ada.xml, ada.example/feed]\n---\n")
    for form, told in (("csv", ",11-27,"), ("vcard", "BDAY:--1127")):
        text = exported(run, vault, form)
        assert told in text
        assert "https://ada.example/feed" in text
        assert "ada.xml" not in text
    table = tmp_path / "people.csv"
    table.write_text(exported(run, vault, "csv"))
    other = tmp_path / "other"
    (other / ".obsidian").mkdir(parents=True)
    assert run("import", table, "--vault", other, "--yes").code == 0
    assert 'birthday: "11-27"\n' in next(other.rglob("Ada.md")).read_text()
