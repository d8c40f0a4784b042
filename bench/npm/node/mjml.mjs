// The same work in Node: MJML to HTML with mjml, styles inlined with juice, written to a file.
import { readFileSync, writeFileSync } from "node:fs";
import juice from "juice";
import mjml2html from "mjml";

const [source, target] = process.argv.slice(2);
const { html } = await mjml2html(readFileSync(source, "utf8"), {});
// A style sheet for dark screens stays where it is.
writeFileSync(target, juice(html.replaceAll(/<style(?=[^>]* media=)/g, "<style data-embed")));
