"""The protocols of the suite, as a subnet writes them in Python. Their other half is `matrix/protocols.ts`."""

from typing import Any, ClassVar, Dict, List, Literal, Optional, Tuple, Union

from pydantic import BaseModel

from sdk import VERSION, StreamingSynapse, Synapse, Tensor

# `required_hash_fields` is a field of the instance up to SDK 7.1, and one of the class from 7.2.
HashFields = List[str] if VERSION < (7, 2) else ClassVar[Tuple[str, ...]]


class Echo(Synapse):
    text: str
    data: Optional[Tensor] = None
    required_hash_fields: HashFields = ["text", "data"]


class Inner(BaseModel):
    a: int = 0
    b: float = 0.5
    tags: List[str] = []


class Scalars(Synapse):
    count: Optional[int] = None
    ratio: float = 0.25
    floats: List[float] = []
    flag: bool = True
    either: Union[int, str] = 0
    mode: Literal["a", "b"] = "a"
    reply: Optional[str] = None
    required_hash_fields: HashFields = ["count", "ratio", "floats", "flag", "either", "mode"]


class Nested(Synapse):
    words: List[str] = []
    matrix: List[List[int]] = []
    weights: Dict[str, float] = {}
    names: Dict[int, str] = {}
    pair: Tuple[int, str] = (0, "")
    many: Tuple[float, ...] = ()
    maybe: Optional[List[Optional[str]]] = None
    inner: Inner = Inner()
    inners: List[Inner] = []
    reply: Optional[str] = None
    required_hash_fields: HashFields = ["words", "matrix", "weights", "names", "pair", "many", "maybe", "inner", "inners"]


class Untyped(Synapse):
    anything: Any = None
    list_of_any: list = []
    dict_of_any: dict = {}
    reply: Optional[str] = None
    required_hash_fields: HashFields = ["anything", "list_of_any", "dict_of_any"]


class Required(Synapse):
    """Fields without defaults: their types travel in headers, `bt_header_input_obj_…`."""

    integer: int
    number: float
    text: str
    flag: bool
    items: List[int]
    entries: Dict[str, float]
    run: Tuple[int, ...]
    reply: Optional[str] = None
    required_hash_fields: HashFields = ["integer", "number", "text", "flag", "items", "entries", "run"]


class Topk(Synapse):
    """The README's."""

    topk: int = 2
    input: Optional[Tensor] = None
    v: Optional[Tensor] = None
    i: Optional[Tensor] = None
    required_hash_fields: HashFields = ["input"]


class Modelled(Synapse):
    """In TypeScript `inner` is required; here its members have defaults instead."""

    inner: Inner = Inner()
    reply: Optional[str] = None
    required_hash_fields: HashFields = ["inner"]


class Strict(BaseModel):
    a: int
    data: Optional[Tensor] = None
    deep: Inner


class StrictlyModelled(Synapse):
    """In TypeScript `inner` is required; here it is optional, since an axon makes the class from its headers first."""

    inner: Optional[Strict] = None
    reply: Optional[str] = None
    required_hash_fields: HashFields = ["inner"]


class Unhashed(Synapse):
    text: str = ""
    reply: Optional[str] = None


class Named(Synapse):
    """Hashes what can be hashed of the base class."""

    text: str = ""
    reply: Optional[str] = None
    required_hash_fields: HashFields = ["name", "timeout", "text"]


class Text(Synapse):
    text: str = ""
    reply: Optional[str] = None
    required_hash_fields: HashFields = ["text"]


class Blacklisted(Text):
    pass


class Unverified(Text):
    """Its axon's own verification refuses everybody."""


class Verified(Text):
    """Its axon's own verification is the usual one."""


class Raises(Text):
    pass


class RaisesRun(Text):
    """Raises the SDK's own exception for a failed run."""


class Slow(Text):
    pass


class AsyncSlow(Text):
    pass


class PicksStatus(Text):
    """The text is the status."""


class Prioritised(Text):
    pass


class PriorityTimesOut(Text):
    pass


class RepliesNothing(Text):
    pass


class Mistyped(Text):
    """In the other language `text` is an integer."""


class Missing(Text):
    """Nobody serves it."""


class Tokens(StreamingSynapse):
    """The prompt's parts between `|`, one by one. RAISE breaks the stream, SLEEP waits 3 seconds, SPLIT is a letter in two chunks."""

    prompt: str = ""
    completion: str = ""
    required_hash_fields: HashFields = ["prompt"]

    async def process_streaming_response(self, response):
        async for chunk in response.content.iter_any():
            text = chunk.decode("utf-8", "replace")
            self.completion += text
            yield text

    def deserialize(self):
        return self.completion

    def extract_response_json(self, response):
        headers = {name.decode(): value.decode() for name, value in response.raw_headers}

        def below(prefix):
            return {name[len(prefix):]: value for name, value in headers.items() if name.startswith(prefix)}

        return {
            "name": headers.get("name", ""),
            "timeout": float(headers.get("timeout", 0)),
            "dendrite": below("bt_header_dendrite_"),
            "axon": below("bt_header_axon_"),
            "prompt": self.prompt,
            "completion": self.completion,
        }
