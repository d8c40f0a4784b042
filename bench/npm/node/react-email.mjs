// The text of the letter with react-email's components, to HTML and plain text, written to two files.
import { readFileSync, writeFileSync } from "node:fs";
import { createElement } from "react";
import { Body, Container, Head, Heading, Html, Preview, Text, render } from "react-email";

const [source, target] = process.argv.slice(2);
const { title, preheader, blocks } = JSON.parse(readFileSync(source, "utf8"));

const element = ({ kind, level, html }, key) => {
  const style = { color: "#1c2333", fontFamily: "Helvetica, Arial, sans-serif" };
  const inner = { key, style, dangerouslySetInnerHTML: { __html: html } };
  return kind === "heading" ? createElement(Heading, { as: `h${level}`, ...inner }) : createElement(Text, inner);
};
const letter = createElement(
  Html,
  { lang: "fr" },
  createElement(Head),
  createElement(Preview, null, preheader),
  createElement(
    Body,
    { style: { backgroundColor: "#f1ece1" } },
    createElement(Container, { style: { backgroundColor: "#fffdf8" } }, createElement(Heading, null, title), blocks.map(element)),
  ),
);
writeFileSync(`${target}.html`, await render(letter));
writeFileSync(`${target}.txt`, await render(letter, { plainText: true }));
