// The tools, wherever an editor is opened.

import { clickedHead, giveTools, openBegun, openHeadForm } from "./tools_bar.js";

document.addEventListener("editor-opened", ({ detail: { editor, key } }) => giveTools(editor, key));
document.addEventListener("issue-begun", openBegun);
document.addEventListener("head-wanted", openHeadForm);
document.addEventListener("click", clickedHead);
