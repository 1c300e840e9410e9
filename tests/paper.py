"""What a PDF says, read without another program: enough for what WeasyPrint writes, and for nothing else."""

import re
import zlib

STREAM = re.compile(rb"(\d+) 0 obj\s*(<<.*?>>)\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
SHOWN = re.compile(rb"/([\w-]+) [\d.]+ Tf|\[(.*?)\]\s*TJ|<([0-9A-Fa-f]+)>\s*Tj", re.DOTALL)


def objects(pdf: bytes) -> dict[bytes, bytes]:
    """Give every object, those inside object streams as well, by its number; streams unpacked."""
    found = dict(OBJECT.findall(pdf))
    for number, head, body in STREAM.findall(pdf):
        text = zlib.decompressobj().decompress(body) if b"FlateDecode" in head else body
        found[number] = head + b"\n" + text
        if b"/ObjStm" in head:
            found |= _inside(head, text)
    return found


def _inside(head: bytes, text: bytes) -> dict[bytes, bytes]:
    first = int(re.search(rb"/First (\d+)", head)[1])
    numbers = text[:first].split()
    starts = [int(start) + first for start in numbers[1::2]]
    ends = [*starts[1:], len(text)]
    return {number: text[start:end] for number, start, end in zip(numbers[::2], starts, ends, strict=True)}


def text_of(pdf: bytes) -> str:
    """Give the text of all pages, pieces as they are drawn."""
    found = objects(pdf)
    fonts = {
        name: _letters(found, ref)
        for body in found.values()
        for name, ref in re.findall(rb"/([\w-]+) (\d+) 0 R", body)
        if b"/ToUnicode" in found.get(ref, b"")
    }
    said, letters = [], {}
    for body in found.values():
        for font, shown, single in SHOWN.findall(body):
            if font:
                letters = fonts.get(font, {})
                continue
            codes = b"".join(re.findall(rb"<([0-9A-Fa-f]+)>", shown)) or single
            pairs = (codes[place : place + 4] for place in range(0, len(codes), 4))
            said.append("".join(letters.get(pair.lower(), "") for pair in pairs))
    return " ".join(said)


def _letters(found: dict[bytes, bytes], ref: bytes) -> dict[bytes, str]:
    table = found[re.search(rb"/ToUnicode (\d+) 0 R", found[ref])[1]]
    return {
        code.lower().rjust(4, b"0"): bytes.fromhex(letter.decode()).decode("utf-16-be")
        for code, letter in PAIR.findall(table)
    }
