// Takes {script, files, ask} as one line of JSON: the path of find.js, the files of an index in the order in which they are
// loaded, and calls as [name, …arguments] of what a finder does. Answers with one line, a list of what each call gave.
"use strict";
const { readFileSync } = require("fs");
const { script, files, ask } = JSON.parse(readFileSync(0, "utf8"));
const { Finder } = require(script);

let finder = null;
globalThis.perfsiteSearch = (found) => {
  if (found.documents) finder = Finder(found);
  else finder.add(found.first, found.texts);
};
files.forEach((text) => (0, eval)(text));

const found = (query) => {
  const answer = finder.find(query);
  return { ...answer, hits: answer.hits.map((hit) => finder.addressOf(hit.place)) };
};
const place = (address) => finder.documents.findIndex((_, number) => finder.addressOf(number) === address);
const calls = {
  find: found,
  first: (query) => found(query).hits[0] || "",
  near: (query) => finder.near(query, 4).map((number) => finder.documents[number].title),
  marked: (query, text) => {
    const { needles, letters } = finder.find(query);
    return finder.mark(text, needles, letters).map(([words, marked]) => (marked ? `<${words}>` : words)).join("");
  },
  excerpt: (query, address, size) => finder.excerpt(place(address), finder.find(query).needles, size),
  heading: (query, address) => finder.headingOf(place(address), finder.find(query).needles)
};
process.stdout.write(JSON.stringify(ask.map(([name, ...given]) => calls[name](...given))));
