"""The words of SASL that carry a token, as the mechanisms define them."""

import base64
import json

from ozg_workflow.mail.login.sasl import refusal_in, token_words
from ozg_workflow.mail.server_url import ServerUrl

SERVER = ServerUrl(scheme="imaps", host="mail.stadt.example", port=993, user="ozg@stadt.example")


def test_xoauth2_is_taken_where_it_is_offered_and_where_nothing_is_known() -> None:
    for offered in ((), ("PLAIN", "xoauth2", "oauthbearer")):
        words = token_words(SERVER, "abc", offered)
        assert words.mechanism == "XOAUTH2"
        assert words.first == b"user=ozg@stadt.example\x01auth=Bearer abc\x01\x01"
        assert words.last == b""


def test_oauthbearer_is_taken_where_only_that_is_offered() -> None:
    words = token_words(SERVER, "abc", ("PLAIN", "OAUTHBEARER"))
    assert words.mechanism == "OAUTHBEARER"
    assert words.first == b"n,a=ozg@stadt.example,\x01host=mail.stadt.example\x01port=993\x01auth=Bearer abc\x01\x01"
    assert words.last == b"\x01"


def test_no_repr_shows_the_token() -> None:
    assert "abc" not in repr(token_words(SERVER, "abc", ()))


def test_the_reason_of_a_refusal_is_read_from_the_challenge() -> None:
    reason = json.dumps({"status": "invalid_token", "schemes": "bearer", "scope": "mail"}).encode()
    assert refusal_in(reason) == "invalid_token"
    assert refusal_in(base64.b64encode(reason).decode()) == "invalid_token"
    assert refusal_in(b"") == refusal_in("kein JSON") == refusal_in(b"[1]") == ""
