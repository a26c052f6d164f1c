"""A Flask application whose people log in by OpenID Connect: python3 app.py"""

import logging
import os
from urllib.parse import urlencode

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, abort, redirect, render_template_string, request, session

APP_URL = os.environ["APP_URL"]
ISSUER = os.environ["OIDC_ISSUER"]

app = Flask(__name__)
app.config.update(
    SECRET_KEY=os.environ["SESSION_SECRET"],
    SESSION_COOKIE_HTTPONLY=True,
    SESSION_COOKIE_SAMESITE="Lax",
    SESSION_COOKIE_SECURE=APP_URL.startswith("https:"),
)

oauth = OAuth(app)
oauth.register(
    "gapura",
    server_metadata_url=f"{ISSUER}/.well-known/openid-configuration",
    client_id=os.environ["OIDC_CLIENT_ID"],
    client_secret=os.environ["OIDC_CLIENT_SECRET"],
    client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256", "timeout": 5},
)


@app.get("/auth/login")
def login():
    return oauth.gapura.authorize_redirect(f"{APP_URL}/auth/callback")


@app.get("/auth/callback")
def callback():
    try:
        # Compares the state, and checks the ID token.
        token = oauth.gapura.authorize_access_token()
    except OAuthError:
        return redirect("/", 303)
    person = oauth.gapura.userinfo(token=token)
    if person["sub"] != token["userinfo"]["sub"]:
        abort(401)
    session.clear()
    session["user"] = {key: person.get(key) for key in ("sub", "name", "email")}
    # For the logout, which it shows to be of this session.
    session["id_token"] = token["id_token"]
    return redirect("/bayar", 303)


@app.post("/auth/logout")
def logout():
    if request.headers.get("Origin") != APP_URL:
        abort(403)
    query = urlencode({"id_token_hint": session.get("id_token", ""), "post_logout_redirect_uri": f"{APP_URL}/"})
    session.clear()
    return redirect(f'{oauth.gapura.load_server_metadata()["end_session_endpoint"]}?{query}', 303)


@app.get("/")
def home():
    return '<!doctype html><html lang="id"><title>Contoh</title><a href="/auth/login">Masuk</a></html>'


@app.get("/bayar")
def pay():
    if "user" not in session:
        return redirect("/auth/login", 303)
    return render_template_string(
        """<!doctype html><html lang="id"><title>Contoh</title>
        <p>Masuk sebagai <strong>{{ user.name }}</strong> ({{ user.email }}).</p>
        <form method="post" action="/auth/logout"><button>Keluar</button></form></html>""",
        user=session["user"],
    )


if __name__ == "__main__":
    # A line for each request would hold the codes.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
