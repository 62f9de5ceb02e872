// The parts of ProseMirror that we use by name.
import { pm } from "django-prose-editor/editor"

export const { NodeSelection, Plugin, PluginKey, TextSelection } = pm.state
export const { Decoration, DecorationSet } = pm.view
