// Takes {program, cases: [{inputs, words}]} and answers what every result of every case is, in the form of
// tests/scoring/parity.py; {numbers: […]} are read as people type them, {say: […]} are written for people. In Node it does so
// line by line, with the script that is named; in a page, where that script has left `calculator`, when `run` is called.
"use strict";
const inNode = typeof document === "undefined";
const { CannotScore, Machine, read, readNumber, readProgram, say, write } = inNode ? require(process.argv[2]) : window.calculator;

function writeValue(value) {
  if (value === null) return null;
  return typeof value === "string" ? { word: value } : write(value);
}

function answer(machine, name) {
  try {
    return writeValue(machine.result(name));
  } catch (error) {
    if (error instanceof CannotScore) return { reason: error.reason, name: error.name, clause: error.clause };
    return { fault: true };
  }
}

function run(asked) {
  if (asked.numbers) return asked.numbers.map((text) => writeValue(readNumber(text)));
  if (asked.say) return asked.say.map((text) => say(read(text)));
  const program = readProgram(asked.program);
  return asked.cases.map((given) => {
    const inputs = new Map(Object.entries(given.inputs).map(([name, text]) => [name, read(text)]));
    const words = new Map(Object.entries(given.words));
    return [...program.results.keys()].map((name) => answer(Machine(program, inputs, words), name));
  });
}

if (inNode) {
  const lines = require("readline").createInterface({ input: process.stdin, crlfDelay: Infinity });
  lines.on("line", (line) => {
    process.stdout.write(JSON.stringify(run(JSON.parse(line))) + "\n");
  });
}
