"""The key that wraps every data key: made anew, and the former one deleted."""

import subprocess
import sys

from ht_local import data_folder, made_once
from ht_local.cli.screen import OUT
from ht_local.place import Place
from ht_local.service_process import environment
from ht_local.system import DECIDING, System, engines_only
from ht_local.trouble import Trouble


def rotate() -> None:
    """Wrap every data key by a new key, and delete the former one.

    Files and backups of the key database still hold keys that were destroyed since they were
    written, wrapped by the former key: from now on nobody opens them.
    """
    place = Place.from_environment()
    if data_folder.running(place) is not None:
        raise Trouble(
            "A copy runs here, and it knows the former key alone. Stop it, rotate, start again."
        )
    with engines_only(place) as system:
        secrets = place.data / "secrets"
        name = made_once.new_key_encryption_key(secrets)
        for service in DECIDING:
            _rewrap(system, service)
        made_once.forget_former_keys(secrets)
    OUT.print(f"Every data key is wrapped by {name}, and the former key is deleted.")


def _rewrap(system: System, service: str) -> None:
    told = environment(system.place, service, system.postgres, system.nats)
    command = [sys.executable, "-m", f"ht_{service}", "rewrap"]
    if subprocess.run(command, env=told, check=False).returncode != 0:  # noqa: S603 - our own
        raise Trouble(f"Not all keys of {service} are wrapped anew. Both keys are kept.")
