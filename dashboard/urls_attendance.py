"""Whether people came: the number at the reception, and the link in an interviewer's mail."""

from django.urls import path

from dashboard.views import came, reception

urlpatterns = [
    path("came/<str:token>/", came.came, name="came"),
    path("desk/reception/", reception.reception, name="reception"),
    path("desk/reception/asking/", reception.asking, name="asking_interviewers"),
    path("desk/reception/<int:pk>/renew/", reception.renew, name="renew_reception"),
    path("desk/reception/<int:pk>/poster/", reception.poster, name="reception_poster"),
]
