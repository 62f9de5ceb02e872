"""Files of the Pabulib format (.pb): three tables, META, PROJECTS and VOTES, separated by semicolons.

Reading is strict where the result could change (``BadFile`` names the line) and says the rest as warnings.
Read: approval, cumulative and scoring ballots. ``vote`` lists project ids, ``points`` what each was given.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ideas.counting.election import Ballot, Election, Kind, Project

# A million millions: more than any organisation hands out, and far within what is counted exactly.
MOST_MONEY = 10**12
_MOST_POINTS = 10**6
_SECTIONS = ("META", "PROJECTS", "VOTES")
_META_KEYS = {"description", "country", "unit", "instance", "num_projects", "num_votes", "budget", "vote_type", "rule"}


class BadFile(Exception):
    """The file cannot be counted. ``line`` counts from 1; 0 is the file as a whole."""

    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message
        super().__init__(f"line {line}: {message}" if line else message)


@dataclass
class Read:
    """What a file holds, and what in it was odd but could be read."""

    election: Election
    warnings: list[str] = field(default_factory=list)


def read(content: bytes | str) -> Read:
    """Read a file. Line ends, a byte order mark, spaces and empty lines do not matter."""
    return _Reader(_text(content)).read()


def write(election: Election) -> str:
    """Write ``election`` with what ``meta`` says; the counts and the kind are those of what is written."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\n")
    meta = {
        **election.meta,
        "num_projects": len(election.projects),
        "num_votes": len(election.ballots),
        "budget": election.total,
        "vote_type": election.kind.value,
    }
    rows.writerows([["META"], ["key", "value"], *([key, _one_line(str(value))] for key, value in meta.items())])
    rows.writerows([["PROJECTS"], ["project_id", "cost", "votes", "name"]])
    rows.writerows([p.id, p.cost, election.votes[p.id], _one_line(p.name)] for p in election.projects)
    with_points = election.kind is not Kind.APPROVAL
    rows.writerows([["VOTES"], ["voter_id", "vote", *(["points"] if with_points else [])]])
    for ballot in election.ballots:
        points = [",".join(map(str, ballot.points.values()))] if with_points else []
        rows.writerow([ballot.id, ",".join(ballot.points), *points])
    return out.getvalue()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _text(content: bytes | str) -> str:
    if isinstance(content, bytes):
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            raise BadFile(content[: error.start].count(b"\n") + 1, "this is not UTF-8 text") from error
    else:
        text = content
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise BadFile(text[: text.index("\x00")].count("\n") + 1, "this is not text: it has a zero byte")
    return text


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.warnings: list[str] = []
        self.tables: dict[str, list[tuple[int, dict[str, str]]]] = {}
        self.starts: dict[str, int] = {}

    def read(self) -> Read:
        self._split()
        meta = self._meta()
        kind = self._kind(meta)
        total = self._whole(*self._required(meta, "budget"), "the budget", MOST_MONEY, least=1)
        projects = self._projects(total)
        ballots = list(self._ballots(kind, {project.id for project in projects}))
        self._same_count(meta, "num_projects", len(projects))
        self._same_count(meta, "num_votes", len(ballots))
        known = {key: value for key, (_, value) in meta.items()}
        election = Election(total, projects, ballots, kind, known)
        self._compare_votes(election)
        return Read(election, self.warnings)

    def _split(self) -> None:
        """Cut the file into its tables, each row a dictionary with the number of its line."""
        section, header = "", None
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=";")
        try:
            for row in reader:
                line, cells = reader.line_num, [cell.strip() for cell in row]
                if not any(cells):
                    continue
                if cells[0].upper() in _SECTIONS and not any(cells[1:]):
                    section, header = cells[0].upper(), None
                    if section in self.tables:
                        raise BadFile(line, f"the table {section} comes twice")
                    self.tables[section], self.starts[section] = [], line
                elif not section:
                    raise BadFile(line, "the file must begin with the table META")
                elif header is None and not (section == "META" and cells[0].lower() in _META_KEYS):
                    header = [cell.lower() for cell in cells]
                    self._check_header(section, header, line)
                else:
                    if header is None:  # some files of the library leave the header of META out
                        header = ["key", "value"]
                        self.warnings.append("META has no header: its columns are taken as key and value")
                    if any(cells[len(header) :]):
                        raise BadFile(line, f"there are {len(cells)} values for {len(header)} columns")
                    padded = [*cells, *[""] * (len(header) - len(cells))]
                    self.tables[section].append((line, dict(zip(header, padded, strict=False))))
        except csv.Error as error:
            raise BadFile(reader.line_num, f"the line cannot be read ({error})") from error
        for section in _SECTIONS:
            if section not in self.tables:
                raise BadFile(0, f"the table {section} is missing")

    def _check_header(self, section: str, header: list[str], line: int) -> None:
        needed = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}[section]
        for name in needed:
            if name not in header:
                raise BadFile(line, f"the table {section} has no column “{name}”")
        named = [name for name in header if name]
        if len(set(named)) != len(named):
            raise BadFile(line, f"the table {section} has a column twice")
        self.starts[section] = line
        if section == "VOTES":
            self.has_points = "points" in header

    def _meta(self) -> dict[str, tuple[int, str]]:
        meta: dict[str, tuple[int, str]] = {}
        for line, row in self.tables["META"]:
            key = row["key"].lower()
            if key in meta and meta[key][1] != row["value"]:
                raise BadFile(line, f"META says “{key}” twice, differently")
            meta[key] = (line, row["value"])
        return meta

    def _required(self, meta: dict[str, tuple[int, str]], key: str) -> tuple[int, str]:
        if key not in meta:
            raise BadFile(self.starts["META"], f"META has no “{key}”")
        return meta[key]

    def _kind(self, meta: dict[str, tuple[int, str]]) -> Kind:
        line, value = self._required(meta, "vote_type")
        try:
            return Kind(value.lower())
        except ValueError as error:
            kinds = ", ".join(kind.value for kind in Kind)
            raise BadFile(line, f"ballots of the type “{value[:40]}” cannot be counted ({kinds} can)") from error

    def _whole(self, line: int, text: str, what: str, most: int, *, least: int) -> int:
        """Read a whole number; "12.00" is one, "12.50" is not."""
        found = re.fullmatch(r"([+-]?)([0-9]+)(?:[.,]0*)?", text, re.ASCII)
        if not found:
            raise BadFile(line, f"{what} is not a whole number: “{text[:40]}”")
        digits = found[2].lstrip("0") or "0"
        number = int(found[1] + digits) if len(digits) < 20 else (most + 1)
        if found[1] == "-" and len(digits) >= 20:
            number = least - 1
        if number < least:
            raise BadFile(line, f"{what} must be at least {least}: “{text[:40]}”")
        if number > most:
            raise BadFile(line, f"{what} is more than {most}: “{text[:40]}”")
        return number

    def _projects(self, total: int) -> list[Project]:
        projects, seen = [], set()
        for line, row in self.tables["PROJECTS"]:
            name = row["project_id"]
            if not name or "," in name:
                raise BadFile(line, "a project needs an id, without a comma")
            if name in seen:
                raise BadFile(line, f"the project “{name[:40]}” comes twice")
            seen.add(name)
            cost = self._whole(line, row["cost"], f"the cost of “{name[:40]}”", MOST_MONEY, least=1)
            if cost > total:
                self.warnings.append(f"line {line}: “{name[:40]}” costs more than the whole budget")
            projects.append(Project(name, cost, row.get("name", "")))
        return projects

    def _ballots(self, kind: Kind, known: set[str]) -> Iterator[Ballot]:
        seen: set[str] = set()
        if kind is not Kind.APPROVAL and not self.has_points:
            raise BadFile(self.starts["VOTES"], "the table VOTES has no column “points”")
        for line, row in self.tables["VOTES"]:
            voter = row["voter_id"]
            if not voter:
                raise BadFile(line, "a ballot needs a voter_id")
            if voter in seen:
                raise BadFile(line, f"the voter “{voter[:40]}” comes twice")
            seen.add(voter)
            names = [name.strip() for name in row["vote"].split(",")] if row["vote"] else []
            for place, name in enumerate(names):
                if name not in known:
                    raise BadFile(line, f"there is no project “{name[:40]}”")
                if name in names[:place]:
                    raise BadFile(line, f"the ballot names “{name[:40]}” twice")
            yield Ballot(voter, self._points(kind, line, row, names))

    def _points(self, kind: Kind, line: int, row: dict[str, str], names: list[str]) -> dict[str, int]:
        if kind is Kind.APPROVAL:
            return dict.fromkeys(names, 1)
        given = row["points"].split(",") if row["points"] else []
        if len(given) != len(names):
            raise BadFile(line, f"the ballot names {len(names)} projects and gives points {len(given)} times")
        points = {}
        for name, text in zip(names, given, strict=True):
            number = self._whole(line, text.strip(), f"the points of “{name[:40]}”", _MOST_POINTS, least=0)
            if number:
                points[name] = number
            else:
                self.warnings.append(f"line {line}: no points for “{name[:40]}” is the same as not naming it")
        return points

    def _same_count(self, meta: dict[str, tuple[int, str]], key: str, found: int) -> None:
        if key not in meta:
            self.warnings.append(f"META has no “{key}”: nobody can tell whether the file is whole")
            return
        line, text = meta[key]
        if self._whole(line, text, f"“{key}”", 10**9, least=0) != found:
            raise BadFile(line, f"“{key}” says {text}, but the file has {found}")

    def _compare_votes(self, election: Election) -> None:
        for line, row in self.tables["PROJECTS"]:
            said = row.get("votes", "")
            if said.isascii() and said.isdecimal() and int(said[:12]) != election.votes[row["project_id"]]:
                self.warnings.append(
                    f"line {line}: says {said[:12]} votes, the ballots say {election.votes[row['project_id']]}"
                )
