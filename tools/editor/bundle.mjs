// Writes the bundle, and the licences of all that is in it: node bundle.mjs BUNDLE LICENCES

import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const [bundle, licences] = process.argv.slice(2);

const { metafile } = await build({
  entryPoints: ["parts.js"],
  outfile: bundle,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

// Named by what esbuild took, so that nothing can be in it without its licence.
const [{ inputs }] = Object.values(metafile.outputs);
const packages = [...new Set(Object.keys(inputs).flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? []))].toSorted();
const named = packages.map((name) => `${name} ${JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version}`);
const texts = new Map();
packages.forEach((name, index) => {
  const text = readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim();
  texts.set(text, [...(texts.get(text) ?? []), named[index]]);
});

writeFileSync(licences, [...texts].map(([text, of]) => `${of.join("\n")}\n\n${text}\n`).join(`\n${"-".repeat(78)}\n\n`));
writeFileSync(bundle, `/* ${named.join(", ")}. All MIT: see codemirror.txt among cenum's licences. */\n${readFileSync(bundle, "utf8")}`);
