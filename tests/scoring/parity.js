// Reads lines of {program, cases: [{inputs, words}]} and writes for each a line with what every result of every case is,
// in the form of tests/scoring/parity.py; lines of {numbers: […]} are read as people type them.
"use strict";
const readline = require("readline");
const calculator = require(process.argv[2]);

function write(value) {
  if (value === null) return null;
  return typeof value === "string" ? { word: value } : calculator.write(value);
}

function answer(machine, name) {
  try {
    return write(machine.result(name));
  } catch (error) {
    if (error instanceof calculator.CannotScore) {
      return { reason: error.reason, name: error.name, clause: error.clause };
    }
    return { fault: true };
  }
}

function run(line) {
  const asked = JSON.parse(line);
  if (asked.numbers) return asked.numbers.map((text) => write(calculator.readNumber(text)));
  if (asked.say) return asked.say.map((text) => calculator.say(calculator.read(text)));
  const program = calculator.readProgram(asked.program);
  return asked.cases.map((given) => {
    const inputs = new Map(Object.entries(given.inputs).map(([name, text]) => [name, calculator.read(text)]));
    const words = new Map(Object.entries(given.words));
    return [...program.results.keys()].map((name) => answer(calculator.Machine(program, inputs, words), name));
  });
}

readline.createInterface({ input: process.stdin, crlfDelay: Infinity }).on("line", (line) => {
  process.stdout.write(JSON.stringify(run(line)) + "\n");
});
