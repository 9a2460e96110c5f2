"""A Python axon with every protocol: says where it is, and serves until its standard input is closed."""

import asyncio
import json
import socket
import sys
import time
from types import SimpleNamespace
from typing import Tuple

import numpy as np

from lines import say
from protocols import (
    AsyncSlow, Blacklisted, Echo, Mistyped, Modelled, Named, Nested, PicksStatus, Prioritised, PriorityTimesOut, Raises,
    RaisesRun, RepliesNothing, Required, Scalars, Slow, StrictlyModelled, Tokens, Topk, Unhashed, Untyped, Unverified, Verified,
)
from sdk import VERSION, Axon, RunException, bob, tensor


def reprs(synapse):
    """What Python holds, type by type."""
    dump = synapse.model_dump()
    return json.dumps({name: repr(dump[name]) for name in synapse.required_hash_fields})


def echo(synapse: Echo) -> Echo:
    if synapse.text == "whoami":
        synapse.text = synapse.dendrite.hotkey
    if synapse.text.startswith("sleep:"):
        time.sleep(float(synapse.text[6:]))
    return synapse


def scalars(synapse: Scalars) -> Scalars:
    synapse.reply = reprs(synapse)
    return synapse


def nested(synapse: Nested) -> Nested:
    synapse.reply = reprs(synapse)
    return synapse


def untyped(synapse: Untyped) -> Untyped:
    synapse.reply = reprs(synapse)
    return synapse


def required(synapse: Required) -> Required:
    synapse.reply = reprs(synapse)
    return synapse


def topk(synapse: Topk) -> Topk:
    values = synapse.input.deserialize()
    indices = np.argsort(-values, kind="stable")[: synapse.topk]
    synapse.v, synapse.i = tensor(values[indices]), tensor(indices.astype(np.int64))
    return synapse


def modelled(synapse: Modelled) -> Modelled:
    synapse.reply = reprs(synapse)
    return synapse


def strictly_modelled(synapse: StrictlyModelled) -> StrictlyModelled:
    data = synapse.inner.data and synapse.inner.data.deserialize().tolist()
    synapse.reply = repr((synapse.inner.a, synapse.inner.deep.model_dump(), data))
    return synapse


def unhashed(synapse: Unhashed) -> Unhashed:
    synapse.reply = synapse.text[::-1]
    return synapse


def named(synapse: Named) -> Named:
    synapse.reply = f"{synapse.name}|{synapse.timeout!r}|{synapse.text}"
    return synapse


def blacklisted(synapse: Blacklisted) -> Blacklisted:
    return synapse


def blacklist(synapse: Blacklisted) -> Tuple[bool, str]:
    return True, "not you"


def unverified(synapse: Unverified) -> Unverified:
    return synapse


def refuse(synapse: Unverified) -> None:
    raise Exception("no stake")


def verified(synapse: Verified) -> Verified:
    synapse.reply = "verified"
    return synapse


async def verify(synapse: Verified) -> None:
    await axon.default_verify(synapse)


def raises(synapse: Raises) -> Raises:
    raise ValueError("boom \u00e9\nline")


def raises_run(synapse: RaisesRun) -> RaisesRun:
    raise RunException("run failed") if VERSION < (7, 2) else RunException("run failed", synapse=synapse)


def slow(synapse: Slow) -> Slow:
    time.sleep(1.5)
    return synapse


async def async_slow(synapse: AsyncSlow) -> AsyncSlow:
    await asyncio.sleep(1.5)
    return synapse


def picks_status(synapse: PicksStatus) -> PicksStatus:
    synapse.axon.status_code, synapse.axon.status_message = int(synapse.text), "picked"
    return synapse


def prioritised(synapse: Prioritised) -> Prioritised:
    synapse.reply = "served"
    return synapse


def priority(synapse: Prioritised) -> float:
    return 3.0


def priority_times_out(synapse: PriorityTimesOut) -> PriorityTimesOut:
    return synapse


def times_out(synapse: PriorityTimesOut) -> float:
    raise asyncio.TimeoutError()


def replies_nothing(synapse: RepliesNothing) -> RepliesNothing:
    return None


def mistyped(synapse: Mistyped) -> Mistyped:
    return synapse


def tokens(synapse: Tokens) -> Tokens:
    async def send_parts(send):
        async def chunk(content):
            await send({"type": "http.response.body", "body": content, "more_body": True})
            await asyncio.sleep(0.02)  # so that the next chunk is one of its own

        for part in synapse.prompt.split("|"):
            if part == "RAISE":
                raise RuntimeError("the stream broke")
            elif part == "SLEEP":
                await asyncio.sleep(3)
            elif part == "SPLIT":
                for byte in "\u00e9".encode():
                    await chunk(bytes([byte]))
            else:
                await chunk(part.encode())

    return synapse.create_streaming_response(send_parts)


SERVED = [
    dict(forward_fn=forward) for forward in (
        echo, scalars, nested, untyped, required, topk, modelled, strictly_modelled, unhashed, named, raises, raises_run,
        slow, async_slow, picks_status, replies_nothing, mistyped, tokens,
    )
] + [
    dict(forward_fn=blacklisted, blacklist_fn=blacklist),
    dict(forward_fn=unverified, verify_fn=refuse),
    dict(forward_fn=verified, verify_fn=verify),
    dict(forward_fn=prioritised, priority_fn=priority),
    dict(forward_fn=priority_times_out, priority_fn=times_out),
]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_it_listens(port):
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)


port = free_port()
wallet = SimpleNamespace(hotkey=bob, coldkey=bob, coldkeypub=bob, name="bob", hotkey_str="bob")
axon = Axon(wallet=wallet, port=port, ip="127.0.0.1", external_ip="127.0.0.1", external_port=port)
for served in SERVED:
    axon.attach(**served)
axon.start()
wait_until_it_listens(port)
say({"port": port, "hotkey": bob.ss58_address})
sys.stdin.read()
axon.stop()
