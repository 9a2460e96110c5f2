"""Cases about values: every kind of field and every tensor, as our axon prints, hashes and answers it."""

import numpy as np

from cases import echoes, expect, keeps, noted, refuses, replies, status
from protocols import Inner, Modelled, Nested, Required, Scalars, Strict, StrictlyModelled, Untyped
from sdk import Synapse, tensor

TEXTS = {
    "ASCII": "hello",
    "empty": "",
    "several scripts": "h\u00e9ll\u00f6 \u2603 \u05d0\u0628\u4e2d",
    "emoji": "\U0001f600\U0001f1e9\U0001f1ea\U0001f468\u200d\U0001f469",
    "quotes": "it's \"q\" \\ `b` {'a': 1}",
    "control characters": "a\nb\r\n\tc\x00\x01\x7f\x85\u2028\u2029\ufeff",
    "JSON": '{"a": [1, null]}',
    "noncharacters": "\ufffe\uffff\U0010ffff",
    "blanks": " \u00a0\u3000 ",
}
DTYPES = ["float16", "float32", "float64", "uint8", "int8", "int16", "int32", "int64", "bool"]
SHAPES = [(), (1,), (3,), (0,), (2, 3), (2, 0), (2, 1, 4)]
EVERYTHING = Nested(
    words=["it's", 'say "hi"', "both ' and \"", "\u00e9\U0001f600\n\u200b"], matrix=[[1, 2], [], [-3]],
    weights={"10": 1.0, "9": 2, "b": 1e22, "": -0.0, "__proto__": 3.0}, names={2: "a", 1: "b"}, pair=(7, "x'y"), many=(1.0, 2.5),
    maybe=["a", None], inner=Inner(a=3, b=2, tags=["t"]), inners=[Inner(), Inner(a=-1, b=1e300)],
)


def tensor_of(dtype, shape):
    values = np.arange(int(np.prod(shape))) % 100
    if dtype == "bool":
        return tensor((values % 2).astype(bool).reshape(shape))
    offset = 0 if dtype.startswith("uint") else 50
    return tensor(((values - offset) / (3 if dtype.startswith("float") else 1)).astype(dtype).reshape(shape))


def echoes_tensors(*tensors):
    async def case(peer):
        for data in tensors:
            await echoes("t", data)(peer)

    return case


async def any_nan_becomes_none(peer):
    answer = await peer.ask(Untyped(anything=float("nan")))
    expect((status(answer), answer.anything), ((200, "Success"), None))


async def lone_surrogate_cannot_be_sent(peer):
    try:
        await peer.ask(Untyped(anything="\ud83d"))
    except UnicodeEncodeError:
        return
    raise AssertionError("it was sent")


ROWS = {
    "scalars": {
        "an integer beyond 64 bits": keeps(Scalars(count=10**40)),
        "a negative one": keeps(Scalars(count=-(2**200))),
        "zero": keeps(Scalars(count=0)),
        "floats that change their notation": keeps(Scalars(floats=[1e15, 1e16, 1e17, 1e-4, 1e-5, 0.1, 123456789.125, 5e-324])),
        "a float given as an integer": keeps(Scalars(ratio=3)),
        "false": keeps(Scalars(flag=False)),
        "a union as an integer": keeps(Scalars(either=7)),
        "a union as a text": keeps(Scalars(either="7")),
        "a literal": keeps(Scalars(mode="b")),
        "fields without defaults": keeps(Required(integer=5, number=1, text="x'", flag=True, items=[1], entries={"a": 1}, run=(1, 2))),
        "and empty": keeps(Required(integer=0, number=0, text="", flag=False, items=[], entries={}, run=())),
        "NaN": noted("nan", refuses(Scalars(ratio=float("nan")), 500)),
        "infinity": noted("nan", refuses(Scalars(floats=[float("inf")]), 500)),
    },
    "defaults": {
        "of scalars": keeps(Scalars()),
        "of nested fields": keeps(Nested()),
        "of untyped fields": keeps(Untyped()),
        "all but one": keeps(Nested(words=["a"])),
        "no tensor": echoes("x", None),
        "a base synapse, as a ping": replies(Synapse()),
    },
    "nested": {
        "everything": keeps(EVERYTHING),
        "a tuple of one": keeps(Nested(many=(1,))),
        "a dict of floats": keeps(Nested(weights={"a": 1, "b": 2})),
        "a dict in its order": keeps(Nested(weights={"2": 1, "1": 2, "a": 3})),
        "a list of optionals": keeps(Nested(maybe=[None, "", None])),
        "a model": keeps(Modelled(inner=Inner(a=1))),
        "a model of models": replies(StrictlyModelled(inner=Strict(a=4, deep=Inner(a=1)))),
        "a tensor in a model": replies(StrictlyModelled(inner=Strict(a=4, data=tensor(np.array([1, 2], "float32")), deep=Inner()))),
    },
    "unicode": {name: echoes(text) for name, text in TEXTS.items()} | {
        "a lone surrogate": noted("surrogate", lone_surrogate_cannot_be_sent),
    },
    "untyped": {
        "1": keeps(Untyped(anything=1)),
        "1.0": keeps(Untyped(anything=1.0)),
        "'1'": keeps(Untyped(anything="1")),
        "True": keeps(Untyped(anything=True)),
        "a big integer": keeps(Untyped(anything=10**40)),
        "a big float": keeps(Untyped(anything=1.7976931348623157e308)),
        "texts": keeps(Untyped(anything=["it's", "\u00e9"])),
        "nested": keeps(Untyped(anything={"a": [1, 1.0, [2.0, {"b": 1e16}]], "0": False})),
        "a list": keeps(Untyped(list_of_any=[1, 1.0, "a", None, True, {"k": 1.0}])),
        "a dict": keeps(Untyped(dict_of_any={"z": [1, 2.0], "1": {"n": None}})),
        "NaN": noted("any-nan", any_nan_becomes_none),
        "a tuple": noted("tuple", refuses(Untyped(anything=(1, 2)), 500)),
    },
    "tensors": {dtype: echoes_tensors(*[tensor_of(dtype, shape) for shape in SHAPES]) for dtype in DTYPES} | {
        "NaN and infinities": echoes_tensors(tensor(np.array([np.nan, np.inf, -np.inf, -0.0], "float32"))),
        "float16 at its ends": echoes_tensors(tensor(np.array([65504, 6e-8], "float16"))),
        "float64 at its ends": echoes_tensors(tensor(np.array([5e-324, 1.7976931348623157e308], "float64"))),
        "int64 at its ends": echoes_tensors(tensor(np.array([2**63 - 1, -(2**63)], "int64"))),
        "a numpy scalar": echoes_tensors(tensor(np.float32(5))),
    },
}
