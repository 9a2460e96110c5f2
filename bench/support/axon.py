"""The Python axon that ours is measured against: the same protocol, printed and served in the same way as by axon.ts."""
import json
import os
import socket
import sys
import time
import types
import typing
import warnings

warnings.simplefilter("ignore")
os.environ["BT_NO_PARSE_CLI_ARGS"] = "1"
sys.argv = sys.argv[:1]  # the SDK reads the command line by itself

import bittensor  # noqa: E402
import bittensor.utils.networking as networking  # noqa: E402

# It would ask a server on the internet for this machine's address.
networking.get_external_ip = lambda: "127.0.0.1"
Axon = getattr(bittensor, "Axon", None) or bittensor.axon


class Echo(bittensor.Synapse):
    text: str
    reply: typing.Optional[str] = None
    required_hash_fields: typing.ClassVar[typing.Tuple[str, ...]] = ("text",)


def forward(synapse: Echo) -> Echo:
    synapse.reply = synapse.text
    return synapse


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def wait_until_open(port: int) -> None:
    for _ in range(600):
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the axon does not listen")


port = free_port()
hotkey = bittensor.Keypair.create_from_uri("//Bob")
wallet = types.SimpleNamespace(hotkey=hotkey, coldkey=hotkey, coldkeypub=hotkey, name="bench", hotkey_str="bench")
axon = Axon(wallet=wallet, port=port, ip="127.0.0.1", external_ip="127.0.0.1", external_port=port)
axon.attach(forward_fn=forward)
axon.start()
wait_until_open(port)
print(json.dumps({"port": port, "hotkey": hotkey.ss58_address}), flush=True)
sys.stdin.read()
os._exit(0)
