from tests.architecture.access import Arguments, Entry, only


def a_pending_import() -> Arguments:
    from ideas.exchange.models import PendingImport
    from ideas.models import Campaign
    from tests.factories.people import make_user

    box = Campaign.objects.open_box()
    pending = PendingImport.objects.create(by=make_user(), campaign=box, name="a.csv", language="fr", text="a;b\n1;2\n")
    return (pending.pk,), {}


ACCESS = {
    "ideas:exchange:export": only("cm", "leader", "administrator", otherwise=403),
    "ideas:exchange:import": only("cm", "administrator", otherwise=403),
    # Only who sent the file; for another of those who may import it does not exist.
    "ideas:exchange:mapping": Entry(employee=403, cm=404, leader=403, administrator=404, args=a_pending_import),
}
