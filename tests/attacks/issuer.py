"""An issuer of tokens in the place of the development identity provider, ours to change."""

import json
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey

from ht_local.identity.personas import Persona
from ht_local.identity.signing import AUDIENCE, LIFETIME


class Issuer:
    """Publishes the key that it signs with, can change it, and can be away."""

    def __init__(self, url: str, key_file: Path) -> None:
        self.url = url
        self.key = ECKey.import_key(json.loads(key_file.read_text()))
        self.asked = 0
        self.away = False
        issuer = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.asked += 1
                if issuer.away:
                    self.close_connection = True
                    return
                content = json.dumps({"keys": [issuer.published()]}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        port = int(url.rpartition(":")[2])
        self._server = ThreadingHTTPServer(("127.0.0.1", port), Answering)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def kid(self) -> str:
        """The id of the key that it signs with."""
        return str(self.key.thumbprint())

    def published(self) -> dict[str, object]:
        """Give the public half of the key, as the services fetch it."""
        public = self.key.as_dict(private=False)
        return {**public, "kid": self.kid, "use": "sig", "alg": "ES256"}

    def take_another_key(self) -> None:
        """Sign with a new key from now on; the old one is published no more."""
        self.key = ECKey.generate_key("P-256", private=True)

    def sign(self, who: Persona) -> str:
        """Give a good token."""
        return signed(self.claims(who), self.header(), self.key)

    def header(self, **changes: object) -> dict[str, object]:
        """Give the header of a good token, changed."""
        return _changed({"alg": "ES256", "typ": "at+jwt", "kid": self.kid}, changes)

    def claims(self, who: Persona, **changes: object) -> dict[str, object]:
        """Give what a good token says of somebody, changed; None leaves a claim out."""
        present = int(time.time())
        said = {
            "iss": self.url,
            "sub": who.subject,
            "aud": AUDIENCE,
            "iat": present,
            "nbf": present,
            "exp": present + LIFETIME,
            "employer": who.employer,
            "memberships": [each.model_dump() for each in who.memberships],
        }
        return _changed(said, changes)

    def close(self) -> None:
        """Stop answering for good."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def signed(claims: Mapping[str, object], header: Mapping[str, object], key: Any) -> str:
    """Sign whatever is said, with whatever key."""
    algorithm = str(header["alg"])
    token: str = jws.serialize_compact(
        dict(header), json.dumps(claims), key, algorithms=[algorithm]
    )
    return token


def _changed(said: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in {**said, **changes}.items() if value is not None}
