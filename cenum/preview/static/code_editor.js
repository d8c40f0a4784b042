// CodeMirror with what the view for writing needs of an editor. Line breaks are "\n" in here.

import { showSentence } from "./dom.js";
import { headFold } from "./head_fold.js";

// Spaces at which no line breaks look like others, and make a difference in French.
const HARD_SPACES = /[\u00A0\u202F]/gu;
// What is for cenum and no word of the letter: how a block begins and ends, the braces of a heading, where a picture is.
const SIGNS = /^:{3,}(?: *[a-z]+)?|\{[#.a-z][^{}\n]*\} *$|(?<=^!\[[^\]\n]*\])\([^()\n]*\)/gmu;

// `parts` is the module that tools/editor/ makes.
export function openCodeEditor(parts, parent, shape) {
  const { EditorState, EditorView } = parts;
  const state = EditorState.create({ doc: shape.text, extensions: extensionsFor(parts, shape) });
  const view = new EditorView({ parent, state });
  view.scrollDOM.addEventListener("scroll", shape.scrolled);
  const isComposing = () => view.composing || view.compositionStarted;
  const places = codePlaces(parts, view);
  return {
    ...codeText(parts, view),
    ...places,
    isComposing,
    setMarks: codeMarks(parts, { view, isComposing, position: places.position }),
    scroller: view.scrollDOM,
    target: view.contentDOM,
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function codeText({ Transaction, isolateHistory, redo, undo }, view) {
  return {
    plain: () => view.state.doc.toString(),
    undo: () => undo(view),
    redo: () => redo(view),
    replace(from, to, insert, chosen) {
      const end = from + insert.length;
      const [anchor, head] = chosen ?? [end, end];
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor, head },
        annotations: isolateHistory.of("full"),
        userEvent: "input",
        scrollIntoView: true,
      });
    },
    takeOver(differences) {
      const changes = view.state.changes(differences);
      const annotations = [Transaction.addToHistory.of(false), Transaction.remote.of(true)];
      // oxlint-disable-next-line no-array-callback-reference -- it is no array
      view.dispatch({ changes, annotations, effects: view.scrollSnapshot().map(changes) });
    },
  };
}

function codePlaces({ EditorView }, view) {
  const lineOf = (position) => view.state.doc.lineAt(Math.min(position, view.state.doc.length)).number;
  const linesOf = ({ from, to }) => lineOf(to) - lineOf(from) + 1;
  const position = (line, column = 0) => {
    const { doc } = view.state;
    const { from, length } = doc.line(Math.min(Math.max(line, 1), doc.lines));
    return from + Math.min(column, length);
  };
  return {
    lineOf,
    position,
    select(from, to = from) {
      view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
    },
    selection() {
      const { from, to } = view.state.selection.main;
      return { from, to, text: view.state.sliceDoc(from, to) };
    },
    goToLine(line) {
      const at = position(line);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    },
    positionAt: (x, y) => view.posAtCoords({ x, y }, false),
    // Lines that are folded into one have their share of it.
    lineAt(y) {
      const within = y - view.documentPadding.top;
      const block = view.lineBlockAtHeight(within);
      const share = block.height > 0 ? (within - block.top) / block.height : 0;
      return lineOf(block.from) + Math.min(Math.max(share, 0), 1) * linesOf(block);
    },
    heightOf(line) {
      const block = view.lineBlockAt(position(Math.floor(line)));
      return view.documentPadding.top + block.top + ((line - lineOf(block.from)) / linesOf(block)) * block.height;
    },
  };
}

// Marks that come while an accent is being composed wait for it.
function codeMarks({ setDiagnostics }, { view, isComposing, position }) {
  let waiting = null;
  const show = () => {
    if (!waiting || isComposing()) return;
    const shown = waiting.map((mark) => diagnostic(mark, { view, position }));
    waiting = null;
    view.dispatch(setDiagnostics(view.state, shown));
  };
  view.contentDOM.addEventListener("compositionend", () => setTimeout(show));
  return (marks) => {
    waiting = marks;
    show();
  };
}

function extensionsFor(parts, { label, language, nonce, phrases, head, changed, moved }) {
  const { EditorState, EditorView, classHighlighter, highlightSpecialChars, history, keymap, lineNumbers, search } = parts;
  return [
    EditorView.cspNonce.of(nonce),
    EditorState.phrases.of(phrases),
    EditorView.lineWrapping,
    EditorView.perLineTextDirection.of(true),
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", lang: language }),
    EditorView.contentAttributes.of({ spellcheck: "true", autocorrect: "on", autocapitalize: "sentences" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((one) => one.annotation(parts.Transaction.remote))) changed();
      if (update.docChanged || update.selectionSet) moved();
    }),
    lineNumbers(),
    // What follows the words that one writes is to be seen too, such as the end of a block.
    EditorView.scrollMargins.of(({ scrollDOM: { clientHeight } }) => ({ top: clientHeight / 10, bottom: clientHeight / 5 })),
    highlightSpecialChars(),
    marked(parts, HARD_SPACES, "hard-space"),
    marked(parts, SIGNS, "sign"),
    history(),
    search({ top: true }),
    parts.syntaxHighlighting(classHighlighter),
    letterLanguage(parts),
    head ? headFold(parts, head) : [],
    // Tab is not among them: it leads on, as it does from every field. A new line begins with nothing that nobody typed.
    keymap.of([{ key: "Enter", run: parts.insertNewline, shift: parts.insertNewline }, ...parts.searchKeymap, ...parts.historyKeymap, ...parts.lintKeymap, ...parts.defaultKeymap]),
  ];
}

// Markdown below a head in YAML, as cenum has it.
function letterLanguage({ GFM, Language, LanguageSupport, defineLanguageFacet, markdownParser, yamlFrontmatter }) {
  const markdown = new Language(defineLanguageFacet(), markdownParser.configure([GFM]), [], "markdown");
  return yamlFrontmatter({ content: new LanguageSupport(markdown) });
}

// What `regexp` finds has a class of its own.
function marked({ Decoration, MatchDecorator, ViewPlugin }, regexp, name) {
  const finder = new MatchDecorator({ regexp, decoration: Decoration.mark({ class: name }) });
  return ViewPlugin.define(
    (view) => ({
      found: finder.createDeco(view),
      update(update) {
        this.found = finder.updateDeco(update, this.found);
      },
    }),
    { decorations: (plugin) => plugin.found },
  );
}

// A finding as CodeMirror shows it at its words. A correction is made where the words are by then, if they are the same.
function diagnostic({ severity, message, remedy, line, from, to, fixes }, { view, position }) {
  const [begin, end] = [position(line, from), position(line, to)];
  const actions = fixes.map((fix) => {
    const [start, stop] = [position(fix.line, fix.from), position(fix.line, fix.to)];
    const meant = view.state.sliceDoc(start, stop);
    return {
      name: fix.label,
      apply(editor, at) {
        const moved = at - begin;
        if (editor.state.sliceDoc(start + moved, stop + moved) !== meant) return;
        editor.dispatch({ changes: { from: start + moved, to: stop + moved, insert: fix.insert }, userEvent: "input" });
      },
    };
  });
  const severities = { error: "error", warning: "warning" };
  const said = remedy ? `${message}\n${remedy}` : message;
  const renderMessage = () => showSentence(document.createElement("span"), said);
  return { from: begin, to: end, severity: severities[severity] ?? "info", message: said, renderMessage, actions };
}
