"""A Python dendrite and its cases, in the rows of the matrix. It is told the axons as JSON, and says one line for each case.

    {"axon": {"port": …, "hotkey": …}, "legacy": the same, of an axon that accepts the nonces of SDK 7.0}
"""

import asyncio
import traceback

import exchanges
import statuses
import values
from cases import Peer
from lines import say

ROWS = {**values.ROWS, **exchanges.ROWS, **statuses.ROWS}


async def play(row, cases):
    peer = Peer()
    for name, case in cases.items():
        try:
            await asyncio.wait_for(case(peer), 60)
            failure = None
        except Exception:
            failure = traceback.format_exc(limit=-2)
        say({"row": row, "name": name, "failure": failure, "note": getattr(case, "note", None)})
    await peer.dendrite.aclose_session()


async def main():
    # SDK 7.0 needs a tenth of a second of CPU for a request: many at a time would not be sent within their deadlines.
    few = asyncio.Semaphore(2)

    async def play_among_few(row, cases):
        async with few:
            await play(row, cases)

    await asyncio.gather(*(play_among_few(row, cases) for row, cases in ROWS.items()))


asyncio.run(main())
