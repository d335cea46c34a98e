from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

FRONTEND = Path(__file__).parent.parent / "frontend" / "dist"

app = FastAPI(title="Notes")


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/api/notes")
def notes() -> list[str]:
    return ["Buy milk", "Water the plants"]


app.mount("/", StaticFiles(directory=FRONTEND, html=True))
