from fastapi import FastAPI
from sqlalchemy import text

from app.database import engine

app = FastAPI()


@app.get("/health")
def health() -> dict[str, bool]:
    return {"ok": True}


@app.get("/notes")
def notes() -> list[str]:
    with engine.connect() as connection:
        return [row.text for row in connection.execute(text("SELECT text FROM notes"))]
