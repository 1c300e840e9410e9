import hashlib
from decimal import Decimal
from uuid import UUID

DIGITS = 10
DOMAIN = b"reviewhub.audit-draw.v1"


def draw(key: bytes | str, version: str) -> Decimal:
    """Draw a number in [0, 1) with ten decimals, always the same for the same key and policy version.

    key: what is drawn for (the recommendation's id or the snapshot's hash). Anyone can draw again.
    """
    raw = key.encode() if isinstance(key, str) else bytes(key)
    said = version.encode()
    seed = DOMAIN + len(said).to_bytes(4, "big") + said + raw
    number = int.from_bytes(hashlib.sha256(seed).digest()[:16], "big") % 10**DIGITS
    return Decimal(number).scaleb(-DIGITS)


def sampled(key: bytes | str, version: str, share: Decimal) -> bool:
    """Tell whether this one is in the audit sample; share 0 takes none, 1 takes all."""
    return draw(key, version) < share


def asks_first_view(recommendation_id: UUID, policy_id: UUID, share: Decimal) -> bool:
    """Tell whether whoever decides this one says their own view first; drawn apart from the audit sample."""
    return share > 0 and sampled(recommendation_id.bytes, f"first-view:{policy_id}", share)
