from fastapi import FastAPI
from sqlalchemy import create_engine, text

app = FastAPI()
engine = create_engine("sqlite://")


@app.get("/health")
def health() -> dict[str, int]:
    with engine.connect() as connection:
        return {"answer": connection.execute(text("select 1")).scalar_one()}
