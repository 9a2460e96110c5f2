"""One face for the SDKs that have an axon and a dendrite. Their own code runs; only the look-up of the external address is
replaced, which would ask the internet.
"""

import warnings

warnings.simplefilter("ignore")

import bittensor
import bittensor.utils.networking
from bittensor import AxonInfo, StreamingSynapse, Synapse, Tensor

bittensor.utils.networking.get_external_ip = lambda: "203.0.113.9"

VERSION = tuple(int(part) for part in bittensor.__version__.split("."))
if VERSION < (8,):
    from bittensor import Keypair
    from bittensor import axon as Axon
    from bittensor import dendrite as Dendrite
    from bittensor.errors import RunException
else:
    from bittensor import Axon, Dendrite, Keypair
    from bittensor.core.errors import RunException

alice = Keypair.create_from_uri("//Alice")
bob = Keypair.create_from_uri("//Bob")


def tensor(array):
    return Tensor.serialize(array)
