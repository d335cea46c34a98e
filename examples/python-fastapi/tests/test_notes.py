from fastapi.testclient import TestClient

from app.main import app


def test_lists_notes() -> None:
    assert TestClient(app).get("/notes").json() == [{"text": "Hello from FastAPI"}]
