from tests.architecture.access import Entry
from tests.architecture.access.ideas import an_idea

ACCESS = {"ideas:sharing:card": Entry(args=an_idea)}
