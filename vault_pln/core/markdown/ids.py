"""The ids that tell one delivered line from another, the same on every device."""

from base64 import b32encode
from hashlib import blake2b


def digest_of_bytes(data: bytes) -> str:
    """What tells one content of a note from another: 32 hexadecimal digits."""
    return blake2b(data, digest_size=16).hexdigest()


def short_id(*parts: str) -> str:
    """16 lower-case base32 characters of an unkeyed BLAKE2b over the parts."""
    data = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return b32encode(blake2b(data, digest_size=10).digest()).decode("ascii").lower()
