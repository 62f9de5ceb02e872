from django.urls import path

from ideas import views
from intranet.core.ids import row_id

urlpatterns = [
    path("", views.campaigns, name="campaigns"),
    path("new/", views.campaign_new, name="campaign_new"),
    path("calendar/", views.campaigns_calendar, name="campaigns_calendar"),
    path("calendar.ics", views.campaigns_ics, name="campaigns_ics"),
    path("<slug:slug>/", views.campaign, name="campaign"),
    path("<slug:slug>/about/", views.campaign_about, name="campaign_about"),
    path("<slug:slug>/calendar/", views.campaign_calendar, name="campaign_calendar"),
    path("<slug:slug>/calendar.ics", views.campaign_ics, name="campaign_ics"),
    path("<slug:slug>/rules/", views.campaign_rules, name="campaign_rules"),
    path(f"<slug:slug>/rules/<{row_id}:number>.json", views.rulebook, name="rulebook"),
    path("<slug:slug>/edit/", views.campaign_edit, name="campaign_edit"),
    path("<slug:slug>/phases/", views.campaign_phases, name="campaign_phases"),
    path("<slug:slug>/voting/", views.campaign_voting, name="campaign_voting"),
    path("<slug:slug>/voting/stop/", views.campaign_stop, name="campaign_stop"),
    path("<slug:slug>/voting/open/", views.campaign_reopen, name="campaign_reopen"),
    path("<slug:slug>/publish/", views.campaign_publish, name="campaign_publish"),
    path("<slug:slug>/end/", views.campaign_end, name="campaign_end"),
]
