"""A site by requests-oauthlib, as its own documentation has it: the code flow, with the user API, and a refresh."""

import os

from flask import Flask, jsonify, redirect, request, session
from requests_oauthlib import OAuth2Session

APP_URL = os.environ["APP_URL"]
SSO = os.environ["OIDC_ISSUER"]

app = Flask(__name__)
app.config.update(SECRET_KEY=os.environ["SESSION_SECRET"])


def client(**more):
    return OAuth2Session(os.environ["OIDC_CLIENT_ID"], redirect_uri=f"{APP_URL}/auth/callback", scope=["view-user"], **more)


@app.get("/auth/login")
def login():
    url, session["state"] = client().authorization_url(f"{SSO}/oauth/authorize")
    return redirect(url, 303)


@app.get("/auth/callback")
def callback():
    oauth = client(state=session.pop("state", None))
    token = oauth.fetch_token(
        f"{SSO}/oauth/token",
        authorization_response=request.url,
        client_secret=os.environ["OIDC_CLIENT_SECRET"],
        include_client_id=os.environ.get("INCLUDE_CLIENT_ID") == "yes",
    )
    user = oauth.get(f"{SSO}/api/user-sso").json()
    renewed = oauth.refresh_token(f"{SSO}/oauth/token", auth=(os.environ["OIDC_CLIENT_ID"], os.environ["OIDC_CLIENT_SECRET"]))
    return jsonify(
        token_type=token["token_type"],
        expires_in=token["expires_in"],
        user=user,
        turned=renewed["access_token"] != token["access_token"] and renewed["refresh_token"] != token["refresh_token"],
        user_after=oauth.get(f"{SSO}/api/user-sso").json(),
    )


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
