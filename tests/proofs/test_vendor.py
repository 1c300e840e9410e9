import hashlib
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "vendor"


def test_what_others_wrote_is_what_the_manifest_says():
    lines = [line.split("\t") for line in (VENDOR / "MANIFEST").read_text().splitlines() if line[0] != "#"]
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.iterdir()}
    found.pop("MANIFEST")
    assert {name: digest for _, _, _, name, digest in lines} == found
