// A tree that becomes another one. What is the same in both stays: its place, its pictures, and what somebody selected.

export function patch(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType === Node.TEXT_NODE && fresh.nodeType === Node.TEXT_NODE) old.data = fresh.data;
  else if (old.nodeType === Node.ELEMENT_NODE && old.nodeName === fresh.nodeName && old.namespaceURI === fresh.namespaceURI) {
    takeAttributes(old, fresh);
    patchChildren(old, fresh);
  } else old.replaceWith(old.ownerDocument.adoptNode(fresh));
}

// As nodes: a parser knows names that nobody may set.
function takeAttributes(old, fresh) {
  for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const attribute of fresh.attributes) {
    if (old.getAttribute(attribute.name) !== attribute.value) old.setAttributeNode(attribute.cloneNode());
  }
}

// Those at the beginning and at the end that are the same are left alone: between them, somebody wrote.
function patchChildren(old, fresh) {
  const [olds, freshes] = [[...old.childNodes], [...fresh.childNodes]];
  const most = Math.min(olds.length, freshes.length);
  let before = 0;
  while (before < most && olds[before].isEqualNode(freshes[before])) before += 1;
  let behind = 0;
  while (behind < most - before && olds.at(-1 - behind).isEqualNode(freshes.at(-1 - behind))) behind += 1;
  const between = (nodes) => nodes.slice(before, nodes.length - behind);
  const next = olds[olds.length - behind] ?? null;
  const pairs = Math.min(between(olds).length, between(freshes).length);
  for (const [index, node] of between(olds).entries()) {
    if (index < pairs) patch(node, between(freshes)[index]);
    else node.remove();
  }
  for (const node of between(freshes).slice(pairs)) old.insertBefore(old.ownerDocument.adoptNode(node), next);
}
