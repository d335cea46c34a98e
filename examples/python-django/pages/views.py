from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from pages.models import Visit


def index(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/index.html")


def visits(request: HttpRequest) -> HttpResponse:
    Visit.objects.create()
    return JsonResponse({"visits": Visit.objects.count()})
