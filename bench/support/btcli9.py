"""The virtual environment of bittensor-cli 9, made where those of the SDKs are, if it is missing. Prints where its interpreter lies."""

import contextlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "test" / "interop" / "python"))
import environments  # noqa: E402

environments.REQUIREMENTS = Path(__file__).parent / "requirements"

with contextlib.redirect_stdout(sys.stderr):
    code = environments.make_missing()
for version in environments.versions():
    print(environments.interpreter(environments.place_of(version)))
sys.exit(code)
