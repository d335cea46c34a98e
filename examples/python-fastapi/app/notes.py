from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter(prefix="/notes")


class Note(BaseModel):
    text: str


notes = [Note(text="Hello from FastAPI")]


@router.get("")
def list_notes() -> list[Note]:
    return notes


@router.post("", status_code=201)
def add_note(note: Note) -> Note:
    notes.append(note)
    return note
