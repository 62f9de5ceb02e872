"""A Word document made by hand: just the parts that a reader needs."""

import io
import zipfile
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = f'xmlns:w="{W}" xmlns:r="{R}"'
_DRAWING = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="p" descr="{alt}"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
    '<a:blip r:{how}="rId1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
)
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/></w:style>'
    for name, shown in [("Title", "Title"), ("Heading1", "heading 1"), ("Heading2", "heading 2")]
)


def paragraph(
    text: str,
    *,
    style: str = "",
    link: tuple[str, str] | None = None,
    footnote: str = "",
    bullet: bool = False,
    picture: str = "",
) -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if bullet else ""
    runs = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    runs += f'<w:hyperlink r:id="rIdLink"><w:r><w:t>{link[1]}</w:t></w:r></w:hyperlink>' if link else ""
    runs += '<w:r><w:footnoteReference w:id="1"/></w:r>' if footnote else ""
    runs += _DRAWING.format(alt=picture, how="link" if picture == "A" else "embed") if picture else ""
    note = f"<!--note:{footnote}-->" if footnote else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>{note}"


def docx(
    body: str, *, picture: bytes = b"", more: dict[str, bytes] | None = None, outside: dict[str, str] | None = None
) -> bytes:
    note = body.partition("<!--note:")[2].partition("-->")[0]
    relations = [_relation("rIdLink", "hyperlink", "https://example.com/", external=True)]
    if picture:
        relations.append(_relation("rId1", "image", "media/image1.png"))
    for kind, address in (outside or {}).items():
        relations.append(_relation("rId1" if kind == "image" else "rId9", kind, address, external=True))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="png" ContentType="image/png"/></Types>',
        )
        package.writestr("_rels/.rels", _relations([_relation("r", "officeDocument", "word/document.xml")]))
        package.writestr("word/_rels/document.xml.rels", _relations(relations))
        package.writestr("word/document.xml", f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>")
        package.writestr("word/styles.xml", f"<w:styles {_NAMES}>{_STYLES}</w:styles>")
        package.writestr(
            "word/numbering.xml",
            f'<w:numbering {_NAMES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        )
        package.writestr(
            "word/footnotes.xml",
            f'<w:footnotes {_NAMES}><w:footnote w:id="1"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote></w:footnotes>',
        )
        if picture:
            package.writestr("word/media/image1.png", picture)
        for name, content in (more or {}).items():
            package.writestr(name, content)
    return data.getvalue()


def _relation(key: str, kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}"{mode}/>'


def _relations(relations: list[str]) -> str:
    names = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{names}">{"".join(relations)}</Relationships>'
