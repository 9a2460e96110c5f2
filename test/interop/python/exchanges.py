"""Cases about requests and their answers: what is hashed, big bodies, streams, connections, who is who."""

import asyncio
import time

import numpy as np

from cases import AXON, Peer, echoes, expect, noted, plain, refuses, replies, status
from protocols import Echo, Named, Prioritised, Tokens, Topk, Unhashed, Verified
from sdk import Keypair, Synapse, alice, tensor


async def topk_answers(peer):
    answer = await peer.ask(Topk(input=tensor(np.array([3, 1, 2], "float32"))))
    expect(status(answer), (200, "Success"))
    expect((answer.v.deserialize().tolist(), answer.v.dtype), ([3.0, 2.0], "float32"))
    expect((answer.i.deserialize().tolist(), answer.i.dtype), ([0, 2], "int64"))


async def topk_of_four(peer):
    answer = await peer.ask(Topk(topk=4, input=tensor(np.array([-1, 5, 5, 0], "float32"))))
    expect(answer.i.deserialize().tolist(), [1, 2, 3, 0])


def streams(prompt, text):
    async def case(peer):
        received, last = await peer.stream(prompt)
        expect((status(last)[0], last.completion, "".join(received)), (200, text, text))

    return case


async def stream_arrives_as_it_is_made(peer):
    times = []
    async for _ in peer.dendrite.call_stream(AXON, Tokens(prompt="a|SLEEP|b"), timeout=30.0, deserialize=False):
        times.append(time.monotonic())
    assert times[-1] - times[0] > 1, times


def stream_ends_with(codes, prompt, timeout=30.0):
    async def case(peer):
        _, last = await peer.stream(prompt, timeout)
        assert status(last)[0] in codes, status(last)

    return case


async def stream_refused(peer):
    _, last = await peer.stream("REFUSE")
    expect(status(last), (422, "no story"))


async def stream_left_early(peer):
    stream = peer.dendrite.call_stream(AXON, Tokens(prompt="|".join("abcdefgh" * 20)), deserialize=False)
    async for _ in stream:
        break
    try:
        await stream.aclose()
    except RuntimeError:
        pass  # the SDK yields once more while it is being closed
    expect(status(await peer.ask(Synapse())), (200, "Success"))


def idle(seconds):
    async def case(peer):
        await echoes("before")(peer)
        await asyncio.sleep(seconds)
        await echoes("after")(peer)

    return case


async def many_at_once(peer):
    """Python draws nonces in one order and may send in another: what comes late is refused, by its own axon too."""
    data = tensor(np.arange(12, dtype="int32").reshape(3, 4))
    asked = [peer.dendrite.call(AXON, Echo(text=f"{n}", data=data), 30.0, deserialize=False) for n in range(20)]
    answers = list(enumerate(await asyncio.gather(*asked)))
    answered = [(n, answer) for n, answer in answers if status(answer)[0] != 401]
    assert answered, status(answers[0][1])
    for n, answer in answered:
        expect((status(answer), answer.text, plain(answer.data)), ((200, "Success"), f"{n}", plain(data)))


async def many_dendrites_at_once(_):
    peers = [Peer(Keypair.create_from_uri(f"//Many{n % 5}")) for n in range(20)]
    answers = await asyncio.gather(*[peer.ask(Echo(text=f"{n}")) for n, peer in enumerate(peers)])
    expect([(status(answer)[0], answer.text) for answer in answers], [(200, f"{n}") for n in range(20)])
    for peer in peers:
        await peer.dendrite.aclose_session()


async def proves_its_hotkey(peer):
    expect((await peer.ask(Echo(text="whoami"))).text, alice.ss58_address)


async def answer_has_its_terminals(peer):
    answer = await peer.ask(Echo(text="a"))
    expect((answer.name, answer.timeout, answer.body_hash), ("Echo", 30.0, Echo(text="a").body_hash))
    expect((answer.axon.hotkey, answer.axon.status_code, answer.dendrite.hotkey), (AXON.hotkey, 200, alice.ss58_address))
    assert float(answer.dendrite.process_time) > 0 and float(answer.axon.process_time) >= 0


async def query_deserialises(peer):
    [answer] = await peer.dendrite.forward([AXON], Echo(text="call"), timeout=30.0, deserialize=True)
    expect((type(answer), answer.text), (Echo, "call"))


ROWS = {
    "hashed fields": {
        "of the class": echoes("bound", tensor(np.array([0, 1], "int32"))),
        "of the base class": replies(Named(text="abc"), "Named|7|abc", timeout=7.0),
    },
    "no hashed fields": {
        "answered": replies(Unhashed(text="abc"), "cba"),
        "empty": replies(Unhashed(), ""),
    },
    "Topk of this README": {
        "two of three": topk_answers,
        "four, with equals": topk_of_four,
        "no input: 400": refuses(Topk(input=None), 400),
        "an input of float64: 400": refuses(Topk(input=tensor(np.array([3, 1, 2], "float64"))), 400),
    },
    "big bodies": {
        "100 000 letters": echoes("\u00e9'\"\\" * 25_000),
        "a tensor of 4 MiB": echoes("big", tensor(np.arange(1 << 20, dtype="float32"))),
        "a body of more than 8 MiB: 413": refuses(Echo(text="big", data=tensor(np.zeros(3 << 19, dtype="float32"))), 413),
    },
    "streaming": {
        "parts": streams("Hel|lo |w\u00f6rld \U0001f600", "Hello w\u00f6rld \U0001f600"),
        "as they are made": stream_arrives_as_it_is_made,
        "600 kB": streams("x" * 300_000 + "|" + "y" * 300_000, "x" * 300_000 + "y" * 300_000),
        "that breaks": stream_ends_with((400, 422, 503), "a|RAISE"),
        "beyond its deadline": stream_ends_with((408,), "a|SLEEP|b", timeout=1.0),
        "refused": stream_refused,
        "left early": stream_left_early,
    },
    "connections": {
        "kept open for 0.2 s": idle(0.2),
        "and for 6.5 s": idle(6.5),
        "20 requests at once": noted("order", many_at_once),
        "20 dendrites at once": many_dendrites_at_once,
    },
    "identity": {
        "the caller's hotkey": proves_its_hotkey,
        "the terminals of an answer": answer_has_its_terminals,
        "the type of an answer": query_deserialises,
        "the axon's own verification": replies(Verified(), "verified"),
        "the axon's priority": replies(Prioritised(), "served"),
    },
}
