"""Mailboxes of three kinds, looked at and left as they are; a mail keeps its name whatever its flags."""

import os
from pathlib import Path

import pytest

from mails import mail
from vault_pln.edge.mailbox import lying_in, read


def names(path: Path) -> list[str]:
    return [one.name for one in lying_in(str(path))]


def bodies(path: Path) -> list[bytes]:
    return [read(one, 10**9) for one in lying_in(str(path))]


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for name in ("cur", "new", "tmp"):
        (tmp_path / "box" / name).mkdir(parents=True)
    (tmp_path / "box/new/1.a.host").write_bytes(mail(1))
    (tmp_path / "box/cur/2.b.host:2,S").write_bytes(mail(2))
    (tmp_path / "box/tmp/3.c.host").write_bytes(mail(3))
    return tmp_path / "box"


def test_a_maildir_has_what_arrived_and_not_what_is_arriving(maildir: Path) -> None:
    assert names(maildir) == ["1.a.host", "2.b.host"]
    assert bodies(maildir) == [mail(1), mail(2)]


def test_flags_are_no_part_of_a_name(maildir: Path) -> None:
    before = sorted(names(maildir))
    os.rename(maildir / "new/1.a.host", maildir / "cur/1.a.host:2,FRS")
    os.rename(maildir / "cur/2.b.host:2,S", maildir / "cur/2.b.host!2,")
    assert sorted(names(maildir)) == before


def test_links_and_other_things_are_left_alone(maildir: Path, tmp_path: Path) -> None:
    os.symlink("/etc/hostname", maildir / "new/9.link")
    os.mkfifo(maildir / "new/9.pipe")
    (maildir / "new/.hidden").write_bytes(mail(9))
    assert names(maildir) == ["1.a.host", "2.b.host"]
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="neither"):
        lying_in(str(tmp_path / "pipe"))


def test_a_folder_of_files_with_its_folders(tmp_path: Path) -> None:
    (tmp_path / "2026/11").mkdir(parents=True)
    for name in ("b.eml", "a.EML", "2026/11/c.eml", "note.txt"):
        (tmp_path / name).write_bytes(name.encode())
    assert names(tmp_path) == ["a.EML", "b.eml", "2026/11/c.eml"]


def mbox(*mails: bytes, status: bytes = b"") -> bytes:
    return b"".join(b"From x@y Fri Nov 20 09:00:00 2026\n" + status + one.rstrip(b"\n") + b"\n\n" for one in mails)


def test_an_mbox(tmp_path: Path) -> None:
    box = tmp_path / "box"
    letter = mail(2, text="From here on\n>From there\n\nFrom\n")
    box.write_bytes(mbox(mail(1), letter, mail(3)))
    found = bodies(box)
    assert [one.strip() for one in found] == [mail(1).strip(), letter.strip(), mail(3).strip()]


def test_a_mail_keeps_its_name_in_an_mbox_that_is_compacted_and_marked(tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.write_bytes(mbox(mail(1), mail(2), mail(3)))
    before = names(box)
    box.write_bytes(mbox(mail(2), mail(3), status=b"Status: RO\nX-Status: A\nX-Keywords: x\n"))
    assert names(box) == before[1:]


@pytest.mark.parametrize("data", [b"", b"no mbox at all", b"\n\n\n", b"From", b"x" * 200_000])
def test_what_is_no_mbox_has_no_mails(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "box").write_bytes(data)
    assert names(tmp_path / "box") == []


def test_a_mail_without_end_is_one_mail(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(b"From x@y Fri Nov 20 09:00:00 2026\nSubject: x\n\n" + b"y" * 300_000)
    (one,) = lying_in(str(tmp_path / "box"))
    assert one.size == 300_012
    assert len(read(one, 1_000)) == 1_000


def test_a_mailbox_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        lying_in(str(tmp_path / "nothing"))
