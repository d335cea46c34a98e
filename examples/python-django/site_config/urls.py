from django.urls import path
from pages.views import index, visits

urlpatterns = [path("", index), path("visits", visits)]
