// What the page shows now, and the words that came with it.

export const labels = document.body.dataset;
export const shown = { key: labels.key, width: "desktop", view: "sent", panel: "", rendering: null };
