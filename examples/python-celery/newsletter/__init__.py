from flask import Flask

from newsletter.tasks import deliver, queue


def create_app() -> Flask:
    app = Flask(__name__)

    @app.get("/")
    def index() -> str:
        return "Hello from Flask with Celery"

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/workers")
    def workers() -> dict[str, int]:
        return {"workers": len(queue.control.ping(timeout=2))}

    @app.post("/letters/<recipient>")
    def send(recipient: str) -> tuple[dict[str, str], int]:
        return {"task": deliver.delay(recipient).id}, 202

    return app
