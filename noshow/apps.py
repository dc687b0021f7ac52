from django.apps import AppConfig


class NoshowConfig(AppConfig):
    name = "noshow"
