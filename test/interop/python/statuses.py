"""Cases about statuses, by the status: whatever a request can come back with."""

import asyncio
import http.client
import json
import time

from cases import AXON, HAS_OLD_NONCE, STRICT, axon_info, echoes, expect, noted, refuses, replies
from protocols import (
    Blacklisted, Echo, Missing, Mistyped, PicksStatus, PriorityTimesOut, Raises, RaisesRun, RepliesNothing, Slow, Unverified,
)
from sdk import VERSION, Keypair, Synapse, bob


def prepare(peer, synapse):
    """A signed request, to be sent by hand."""
    prepared = peer.dendrite.preprocess_synapse_for_request(AXON, synapse, 30.0)
    return {**prepared.to_headers(), "content-type": "application/json"}, json.dumps(prepared.model_dump())


async def post(headers, body, method="POST"):
    def send():
        connection = http.client.HTTPConnection("127.0.0.1", AXON.port, timeout=30)
        connection.request(method, "/Echo", body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    return await asyncio.to_thread(send)


async def changed_body(peer):
    headers, body = prepare(peer, Echo(text="replay"))
    expect(await post(headers, body.replace("replay", "re-play")), 500)


async def replay(peer):
    request = prepare(peer, Echo(text="replay"))
    expect((await post(*request), await post(*request)), (200, 401))


async def bad_signature(peer):
    headers, body = prepare(peer, Echo(text="a"))
    expect(await post({**headers, "bt_header_dendrite_signature": "0x" + "ab" * 64}, body), 401)


async def get_with_a_body(peer):
    expect(await post(*prepare(peer, Echo(text="a")), method="GET"), 200)


async def old_nonce_without_consent(peer):
    """Of SDK 7.0 only: by default our axon refuses it, whatever is asked."""
    for synapse in (Echo(text="a"), Blacklisted(), Synapse()):
        await refuses(synapse, 401, axon=STRICT)(peer)
    _, last = await peer.stream("a", axon=STRICT)
    expect(last.dendrite.status_code, 401)


async def ends_in_time(peer):
    started = time.monotonic()
    message = "Timedout after 1.0 seconds." if VERSION < (7, 4) else "Request timeout after 1.0 seconds"
    await refuses(Echo(text="sleep:10"), 408, message, timeout=1.0)(peer)
    assert time.monotonic() - started < 10
    await echoes("afterwards")(peer)


CHARLIE = Keypair.create_from_uri("//Charlie").ss58_address

ROWS = {
    "401": {
        "another axon's hotkey": refuses(Echo(text="a"), 401, axon=axon_info(AXON.port, CHARLIE)),
        "replayed": replay,
        "a bad signature": bad_signature,
        "refused by the axon's verification": refuses(Unverified(), 401, "Not Verified with error: no stake"),
    } | ({"a nonce of SDK 7.0": noted("nonce", old_nonce_without_consent)} if HAS_OLD_NONCE else {}),
    "403": {"blacklisted": refuses(Blacklisted(), 403, "Forbidden. Key is blacklisted: not you.")},
    "404": {"no such route": refuses(Missing(), 404)},
    "408": {
        "slow, but in time": echoes("sleep:0.5"),
        "beyond the deadline": ends_in_time,
        "a slow miner": refuses(Slow(), 408, timeout=0.5),
        "told by the axon": refuses(PriorityTimesOut(), 408, "Request timeout after 3.0 seconds"),
    },
    "500": {
        "a body that was changed": changed_body,
        "the miner breaks": refuses(Raises(), 500),
        "the miner refuses": refuses(RaisesRun(), 500),
    },
    "503": {
        "nobody there": refuses(Echo(text="a"), 503, axon=axon_info(1025, bob.ss58_address)),
        "told by the miner": refuses(PicksStatus(text="503"), 503, "picked"),
    },
    "any other status": {
        "200 to a GET with a body": get_with_a_body,
        "200 without a reply": replies(RepliesNothing()),
        "418": refuses(PicksStatus(text="418"), 418, "picked"),
        "429": refuses(PicksStatus(text="429"), 429, "picked"),
        "400: a field of another type": refuses(Mistyped(text="a"), 400),
    },
}
