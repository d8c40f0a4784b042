// What the page shows now, and the words that came with it. The width that was chosen waits where it is not offered.

export const labels = document.body.dataset;
export const shown = {
  key: labels.key,
  chosenWidth: "desktop",
  width: "desktop",
  view: "sent",
  panel: "",
  rendering: null,
};
