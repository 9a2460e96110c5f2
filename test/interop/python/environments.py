"""The virtual environments of the Python SDKs, one for each file of `requirements`, in a cache outside the repository.

    environments.py          makes those that are missing; exit code 75 when PyPI cannot be reached
    environments.py --list   prints as JSON where the interpreter of each lies, null for those that are missing

The cache is $EFFECT_BITTENSOR_CACHE, or `effect-bittensor` in $XDG_CACHE_HOME or ~/.cache. A directory is named by the hash of
its requirements, is made aside and renamed, so what is there is whole, and what changes is made anew.
"""

import concurrent.futures
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

REQUIREMENTS = Path(__file__).parent / "requirements"
CACHE = Path(
    os.environ.get("EFFECT_BITTENSOR_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "effect-bittensor"
) / "python"
LIMIT = 900  # seconds for one environment; about one minute is usual
UNREACHABLE = 75  # EX_TEMPFAIL

# For a Python without `ensurepip`, such as Debian's without python3-venv.
PIP = "https://files.pythonhosted.org/packages/ef/7d/500c9ad20238fcfcb4cb9243eede163594d7020ce87bd9610c9e02771876/pip-24.3.1-py3-none-any.whl"
PIP_SHA256 = "3790624780082365f47549d032f3770eeb2b1e8bd1f7b2e02dace1afa361b4ed"


def versions():
    return sorted((file.stem for file in REQUIREMENTS.glob("*.txt")), key=lambda v: [int(part) for part in v.split(".")])


def requirements_of(version):
    return REQUIREMENTS / f"{version}.txt"


def place_of(version):
    digest = hashlib.sha256(requirements_of(version).read_bytes()).hexdigest()
    return CACHE / f"{version}-{digest[:12]}"


def interpreter(place):
    return place / "bin" / "python"


def is_there(version):
    return interpreter(place_of(version)).exists()


def find_python():
    """All requirements are pinned for Python 3.11, and hold for no other."""
    for candidate in ("python3.11", "python3", sys.executable):
        asked = "import sys; print('%d.%d' % sys.version_info[:2])"
        try:
            found = subprocess.run([candidate, "-c", asked], capture_output=True, text=True, timeout=30)
        except OSError:
            continue
        if found.stdout.strip() == "3.11":
            return candidate
    sys.exit("Python 3.11 is not on PATH: the Python SDKs cannot be installed")


def is_pypi_reachable():
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
    try:
        with urllib.request.urlopen(f"{index}/pip/", timeout=20):
            return True
    except OSError:
        return False


def run(*command, **environment):
    done = subprocess.run(
        [str(part) for part in command], env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=LIMIT,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}\n{done.stdout[-4000:]}")


def has_ensurepip(python):
    return subprocess.run([python, "-c", "import ensurepip"], capture_output=True, timeout=30).returncode == 0


def download_pip(directory):
    """A wheel of pip runs without being installed."""
    with urllib.request.urlopen(PIP, timeout=60) as answer:
        wheel = answer.read()
    if hashlib.sha256(wheel).hexdigest() != PIP_SHA256:
        raise RuntimeError(f"{PIP} is not the file it was")
    file = directory / PIP.rsplit("/", 1)[1]
    file.write_bytes(wheel)
    return file / "pip"


def make(python, version):
    started = time.monotonic()
    place, requirements = place_of(version), requirements_of(version)
    aside = place.with_name(f"{place.name}.partial")
    shutil.rmtree(aside, ignore_errors=True)
    if has_ensurepip(python):
        run(python, "-m", "venv", aside)
        pip = [interpreter(aside), "-m", "pip"]
    else:
        run(python, "-m", "venv", "--without-pip", aside)
        pip = [interpreter(aside), download_pip(aside)]
    # The pins are complete, so nothing is resolved; what is built from source is built with the pinned setuptools too.
    run(*pip, "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement", requirements,
        PIP_CONSTRAINT=str(requirements), PIP_BUILD_CONSTRAINT=str(requirements))
    shutil.rmtree(place, ignore_errors=True)  # of an interpreter that is gone
    aside.rename(place)
    print(f"{version}: made in {time.monotonic() - started:.0f} s", flush=True)


def make_missing():
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until the process ends, however it ends
        missing = [version for version in versions() if not is_there(version)]
        for version in versions():
            if version not in missing:
                print(f"{version}: {place_of(version)}")
        if not missing:
            return 0
        if not is_pypi_reachable():
            print(f"PyPI cannot be reached, and {CACHE} has no {', '.join(missing)}")
            return UNREACHABLE
        python = find_python()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            made = {version: pool.submit(make, python, version) for version in missing}
        for version, future in made.items():
            if future.exception() is not None:
                print(f"{version}: {future.exception()}")
        return 1 if any(future.exception() for future in made.values()) else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        print(json.dumps([{"version": v, "python": str(interpreter(place_of(v))) if is_there(v) else None} for v in versions()]))
    else:
        sys.exit(make_missing())
