"""The chain without the SDK between: by a connection of its own, one item of storage at a time, and as its developers."""

import re

from substrateinterface import Keypair, SubstrateInterface
from substrateinterface.exceptions import SubstrateRequestException

ALICE = Keypair.create_from_uri("//Alice")


def expect(actual, expected):
    assert actual == expected, f"{actual!r} instead of {expected!r}"


def named(shown):
    """The name of an error, however an SDK shows it: as a dictionary, in a sentence, in an exception."""
    text = str(shown)
    found = re.search(r"'name': '(\w+)'|returned `(\w+) ", text)
    return next(name for name in found.groups() if name) if found else text


class Chain:
    def __init__(self, url):
        self.substrate = SubstrateInterface(url=url, ss58_format=42)

    def rpc(self, method, *params):
        return self.substrate.rpc_request(method, list(params))["result"]

    @property
    def number(self):
        return int(self.rpc("chain_getHeader")["number"], 16)

    def read(self, item, *keys, pallet="SubtensorModule", at=None):
        block_hash = None if at is None else self.rpc("chain_getBlockHash", at)
        return self.substrate.query(pallet, item, list(keys), block_hash=block_hash).value

    def free(self, account, at=None):
        return self.read("Account", account, pallet="System", at=at)["data"]["free"]

    def mine(self, count):
        self.rpc("dev_newBlock", {"count": count})

    def send(self, keypair, pallet, function, /, **params):
        composed = self.substrate.compose_call(pallet, function, params)
        signed = self.substrate.create_signed_extrinsic(composed, keypair)
        return self.substrate.submit_extrinsic(signed, wait_for_inclusion=True)

    def fails(self, keypair, pallet, function, error, /, **params):
        """The call gets into a block and fails there."""
        receipt = self.send(keypair, pallet, function, **params)
        expect((receipt.is_success, named(receipt.error_message)), (False, error))

    def sudo(self, function, /, **params):
        inner = self.substrate.compose_call("AdminUtils", function, params)
        receipt = self.send(ALICE, "Sudo", "sudo", call=inner)
        expect(told(receipt, "Sudid"), {"sudo_result": {"Ok": ()}})
        return receipt


def told(receipt, event):
    """What the first event of this name says."""
    values = [record.value["event"] for record in receipt.triggered_events]
    return next(value["attributes"] for value in values if value["event_id"] == event)


def refused(act, data, code=1010, message="Invalid Transaction"):
    """The pool does not take it, and says why."""
    try:
        act()
    except SubstrateRequestException as refusal:
        error = refusal.args[0]
        expect((error["code"], error["message"][: len(message)]), (code, message))
        assert data in error.get("data", ""), f"{error} does not say {data!r}"
    else:
        raise AssertionError("the pool took it")


def raises(kind, act):
    """The SDK throws, and nothing reaches the chain. Gives what is thrown."""
    try:
        act()
    except kind as thrown:
        return thrown
    raise AssertionError(f"no {kind} was thrown")
