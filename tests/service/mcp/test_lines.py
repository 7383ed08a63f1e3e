from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcp.shared.message import SessionMessage
from mcp_types import JSONRPCError, JSONRPCRequest, jsonrpc_message_adapter
from pydantic import ValidationError

from service.mcp.lines import read_again

# Also halves of surrogate pairs, which json.dumps writes as escapes.
ANY_TEXT = st.text(st.characters(exclude_categories=()))


def dropped(line: str) -> ValidationError:
    """What the protocol's reader makes of a line that it drops."""
    with pytest.raises(ValidationError) as caught:
        jsonrpc_message_adapter.validate_json(line, by_name=False)
    return caught.value


def request(**arguments: Any) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": arguments})


def test_half_a_surrogate_pair_is_left_to_the_tool() -> None:
    read = read_again(dropped(request(title="Moss \ud83d")))
    assert isinstance(read, SessionMessage)
    assert isinstance(read.message, JSONRPCRequest)
    assert read.message.params == {"title": "Moss \ud83d"}


def test_number_of_a_hundred_thousand_digits_is_left_to_the_tool() -> None:
    read = read_again(dropped(request(k=0).replace('"k": 0', '"k": -' + "9" * 100_000)))
    assert isinstance(read, SessionMessage)
    assert isinstance(read.message, JSONRPCRequest)
    assert read.message.params == {"k": float("-inf")}


@pytest.mark.parametrize(
    ("line", "id"),
    [
        ("no JSON", None),
        ("", None),
        ("[" * 100_000, None),
        (request(a=0).replace("0}", "[" * 100_000 + "]" * 100_000 + "}"), None),
        ("[]", None),
        ('{"jsonrpc": "1.0", "id": 5, "method": "ping"}', 5),
        ('{"id": "x", "method": 3}', "x"),
        ('{"id": true}', None),
        ('{"id": {"a": 1}}', None),
    ],
)
def test_what_is_no_message_is_answered_with_its_id_if_it_has_one(line: str, id: int | str | None) -> None:
    read = read_again(dropped(line))
    assert isinstance(read, JSONRPCError)
    assert read.id == id
    assert len(read.model_dump_json()) < 200


@given(st.dictionaries(ANY_TEXT, ANY_TEXT | st.integers() | st.floats() | st.none()))
def test_every_request_is_read_by_either_reader(arguments: dict[str, Any]) -> None:
    line = request(**{"arguments": arguments})
    try:
        message = jsonrpc_message_adapter.validate_json(line, by_name=False)
    except ValidationError as error:
        read = read_again(error)
        assert isinstance(read, SessionMessage)
        message = read.message
    assert isinstance(message, JSONRPCRequest)
    assert message.id == 7
