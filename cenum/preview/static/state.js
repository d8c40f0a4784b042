// What the page shows now, and the words that came with it. The width that was chosen waits where it is not offered.
// `draft` is the text that is being written, where one is: what the letter and all around it are then asked of.

export const labels = document.body.dataset;
export const shown = {
  key: labels.key,
  chosenWidth: "desktop",
  width: "desktop",
  view: "sent",
  panel: "",
  rendering: null,
  draft: null,
};

// Whether the view for writing opens with the page: it was open, or the letter was begun just now.
const OPEN = "cenum-writing";
const BEGUN = "begun";

export const wasOpen = () => sessionStorage.getItem(OPEN) !== null;
export const wasBegun = () => sessionStorage.getItem(OPEN) === BEGUN;
export const noteOpen = () => sessionStorage.setItem(OPEN, "yes");
export const noteBegun = () => sessionStorage.setItem(OPEN, BEGUN);
export const noteClosed = () => sessionStorage.removeItem(OPEN);
