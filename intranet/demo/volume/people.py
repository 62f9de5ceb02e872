from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from intranet.accounts import roles
from intranet.accounts.models import Department, User
from intranet.demo.company import DOMAIN as COMPANY
from intranet.demo.company import PASSWORD
from intranet.demo.reading import load
from intranet.demo.volume.world import BATCH, World
from intranet.people.models import Expertise

# A domain of their own under the company's: so they are demo people too, and known as volume.
DOMAIN = f"volume.{COMPANY}"
_GIVEN = (
    "Adèle Aïcha Alban Anaïs Basile Bilal Brendan Capucine Ciarán Colette Damien Dervla Diego Elsa Emeka Erwan Farida "
    "Félix Fiona Gabin Hélène Hugo Imane Ismaël Jade Jonas Karim Keira Lise Lucas Maëlle Malik Nell Noah Odile Oscar "
    "Paloma Quentin Rania Rémi Saoirse Simon Tara Ugo Valérie Wassim Yaël Zoé"
)
_FAMILY = (
    "Allard Barbier Beaumont Byrne Carlier Chauvin Daly Delmas Doyle Duval Fabre Flynn Gaillard Garnier Gomes Hayes "
    "Hébert Humbert Jacquet Keane Lacroix Lambert Leclerc Lynch Masson Mercier Navarro Nolan Okafor Pereira Picard "
    "Quinn Renard Rousseau Sanchez Schmitt Sharma Tanguy Traoré Vasseur Walsh Weber"
)


def add_people(world: World, count: int) -> None:
    world.departments = list(Department.objects.order_by("path"))
    titles = [about["title"] for about in load("people").values()]
    password, people = make_password(PASSWORD), []
    given, family = _GIVEN.split(), _FAMILY.split()
    for number in range(1, count + 1):
        name = f"{world.rng.choice(given)} {world.rng.choice(family)}"
        username = f"collegue{number:05}"
        language = world.words.language()
        people.append(
            User(
                username=username,
                email=f"{username}@{DOMAIN}",
                display_name=name,
                department=world.rng.choice(world.departments),
                job_title=world.rng.choice(titles),
                bio=" ".join(world.rng.sample(world.words.sentences[language], 2)),
                language=language,
                password=password,
                date_joined=world.once(),
            )
        )
    people = User.objects.bulk_create(people, batch_size=BATCH)
    employee = Group.objects.get(name=roles.EMPLOYEE)
    memberships = [User.groups.through(user_id=person.pk, group_id=employee.pk) for person in people]
    User.groups.through.objects.bulk_create(memberships, batch_size=BATCH)
    addresses = [EmailAddress(user=person, email=person.email, primary=True, verified=True) for person in people]
    EmailAddress.objects.bulk_create(addresses, batch_size=BATCH)
    topics = [Expertise(person=person, name=tag) for person in people for tag in world.words.some_tags()]
    Expertise.objects.bulk_create(topics, batch_size=BATCH)
    world.people = list(User.objects.filter(is_active=True).select_related("department").order_by("pk"))
