from django.urls import path

from portal import urls_me
from portal.views import at, calendar_feed, jobs, jobs_line, sharing

app_name = "portal"
urlpatterns = [
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<slug:slug>/", jobs.job_page, name="job"),
    path("jobs/<slug:slug>/thanks/", jobs.thanks, name="thanks"),
    path("jobs/<slug:slug>/line/", jobs_line.thanks_line, name="thanks_line"),
    path("jobs/<slug:slug>/preview/", jobs.preview, name="job_preview"),
    path("jobs/<slug:slug>/contact.vcf", sharing.contact_card, name="contact_card"),
    path("pictures/<slug:digest>.jpg", sharing.picture, name="picture"),
    path("sitemap.xml", sharing.sitemap, name="sitemap"),
    path("robots.txt", sharing.robots, name="robots"),
    path("calendar/<token:token>.ics", calendar_feed.calendar_feed, name="calendar_feed"),
    path("at/<str:code>/", at.at, name="at"),
    *urls_me.urlpatterns,
]
