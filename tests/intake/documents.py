"""Documents for tests: plain ones, and such as somebody sends who means ill."""

import io
import struct
import zipfile
import zlib
from functools import cache

from fpdf import FPDF
from PIL import Image

SAID = "Reported on 2026-11-03, wage 1,111 dollars"


@cache
def pdf(*pages, password=None):
    document = FPDF()
    document.set_compression(True)
    for text in pages or (SAID,):
        document.add_page()
        document.set_font("Helvetica", size=12)
        document.multi_cell(0, 6, text)
    if password:
        document.set_encryption(owner_password="owner-" + password, user_password=password)
    return bytes(document.output())


def long_pdf(n):
    """A PDF of n empty pages, written by hand: quick to make, quick to open."""
    kids = " ".join(f"{i + 3} 0 R" for i in range(n))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {n}/Kids[{kids}]>>"]
    objects += ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"] * n
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def picture(kind="PNG", size=(400, 300), **options):
    content = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(content, kind, **options)
    return content.getvalue()


def with_exif():
    """A JPEG that says where it was taken and by whom, lying on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "canary-photographer"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", (400, 300), exif=exif)


def _chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def gigapixel():
    """A PNG of 31,623 x 31,623 pixels in a few kilobytes, as a decompression bomb is."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\0" * (31_623 * 3)
    packed = b"".join(packer.compress(row) for _ in range(100)) + packer.flush()
    header = struct.pack(">IIBBBBB", 31_623, 31_623, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def pdf_with_bomb(side=16_000):
    """A PDF whose one picture unpacks to 768 MB, in less than a megabyte."""
    packer = zlib.compressobj(9)
    row = b"\0" * (side * 3)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    drawing = b"q 600 0 0 700 0 0 cm /X Do Q"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (side, side, len(packed), packed),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    return bytes(out)


def zipped(name="a.txt", content=b"a"):
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return place.getvalue()


SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>1</script></svg>'
)
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
PDF_WITH_SCRIPT = pdf().replace(
    b"/Type /Catalog", b"/Type /Catalog /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>"
)
