import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ideas.counting import pabulib
from ideas.counting.tally import Rules, tally, winners
from ideas.models import Campaign
from ideas.voting.models import Result


class Command(BaseCommand):
    help = (
        "Write the anonymous ballots of CAMPAIGN to FILE and count the winners from that file alone. "
        "Without CAMPAIGN, count a FILE that exists, without looking at the database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("campaign", nargs="?", help="address (slug) of a campaign whose vote is closed and counted")
        parser.add_argument("--ballots", required=True, metavar="FILE", help="a .pb file")
        parser.add_argument("--json", action="store_true", help="print everything that the count says")

    def handle(self, *args: Any, campaign: str | None, ballots: str, **options: Any) -> None:
        result = _result_of(campaign) if campaign else None
        path = Path(ballots)
        try:
            if result is not None:
                path.write_bytes(result.file.encode())
            content = path.read_bytes()
            read = pabulib.read(content)
            counted = tally(read.election, Rules.of(read.election))
        except (OSError, pabulib.BadFile) as error:
            raise CommandError(f"{ballots}: {error}") from error
        for warning in read.warnings:
            self.stderr.write(f"{ballots}: {warning}")
        if options["json"]:
            self.stdout.write(json.dumps(counted, indent=1, ensure_ascii=False, sort_keys=True))
        else:
            self._say(read.election, counted, sha256(content).hexdigest())
        if result is not None and counted != result.data:
            raise CommandError("what was published for this campaign differs from what its ballots say")

    def _say(self, election: Any, counted: dict[str, Any], digest: str) -> None:
        self.stdout.write(f"{len(election.ballots)} ballots, SHA-256 of the file {digest}")
        for place, name in enumerate(winners(counted), 1):
            project = election.by_id[name]
            self.stdout.write(f"{place}. {name} {project.name} (cost {project.cost}, points {election.points[name]})")
        if not winners(counted):
            self.stdout.write("Nothing is chosen.")
        if imported := counted.get("imported_supports"):
            self.stdout.write(f"Not counted: {imported} supports given elsewhere, before their ideas were imported.")


def _result_of(slug: str) -> Result:
    campaign = Campaign.objects.filter(slug=slug).first()
    if campaign is None:
        raise CommandError(f"there is no campaign “{slug}”")
    result = Result.objects.filter(rulebook__campaign=campaign).order_by("rulebook__number").last()
    if result is None or campaign.hides_tally():
        raise CommandError(f"the vote of “{slug}” is not closed and counted yet")
    return result
