"""A document as the body of a request: its bytes and nothing around them; no forms of files (ADR 0014)."""

import hashlib
from collections.abc import Mapping
from typing import IO, Any

from django.utils.http import parse_header_parameters
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from apps.api.parsers import BodyTooLarge
from apps.core import refusals, vault
from apps.intake.rules import files

LONGEST_HEADER = 2000
FORMS = ("multipart/", "application/x-www-form-urlencoded")


class DocumentTooLarge(BodyTooLarge):
    code = files.Why.TOO_LARGE.value
    sentence = files.SENTENCES[files.Why.TOO_LARGE]


class FormSent(refusals.Invalid):
    code = "form_not_taken"
    sentence = "Send the bytes of the document as the body, with their own Content-Type, and not as a form."


class Document(dict[str, object]):
    """What was asked, as plain data that is compared on a retry; the bytes stand beside it, not in it."""

    content: bytes = b""
    name: str = ""
    type: str = ""


class DocumentParser(BaseParser):
    """Any type but JSON and forms; what it really is, the verb finds out."""

    media_type = "*/*"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Document:
        """Read a document.

        Raises: FormSent, DocumentTooLarge.
        """
        said = (media_type or "").lower()
        if said.startswith(FORMS):
            raise FormSent
        request: Request = (parser_context or {})["request"]
        content = stream.read(files.MAX_BYTES + 1)
        if len(content) > files.MAX_BYTES:
            raise DocumentTooLarge
        name = _name(request.headers.get("Content-Disposition", ""))
        digest = hashlib.sha256(content).hexdigest()
        found = Document(document=vault.fingerprint([said, name, digest]).hex())
        found.content, found.name, found.type = content, name, said
        return found


def given(request: Request) -> Document | None:
    """Return the document that is the body, an empty one too, or None when JSON names an address.

    Raises: as DocumentParser, and as the parser of JSON.
    """
    data = request.data
    if isinstance(data, Document):
        return data
    return None if str(request.content_type).startswith("application/json") else Document()


def _name(disposition: str) -> str:
    """Return the file's name of a Content-Disposition header; empty when there is none that can be read."""
    if len(disposition) > LONGEST_HEADER:
        return ""
    try:
        return str(parse_header_parameters(disposition)[1].get("filename", ""))
    except (ValueError, LookupError):
        return ""
