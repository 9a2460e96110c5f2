"""What the cases of the Python dendrite are made of: whom they ask, and what they expect."""

from lines import hear
from protocols import Echo, Tokens
from sdk import VERSION, AxonInfo, Dendrite, alice

HAS_OLD_NONCE = VERSION < (7, 2)


def axon_info(port, hotkey):
    return AxonInfo(version=1, ip="127.0.0.1", port=port, ip_type=4, hotkey=hotkey, coldkey=hotkey)


given = hear()
STRICT = axon_info(**given["axon"])
AXON = axon_info(**given["legacy"]) if HAS_OLD_NONCE else STRICT


class Peer:
    """One dendrite for each row, since the nonces of one dendrite have to arrive in order."""

    def __init__(self, wallet=alice):
        self.dendrite = Dendrite(wallet=wallet)

    async def ask(self, synapse, timeout=30.0, axon=AXON):
        [answer] = await self.dendrite.forward([axon], synapse, timeout=timeout, deserialize=False)
        return answer

    async def stream(self, prompt, timeout=30.0, axon=AXON):
        """The parts, and the synapse that comes last."""
        parts = []
        async for part in self.dendrite.call_stream(axon, Tokens(prompt=prompt), timeout=timeout, deserialize=False):
            parts.append(part)
        return parts[:-1], parts[-1]


def expect(actual, wanted):
    if actual != wanted:
        raise AssertionError(f"{str(actual)[:1000]} is not {str(wanted)[:1000]}")


def status(answer):
    return answer.dendrite.status_code, answer.dendrite.status_message


def plain(data):
    """All that makes a tensor."""
    if data is None:
        return None
    array = data.deserialize()
    return data.dtype, array.dtype, array.shape, array.tobytes()


# ---- cases: functions of a peer, which raise unless all is as it should be


def echoes(text="", data=None, timeout=30.0):
    async def case(peer):
        answer = await peer.ask(Echo(text=text, data=data), timeout)
        expect((status(answer), answer.text, plain(answer.data)), ((200, "Success"), text, plain(data)))

    return case


def keeps(asked):
    """Our axon hashes the values as Python prints them, and answers with the same values, each of its type."""

    async def case(peer):
        answer = await peer.ask(asked)
        expect(status(answer), (200, "Success"))
        for name in asked.required_hash_fields:
            expect(repr(getattr(answer, name)), repr(getattr(asked, name)))

    return case


def replies(synapse, reply=None, timeout=30.0):
    async def case(peer):
        answer = await peer.ask(synapse, timeout)
        expect(status(answer), (200, "Success"))
        if reply is not None:
            expect(answer.reply, reply)

    return case


def refuses(synapse, code, message=None, timeout=30.0, axon=AXON):
    async def case(peer):
        answer = await peer.ask(synapse, timeout, axon)
        expect(status(answer), (code, message if message is not None else answer.dendrite.status_message))

    return case


def noted(note, case):
    """The SDK's own behaviour, which the note with this name in `matrix/table.ts` explains."""
    case.note = note
    return case
