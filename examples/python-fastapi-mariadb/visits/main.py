from fastapi import FastAPI
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, func, insert, select

from visits.settings import settings

engine = create_engine(settings.database_url, pool_pre_ping=True)
metadata = MetaData()
visits = Table("visits", metadata, Column("id", Integer, primary_key=True))

app = FastAPI()


@app.get("/health")
def health() -> dict[str, bool]:
    return {"ok": True}


@app.get("/visits")
def visit() -> dict[str, int]:
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(visits))
        return {"visits": connection.scalar(select(func.count()).select_from(visits)) or 0}
