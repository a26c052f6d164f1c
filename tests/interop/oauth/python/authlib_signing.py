"""A client by Authlib that signs: the code, a refresh, introspection and revocation."""

import json
import os
import time

from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import ClientSecretJWT, PrivateKeyJWT

env = os.environ
token_endpoint = f"{env['ISSUER']}/oauth/token"
method = {"client_secret_jwt": ClientSecretJWT, "private_key_jwt": PrivateKeyJWT}[env["METHOD"]]


class ShortLived(method):
    """Left to itself an assertion of Authlib lives for an hour; claims that are given keep their jti."""

    def sign(self, auth, token_endpoint):
        self.claims = {"exp": int(time.time()) + 60}
        return super().sign(auth, token_endpoint)


session = OAuth2Session(
    env["CLIENT_ID"], env["CLIENT_SECRET"], token_endpoint_auth_method=env["METHOD"],
    revocation_endpoint_auth_method=env["METHOD"], redirect_uri=env["REDIRECT_URI"], state=env["STATE"])
session.register_client_auth_method(ShortLived(token_endpoint, alg=env["ALG"]))


def is_active(token):
    return session.introspect_token(f"{env['ISSUER']}/oauth/introspect", token=token).json()["active"]


session.fetch_token(token_endpoint, authorization_response=env["ANSWER"], code_verifier=env["VERIFIER"])
sub = session.get(f"{env['ISSUER']}/oauth/userinfo").json()["sub"]
token = session.refresh_token(token_endpoint, refresh_token=session.token["refresh_token"])
before = is_active(token["access_token"])
session.revoke_token(f"{env['ISSUER']}/oauth/revoke", token=token["refresh_token"])
print(json.dumps({"sub": sub, "before": before, "after": is_active(token["access_token"])}))
