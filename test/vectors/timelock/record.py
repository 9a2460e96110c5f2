"""Records what the Rust crate `tle` encrypts, as the package bittensor-drand 2.0.0 has it: python record.py > quicknet.json

The signature is that of quicknet's round 1000, as https://api.drand.sh/<chain hash>/public/1000 tells it.
"""

import json
import struct
import sys

import bittensor_drand

SIGNATURE = (
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
)
ALICE = bytes.fromhex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")
WEIGHTS = (
    b"\x80" + ALICE + b"\x08" + struct.pack("<HH", 0, 1) + b"\x08" + struct.pack("<HH", 100, 65535) + struct.pack("<Q", 7004000)
)


def ciphertext(message, at):
    """Without the SCALE that the package puts around it: a compact length before, the round after."""
    wrapped, _ = bittensor_drand.encrypt_at_round(message, at)
    assert bittensor_drand.decrypt_with_signature(wrapped, SIGNATURE) == message
    return wrapped[{0: 1, 1: 2, 2: 4}[wrapped[0] & 3] : -8]


cases = [
    {"message": message.hex(), "round": 1000, "ciphertext": ciphertext(message, 1000).hex()}
    for message in (b"hello weights", WEIGHTS, b"")
]
source = "bittensor-drand 2.0.0 (PyPI), encrypt_at_round; the SCALE wrapper {Vec<u8>, round u64} removed"
json.dump({"source": source, "signature": SIGNATURE, "cases": cases}, sys.stdout, indent=2)
