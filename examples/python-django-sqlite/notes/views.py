from django.http import HttpRequest, HttpResponse, JsonResponse

from notes.models import Note


def index(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello from Django with SQLite")


def notes(request: HttpRequest) -> JsonResponse:
    if text := request.GET.get("add"):
        Note.objects.create(text=text)
    return JsonResponse({"notes": [note.text for note in Note.objects.order_by("id")]})
