"""Run the development identity provider: `python -m ht_local.identity`."""

import os
from pathlib import Path

import uvicorn

from ht_local.identity.application import application
from ht_local.identity.signing import Signer
from ht_local.place import Place


def main() -> None:
    """Serve on this machine only."""
    place = Place.from_environment()
    signer = Signer(place.identity_url, Path(os.environ["HT_IDENTITY_KEY_FILE"]))
    uvicorn.run(
        application(signer, place.url("intake")),
        host="127.0.0.1",
        port=place.identity_port,
        log_level="warning",
        access_log=False,
    )


if __name__ == "__main__":
    main()
