from flask import Flask, jsonify, render_template


def create_app() -> Flask:
    app = Flask(__name__)

    @app.get("/")
    def index() -> str:
        return render_template("index.html", goods=["bread", "milk"])

    @app.get("/healthz")
    def healthz():
        return jsonify(status="ok")

    return app
