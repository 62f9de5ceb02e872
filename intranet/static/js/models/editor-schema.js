// What a text may hold, as the server keeps it (core/richtext/allowed.py): nothing it stores is lost by editing.
import {
  Blockquote, Bold, BulletList, Code, CodeBlock, Document, Dropcursor, Extension, Gapcursor, HardBreak, Heading,
  HorizontalRule, Italic, Link, ListItem, Node, Paragraph, Placeholder, Strike, Subscript, Superscript, Table,
  TableCell, TableHeader, TableRow, Text, TrailingNode, Underline, UndoRedo, mergeAttributes, wrappingInputRule,
} from "django-prose-editor/editor"

const MEDIA = /^\/media\/[0-9a-f-]{36}$/

const imageAttributes = () => ({
  src: { default: null },
  alt: { default: "" },
  width: { default: null },
  height: { default: null },
  size: {
    default: null,
    parseHTML: image => /\bpicture-(small|medium)\b/.exec(image.className)?.[1] ?? null,
    renderHTML: ({ size }) => (size ? { class: `picture-${size}` } : {}),
  },
})
const ownImage = { tag: "img[src]", getAttrs: image => MEDIA.test(image.getAttribute("src")) && null }

const Picture = Node.create({
  name: "image",
  group: "inline",
  inline: true,
  draggable: true,
  addAttributes: imageAttributes,
  parseHTML: () => [ownImage],
  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
})

const FigurePicture = Node.create({
  name: "figureImage",
  addAttributes: imageAttributes,
  parseHTML: () => [{ ...ownImage, context: "figure/", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
})

const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "(figureImage | table | codeBlock | blockquote | paragraph) caption?",
  isolating: true,
  draggable: true,
  parseHTML: () => [{ tag: "figure" }],
  renderHTML: () => ["figure", 0],
})

const Caption = Node.create({
  name: "caption",
  content: "inline*",
  parseHTML: () => [{ tag: "figcaption" }],
  renderHTML: () => ["figcaption", 0],
})

export const Mention = Node.create({
  name: "mention",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({
    id: { default: null, parseHTML: link => link.dataset.mention, renderHTML: ({ id }) => ({ "data-mention": id }) },
    href: { default: null },
    label: { default: "", parseHTML: link => link.textContent.replace(/^@/, ""), renderHTML: () => ({}) },
  }),
  parseHTML: () => [{ tag: "a[data-mention]", priority: 1001 }],
  renderHTML: ({ node, HTMLAttributes }) => ["a", mergeAttributes({ class: "mention" }, HTMLAttributes), `@${node.attrs.label}`],
  renderText: ({ node }) => `@${node.attrs.label}`,
})

const OrderedList = Node.create({
  name: "orderedList",
  group: "block list",
  content: "listItem+",
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: list => Number(list.getAttribute("start") || 1),
      renderHTML: ({ start }) => (start === 1 ? {} : { start }),
    },
  }),
  parseHTML: () => [{ tag: "ol" }],
  renderHTML: ({ HTMLAttributes }) => ["ol", HTMLAttributes, 0],
  addCommands() {
    return { toggleOrderedList: () => ({ commands }) => commands.toggleList(this.name, "listItem") }
  },
  addKeyboardShortcuts() {
    return { "Mod-Shift-7": () => this.editor.commands.toggleOrderedList() }
  },
  addInputRules() {
    return [wrappingInputRule({
      find: /^(\d{1,4})[.)]\s$/,
      type: this.type,
      getAttributes: match => ({ start: Number(match[1]) }),
      joinPredicate: (match, node) => node.childCount + node.attrs.start === Number(match[1]),
    })]
  },
})

const block = (name, tag, content, group) => Node.create({
  name,
  ...(group ? { group } : {}),
  content,
  defining: true,
  parseHTML: () => [{ tag }],
  renderHTML: () => [tag, 0],
})

const OurLink = Link.extend({
  inclusive: false,
  addAttributes: () => ({
    href: { default: null },
    title: { default: null },
    ref: {
      default: null,
      parseHTML: link => link.dataset.ref ?? null,
      renderHTML: ({ ref }) => (ref ? { "data-ref": ref } : {}),
    },
  }),
  addKeyboardShortcuts() {
    return { "Mod-k": () => (this.options.open(), true) }
  },
  addOptions() {
    return { ...this.parent?.(), open: () => {} }
  },
})

const OurHeading = Heading.extend({
  parseHTML() {
    const levels = { h1: 2, h2: 2, h3: 3, h4: 4, h5: 4, h6: 4 }
    return Object.entries(levels).map(([tag, level]) => ({ tag, attrs: { level } }))
  },
})

// Ctrl+Enter sends the form: a line break inside a paragraph is Shift+Enter.
const OurBreak = HardBreak.extend({
  addKeyboardShortcuts() {
    return { "Shift-Enter": () => this.editor.commands.setHardBreak() }
  },
})

const plainTable = { renderHTML: ({ HTMLAttributes }) => ["table", HTMLAttributes, ["tbody", 0]] }
const spans = {
  addAttributes: () => Object.fromEntries(["colspan", "rowspan"].map(name => [name, {
    default: 1,
    parseHTML: cell => Number(cell.getAttribute(name) || 1),
    renderHTML: attributes => (attributes[name] > 1 ? { [name]: attributes[name] } : {}),
  }]).concat([["colwidth", { default: null, parseHTML: () => null, renderHTML: () => ({}) }]])),
}

// Tab leaves the editor (no keyboard trap) but in a table, where it goes to the next cell, and in a list.
const Keys = Extension.create({
  name: "keys",
  addKeyboardShortcuts() {
    return {
      Tab: () => this.editor.isActive("listItem") && this.editor.commands.sinkListItem("listItem"),
      "Shift-Tab": () => this.editor.isActive("listItem") && this.editor.commands.liftListItem("listItem"),
    }
  },
})

export function schemaFor(profile, { placeholder, openLink }) {
  const common = [
    Document, Paragraph, Text, Bold, Italic, Strike, Underline, Code, Subscript, Superscript, OurBreak, Blockquote,
    BulletList, OrderedList, ListItem, CodeBlock, HorizontalRule, Dropcursor, Gapcursor, UndoRedo, Picture, Mention,
    OurLink.configure({ openOnClick: false, autolink: true, linkOnPaste: true, defaultProtocol: "https", open: openLink }),
    Table.extend(plainTable).configure({ resizable: false }), TableRow, TableHeader.extend(spans), TableCell.extend(spans),
    Figure, FigurePicture, Caption, Keys, TrailingNode,
    Placeholder.configure({ placeholder: placeholder || "", showOnlyWhenEditable: true }),
  ]
  if (profile !== "article") return common
  return [
    ...common, OurHeading.configure({ levels: [2, 3, 4] }),
    block("details", "details", "summary block+", "block"), block("summary", "summary", "inline*"),
    block("descriptions", "dl", "(term | description)+", "block"), block("term", "dt", "inline*"),
    block("description", "dd", "(paragraph | block)+"),
  ]
}
