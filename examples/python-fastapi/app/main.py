from fastapi import FastAPI

from app.notes import router

app = FastAPI(title="Notes")
app.include_router(router)


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}
