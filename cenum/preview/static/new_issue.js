// A new issue: its file is begun, and the page goes there, to write it.

import { post } from "./api.js";
import { byId } from "./dom.js";
import { labels, noteBegun } from "./state.js";

const newIssue = byId("new-issue");

async function beginIssue(event) {
  event.preventDefault();
  const answer = await post("/issue", { day: byId("new-day").value });
  if (answer?.status === 201) {
    const { key } = await answer.json();
    noteBegun();
    location.assign(`/?issue=${key}`);
  } else if (answer?.status === 409 || answer?.status === 422) {
    const { said } = await answer.json();
    byId("new-said").textContent = said;
  } else byId("new-said").textContent = answer ? newIssue.dataset.anew : labels.lost;
}

newIssue.addEventListener("submit", beginIssue);
