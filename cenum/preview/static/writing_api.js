// What the view for writing asks of the server. Null stands for a server that can't be reached.

// By which the server knows that a text of ours overtakes one that it is still busy with.
const PAGE = crypto.randomUUID();

function send(path, body, how) {
  const headers = { "Content-Type": "application/json", "X-Cenum-Token": document.body.dataset.token, "X-Cenum-Page": PAGE };
  return fetch(path, { ...how, headers, body: JSON.stringify(body) }).catch(() => null);
}

// Status and what came with it, if anything did.
async function answered(answer) {
  if (!answer) return null;
  const data = await answer.json().catch(() => ({}));
  return { status: answer.status, ...data };
}

export const fetchSource = async (key) => answered(await fetch(`/source/${key}`, { cache: "no-store" }).catch(() => null));

// A preview that was started anew has another token: the page that it gives now has it.
export async function saveSource(key, version) {
  const save = async () => answered(await send(`/source/${key}`, version, { method: "PUT" }));
  const answer = await save();
  return answer?.status === 403 && (await renewToken()) ? save() : answer;
}

async function renewToken() {
  const answer = await fetch("/", { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.body.dataset.token = page.body.dataset.token;
  return true;
}

// Both throw, as those for a file do, where they are not answered.
export const drawDraft = (key, view, text) => askOfDraft(`/draft/${key}/${view}`, text);
export const judgeDraft = (key, text) => askOfDraft(`/draft/${key}`, text);

// Nothing is said of a text that a newer one overtook, or that is too long to be saved.
async function askOfDraft(path, text) {
  const answer = await send(path, { text: text.replaceAll(/\p{Surrogate}/gu, "\uFFFD") }, { method: "POST" });
  if (answer?.status === 204 || answer?.status === 413) return {};
  if (!answer?.ok) throw new Error(String(answer?.status));
  return answer.json();
}
