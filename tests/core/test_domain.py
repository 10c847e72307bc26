"""Whose server an address is on."""

import pytest

from vault_pln.core.sources.domain import domain_of


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://blog.example.co.uk/feed", "example.co.uk"),
        ("https://ada.tumblr.com/rss", "tumblr.com"),
        ("https://ada.github.io/feed.xml", "github.io"),
        ("https://WWW.Example.org.:8443/", "example.org"),
        ("https://old.reddit.com/r/x/.rss", "reddit.com"),
        ("https://user:secret@a.b.example.com/", "example.com"),
        ("https://blog.münchen.de/", "münchen.de"),
        ("http://192.0.2.7:8000/", "192.0.2.7"),
        ("http://[2001:db8::1]/", "2001:db8::1"),
        ("http://localhost:8080/", "localhost"),
        ("http://co.uk/", "co.uk"),
        ("http://a..b/", "a..b"),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_hosts_of_one_provider_are_one_domain(url: str, domain: str) -> None:
    assert domain_of(url) == domain
