"""Bodies and requests that nobody means well with."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping

from tests.faults.raw_http import chunked, request_head

DEEP = 100_000
BIG = 50 * 2**20
_PIECE = 2**16

# Each stands where the name of a title is expected.
VALUES: Mapping[str, bytes] = {
    "NaN": b"NaN",
    "Infinity": b"-Infinity",
    "minus zero": b"-0",
    "a number beyond double": b"1e999",
    "100,000 digits": b"9" * DEEP,
    "100,000 digits behind the point": b"0." + b"1" * DEEP,
    "an array 100,000 deep": b"[" * DEEP + b"]" * DEEP,
    "an object 100,000 deep": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "an array that never ends": b"[" * DEEP,
    "a lone surrogate": b'"\\ud800"',
    "a lone surrogate as a key": b'{"\\udfff":1}',
    "surrogates the wrong way round": b'"\\udc00\\ud800"',
    "NUL": b'"\\u0000"',
    "bidi overrides": '"\u202e\u2066drowssap\u2069\u202d"'.encode(),
    "a name of a million letters": b'"' + b"x" * 1_000_000 + b'"',
    "a million combining marks": b'"' + "e\u0301".encode() * 330_000 + b'"',
    "100,000 seeds": b",".join([b'"x"'] * DEEP),
    "100,000 numbers": b",".join([b"1"] * DEEP),
    "duplicate keys": b'{"title":"x","title":1}',
    "no UTF-8": b'"\xff\xfe\xc0\x80"',
}
# Each of these has more faults than anybody wants to be told.
MANY: Mapping[str, bytes] = {
    "10,000 keys": b"{" + b",".join(b'"k%d":1' % n for n in range(10_000)) + b"}",
}
WRONG_IDS = b'{"like":["x"],"exclude":[' + b",".join([b"1"] * 20_000) + b"]}"
_PLAIN = b'{"like":["no title of any catalogue is called so"]}'
# Each is a whole body.
WHOLE: Mapping[str, bytes] = {
    "nothing": b"",
    "null": b"null",
    "a byte order mark": b"\xef\xbb\xbf" + _PLAIN,
    "UTF-16": _PLAIN.decode().encode("utf-16"),
    "a truncated document": _PLAIN[:-5],
    "two documents": _PLAIN + _PLAIN,
    "60,000 blanks": b" " * 60_000,
    "a multipart message that is none": b"--x\r\n" * 10_000,
}


def bomb() -> bytes:
    """Ten million blanks, packed into ten thousand bytes."""
    return gzip.compress(b" " * 10_000_000)


def plain(path: str, media_type: str, method: str) -> Iterator[bytes]:
    """Fifty megabytes that were announced."""
    about = (f"Content-Type: {media_type}", f"Content-Length: {BIG}")
    yield request_head(method, path, *about)
    for _ in range(BIG // _PIECE):
        yield b" " * _PIECE


def in_chunks(path: str, media_type: str, method: str) -> Iterator[bytes]:
    """Fifty megabytes that were not."""
    yield request_head(method, path, f"Content-Type: {media_type}", "Transfer-Encoding: chunked")
    yield from chunked(b" " * _PIECE for _ in range(BIG // _PIECE))


def _asked(*headers: str, body: bytes = b"", target: str = "/v1/recommend") -> bytes:
    return request_head("POST", target, "Content-Type: application/json", *headers) + body


_CHUNKED = "Transfer-Encoding: chunked"
_ONE_CHUNK = b"%x\r\n%b\r\n0\r\n\r\n" % (len(_PLAIN), _PLAIN)
_LENGTH = f"Content-Length: {len(_PLAIN)}"
# Each means one thing to one reader of HTTP and another to the next, or cannot be meant at all.
BROKEN: Mapping[str, Callable[[], bytes]] = {
    "a length and chunks": lambda: _asked(_LENGTH, _CHUNKED, body=_ONE_CHUNK),
    "chunks and a length": lambda: _asked(_CHUNKED, _LENGTH, body=_ONE_CHUNK),
    "two lengths": lambda: _asked(_LENGTH, "Content-Length: 1", body=_PLAIN),
    "the same length twice": lambda: _asked(_LENGTH, _LENGTH, body=_PLAIN),
    "a list of lengths": lambda: _asked(f"{_LENGTH}, {len(_PLAIN)}", body=_PLAIN),
    "a length with a sign": lambda: _asked(f"Content-Length: +{len(_PLAIN)}", body=_PLAIN),
    "a length below nothing": lambda: _asked("Content-Length: -1", body=_PLAIN),
    "a length beyond all numbers": lambda: _asked("Content-Length: " + "9" * 30, body=_PLAIN),
    "a folded length": lambda: _asked(f"Content-Length:\r\n {len(_PLAIN)}", body=_PLAIN),
    "a folded header": lambda: request_head("GET", "/v1", "X-A: b\r\n  c"),
    "a blank before the colon": lambda: _asked(f"Content-Length : {len(_PLAIN)}", body=_PLAIN),
    "an unknown coding": lambda: _asked("Transfer-Encoding: xchunked", body=_ONE_CHUNK),
    "chunked, but not last": lambda: _asked(_CHUNKED, "Transfer-Encoding: identity", body=_ONE_CHUNK),
    "a chunk beyond all numbers": lambda: _asked(_CHUNKED, body=b"F" * 17 + b"\r\n" + _PLAIN),
    "a chunk below nothing": lambda: _asked(_CHUNKED, body=b"-1\r\n" + _PLAIN),
    "a chunk with a sign": lambda: _asked(_CHUNKED, body=b"+" + _ONE_CHUNK),
    "a chunk in the words of C": lambda: _asked(_CHUNKED, body=b"0x" + _ONE_CHUNK),
    "a chunk of no number": lambda: _asked(_CHUNKED, body=b"\r\n" + _ONE_CHUNK),
    "chunks without carriage returns": lambda: _asked(_CHUNKED, body=_ONE_CHUNK.replace(b"\r\n", b"\n")),
    "a length behind the chunks": lambda: _asked(
        _CHUNKED, body=_ONE_CHUNK[:-2] + b"Content-Length: 5\r\n\r\n"
    ),
    "NUL in a header": lambda: request_head("GET", "/v1", "X-A: b\0c"),
    "a carriage return in a header": lambda: request_head("GET", "/v1", "X-A: b\rc"),
    "a control letter in the target": lambda: request_head("GET", "/v1/titles?q=a\x01b"),
    "a query of a million letters": lambda: request_head("GET", "/v1/titles?q=" + "x" * 1_000_000),
    "a query of 60,000 letters": lambda: request_head("GET", "/v1/titles?q=" + "x" * 60_000),
    "a method of a million letters": lambda: b"A" * 1_000_000 + b" / HTTP/1.1\r\n\r\n",
    "two hosts": lambda: request_head("GET", "/v1", "Host: example.org"),
    "two hosts in one": lambda: b"GET /v1 HTTP/1.1\r\nHost: localhost, example.org\r\n\r\n",
    "no host": lambda: b"GET /v1 HTTP/1.1\r\n\r\n",
    "another version": lambda: b"GET /v1 HTTP/3.0\r\nHost: localhost\r\n\r\n",
    "the preface of HTTP/2": lambda: b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a tunnel": lambda: b"CONNECT example.org:80 HTTP/1.1\r\nHost: example.org\r\n\r\n",
    "a greeting of TLS": lambda: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
}
