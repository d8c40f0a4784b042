// What cenum/preview/static/code_editor.js takes of CodeMirror. Its package for Markdown would bring the languages that
// HTML embeds, a third more: the parser alone is enough.
export { defaultKeymap, history, historyKeymap, insertNewline, isolateHistory, redo, undo } from "@codemirror/commands";
export { yamlFrontmatter } from "@codemirror/lang-yaml";
export { Language, LanguageSupport, defineLanguageFacet, syntaxHighlighting } from "@codemirror/language";
export { lintKeymap, setDiagnostics } from "@codemirror/lint";
export { search, searchKeymap } from "@codemirror/search";
export { EditorState, StateField, Transaction } from "@codemirror/state";
export { Decoration, EditorView, MatchDecorator, ViewPlugin, WidgetType, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
export { classHighlighter } from "@lezer/highlight";
export { GFM, parser as markdownParser } from "@lezer/markdown";
