// The tools, wherever an editor is opened.

import { giveTools } from "./tools_bar.js";

document.addEventListener("editor-opened", ({ detail: { editor, key } }) => giveTools(editor, key));
