"""Visits over TLS: whom to believe, and what must not leave the secure way."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from loopback import Answer, Site, serve
from vault_pln.edge.web import Web

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl to make a certificate")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 with its key, both in one file."""
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=test", "-days", "2",
            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(file), "-out", f"{file}.crt"]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


@pytest.fixture
def secure(certificate: Path) -> Iterator[Site]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with serve(tls) as site:
        yield site


@pytest.fixture
def believed(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: Site) -> None:
    with Web("test", (secure.host,)) as web:
        response = web.get(f"{secure.url}/feed", {})
    assert (response.status, response.error) == (0, "its certificate is not valid")
    assert secure.asked == []


@pytest.mark.usefixtures("believed")
def test_a_host_that_can_be_believed_is_visited(secure: Site) -> None:
    secure.routes["/feed"] = Answer(200, b"x" * 200_000)
    with Web("test", (secure.host,)) as web:
        assert len(web.get(f"{secure.url}/feed", {}).body) == 200_000


@pytest.mark.usefixtures("believed")
def test_a_way_that_leaves_tls_is_no_move_and_takes_no_password(secure: Site) -> None:
    secure.routes["/feed"] = Answer(301, b"", {"Location": f"http://{secure.host}/plain"})
    secure.routes["/plain"] = Answer(200, b"here")
    with Web("test", (secure.host,)) as web:
        response = web.get(f"https://ada:secret@{secure.host}/feed", {})
    assert (response.status, response.body, response.moved_to) == (200, b"here", "")
    assert ["authorization" in one.headers for one in secure.asked] == [True, False]


@pytest.mark.usefixtures("believed")
def test_a_way_to_tls_is_a_move(secure: Site) -> None:
    secure.routes["/plain"] = Answer(301, b"", {"Location": f"{secure.url}/feed"})
    secure.routes["/feed"] = Answer(200, b"here")
    with Web("test", (secure.host,)) as web:
        assert web.get(f"http://{secure.host}/plain", {}).moved_to == f"{secure.url}/feed"


@pytest.mark.usefixtures("believed")
def test_a_body_without_end_has_a_limit_over_tls_too(secure: Site) -> None:
    def drip() -> Iterator[bytes]:
        while True:
            yield b"x"

    secure.routes["/"] = Answer(200, drip())
    with Web("test", (secure.host,)) as web:
        assert web.get(f"{secure.url}/", {}, cap=100_000).error == "the answer is larger than 0 MB"
