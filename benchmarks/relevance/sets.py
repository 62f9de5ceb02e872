"""Sets to measure on: documents, queries, and which documents are right for a query."""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from intranet.contributions.registry import Document
from intranet.core.richtext import headings, to_text


@dataclass(frozen=True)
class RelevanceSet:
    """``judgements``: query id → document id → grade (0 wrong, 1 right … 3 perfect)."""

    name: str
    documents: dict[str, Document]
    queries: dict[str, str] = field(default_factory=dict)
    judgements: dict[str, dict[str, int]] = field(default_factory=dict)


def known_sets(corpus: Path) -> Iterator[RelevanceSet]:
    """Give the sets that can be made of what is in the folder ``corpus``."""
    if (corpus / "kb_en_18f/pages").is_dir():
        yield handbook(corpus / "kb_en_18f")
    if (corpus / "search_fr_service_public/best_fiche.json").is_file():
        yield service_public(corpus / "search_fr_service_public")


def folder(path: Path) -> RelevanceSet:
    """Read ``docs.jsonl``, ``queries.jsonl`` and ``qrels.tsv`` (the format is in docs/performance.md)."""
    documents = {str(row["id"]): _document(row) for row in _lines(path / "docs.jsonl")}
    queries = {str(row["id"]): str(row["text"]) for row in _lines(path / "queries.jsonl")}
    judgements: dict[str, dict[str, int]] = defaultdict(dict)
    with (path / "qrels.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t"):
            if len(row) == 3 and row[2].strip().isdecimal():
                judgements[row[0]][row[1]] = int(row[2])
    return RelevanceSet(path.name, documents, queries, dict(judgements))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise SystemExit(f"{path}:{number} is not JSON: {error}") from error


def _document(row: dict[str, Any]) -> Document:
    return Document(
        title=row.get("title", ""),
        body=row.get("body", ""),
        headings=row.get("headings", ""),
        summary=row.get("summary", ""),
        tags=tuple(row.get("tags", ())),
        language=row.get("language", "fr"),
    )


def handbook(path: Path) -> RelevanceSet:
    """The 18F handbook: the ``keywords`` that its editors gave a page are queries for that page.

    The field itself is left out of what is indexed. A keyword that several pages carry has several right pages.
    """
    documents: dict[str, Document] = {}
    right: dict[str, set[str]] = defaultdict(set)
    for file in sorted(path.glob("pages/**/*.md")):
        front, body = _front_matter(file.read_text(encoding="utf-8"))
        if "redirect_to" in front:
            continue
        name = str(file.relative_to(path / "pages"))
        documents[name] = _page(front, body)
        for keyword in _keywords(front.get("keywords")):
            right[keyword].add(name)
    queries = {f"q{number}": keyword for number, keyword in enumerate(sorted(right), start=1)}
    judgements = {query: dict.fromkeys(right[keyword], 1) for query, keyword in queries.items()}
    return RelevanceSet("18F handbook (English)", documents, queries, judgements)


def _page(front: dict[str, Any], body: str) -> Document:
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(re.sub(r"{[%#{].*?[%#}]}", " ", body))
    found = "\n".join(text for _level, _anchor, text in headings(html))
    return Document(title=str(front.get("title", "")), body=to_text(html), headings=found, language="en")


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    match = re.match(r"---\n(.*?)\n---\n?(.*)", text, re.DOTALL)
    return (yaml.safe_load(match.group(1)) or {}, match.group(2)) if match else ({}, text)


def _keywords(value: Any) -> list[str]:
    every = value if isinstance(value, list) else str(value or "").split(",")
    return [word for word in (str(word).strip().lower() for word in every) if word]


def service_public(path: Path) -> RelevanceSet:
    """Sheets and help pages of service-public.fr, with the questions that people put to them.

    * 93 questions in plain French: each sheet of ``best_fiche.json`` but the first was chosen for one of them, in the same
      order (read pair by pair; the file of questions itself holds only what the site's own search gave).
    * The questions annotated on the help pages, and those of the completion, with the page they lead to.
    """
    documents: dict[str, Document] = {}
    judgements: dict[str, dict[str, int]] = defaultdict(dict)
    by_link: dict[str, str] = {}
    for name in ("best_fiche.json", "manual_dataset_aide.json"):
        for sheet in json.loads((path / name).read_text(encoding="utf-8"))["data"]:
            by_link[sheet["link"]] = sheet["id"]
            documents[sheet["id"]] = Document(
                title=sheet["title"],
                body="\n".join(paragraph["context"] for paragraph in sheet["paragraphs"]),
                tags=tuple(filter(None, (sheet[key] for key in ("theme", "sous_theme", "dossier", "sous_dossier")))),
                language="fr",
            )
            for asked in (asked for paragraph in sheet["paragraphs"] for asked in paragraph["qas"]):
                if asked["question"].strip():
                    judgements[asked["question"].strip()][sheet["id"]] = 1
    questions = json.loads((path / "service-public_search_evaluation_questions.json").read_text(encoding="utf-8"))
    for asked, sheet_id in zip(questions, list(documents)[1:], strict=False):
        judgements[asked["query"].strip()][sheet_id] = 1
    completion = (path / "manual_question_autocomplete.csv").read_text(encoding="utf-8-sig")
    for row in csv.DictReader(io.StringIO(completion)):
        if row["Lien"] in by_link:
            judgements[row["Question"].strip()][by_link[row["Lien"]]] = 1
    queries = {f"q{number}": text for number, text in enumerate(judgements, start=1)}
    return RelevanceSet(
        "service-public.fr (French)", documents, queries, {name: judgements[text] for name, text in queries.items()}
    )
