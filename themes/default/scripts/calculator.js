// The calculator on a rule's or reward's page, and the recomputation on a result's: the same program that perfsite computes
// with, in the same exact rationals, on what the reader types or what is recorded. Nothing leaves the page. Its data and
// words stand in the page as JSON, in an attribute; what a program looks like is told in perfsite/scoring/browser.py.
(function () {
  "use strict";

  // Exact arithmetic: a rational is {n, d} of BigInt in lowest terms, d above zero.
  var ZERO = BigInt(0);
  var ONE = BigInt(1);
  var TEN = BigInt(10);

  function divisor(a, b) {
    if (a < ZERO) a = -a;
    while (b !== ZERO) {
      var rest = a % b;
      a = b;
      b = rest;
    }
    return a;
  }

  function rational(n, d) {
    if (d === ZERO) throw new RangeError("division by zero");
    if (d < ZERO) {
      n = -n;
      d = -d;
    }
    if (d === ONE) return { n: n, d: d };
    var common = divisor(n, d);
    return { n: n / common, d: d / common };
  }

  function read(text) {
    var parts = text.split("/");
    return rational(BigInt(parts[0]), parts.length > 1 ? BigInt(parts[1]) : ONE);
  }

  function write(value) {
    return value.d === ONE ? String(value.n) : value.n + "/" + value.d;
  }

  function add(a, b) {
    return rational(a.n * b.d + b.n * a.d, a.d * b.d);
  }

  function subtract(a, b) {
    return rational(a.n * b.d - b.n * a.d, a.d * b.d);
  }

  function multiply(a, b) {
    return rational(a.n * b.n, a.d * b.d);
  }

  function divide(a, b) {
    return rational(a.n * b.d, a.d * b.n);
  }

  // Below zero, zero or above it, as a is below, equal to or above b.
  function compare(a, b) {
    var difference = a.n * b.d - b.n * a.d;
    return difference < ZERO ? -1 : difference > ZERO ? 1 : 0;
  }

  var NIL = rational(ZERO, ONE);

  function roundTo(value, places, mode) {
    var power = TEN ** BigInt(places);
    var negative = value.n < ZERO;
    var scaled = (negative ? -value.n : value.n) * power;
    var whole = scaled / value.d;
    var rest = scaled % value.d;
    var double = rest + rest;
    if (mode === "up") {
      if (rest > ZERO) whole += ONE;
    } else if (
      (mode === "half-up" && double >= value.d) ||
      (mode === "half-even" && (double > value.d || (double === value.d && whole % BigInt(2) === ONE)))
    ) {
      whole += ONE;
    }
    return rational(negative ? -whole : whole, power);
  }

  // The interpreter. A value is a rational, a word (a grade) or null where it is missing.
  function CannotScore(reason, node) {
    this.reason = reason;
    this.name = node.name;
    this.clause = node.clause || [];
  }

  function isNumber(value) {
    return value !== null && typeof value === "object";
  }

  function numbers(node, values) {
    values.forEach(function (value) {
      if (!isNumber(value)) throw new CannotScore("missing", node);
    });
    return values;
  }

  // An operation on numbers leaves missing what rests on something missing.
  function passing(compute) {
    return function (node, values) {
      return values.indexOf(null) >= 0 ? null : compute(node, numbers(node, values));
    };
  }

  function reached(value, edges) {
    var position = null;
    edges.forEach(function (edge, index) {
      var order = compare(value, edge.at);
      if (order > 0 || (order === 0 && edge.closed)) position = index;
    });
    return position;
  }

  function tier(node, value, edges) {
    var position = reached(value, edges);
    if (position === null) throw new CannotScore("below", node);
    return position;
  }

  function holds(value, test, against) {
    if (value === null) return false;
    if (isNumber(value) !== isNumber(against)) return false;
    if (!isNumber(value)) return test === "is" && value === against;
    var order = compare(value, against);
    switch (test) {
      case "is": return order === 0;
      case "at_least": return order >= 0;
      case "above": return order > 0;
      case "at_most": return order <= 0;
      case "below": return order < 0;
      default: throw new TypeError("no such test: " + test);
    }
  }

  function pick(sign) {
    return passing(function (node, values) {
      return values.reduce(function (best, value) {
        return compare(value, best) === sign ? value : best;
      });
    });
  }

  function line(node, values) {
    var points = node.data.points;
    var value = values[0];
    var last = points.length - 1;
    if (compare(value, points[0][0]) < 0 && node.data.below !== "extrapolate") {
      return node.data.below === "clamp" ? points[0][1] : NIL;
    }
    if (compare(value, points[last][0]) > 0 && node.data.above !== "extrapolate") {
      return node.data.above === "clamp" ? points[last][1] : NIL;
    }
    var index = 0;
    while (index < last - 1 && compare(value, points[index + 1][0]) > 0) index += 1;
    var start = points[index];
    var end = points[index + 1];
    // A single anchor, or two at one place: a check refuses such a line, and until then it gives nothing.
    if (!end || compare(start[0], end[0]) === 0) throw new CannotScore("divisor", node);
    var rise = multiply(subtract(value, start[0]), subtract(end[1], start[1]));
    return add(start[1], divide(rise, subtract(end[0], start[0])));
  }

  function slices(node, values) {
    var edges = node.data.edges;
    return edges.reduce(function (total, edge, index) {
      var top = values[0];
      if (index + 1 < edges.length && compare(edges[index + 1].at, top) < 0) top = edges[index + 1].at;
      if (compare(top, edge.at) <= 0) return total;
      return add(total, multiply(subtract(top, edge.at), node.data.yields[index]));
    }, NIL);
  }

  function weigh(node, values) {
    var weights = node.data.weights;
    var counted = NIL;
    var whole = NIL;
    var total = NIL;
    var there = 0;
    values.forEach(function (value, index) {
      whole = add(whole, weights[index]);
      if (!isNumber(value)) return;
      there += 1;
      counted = add(counted, weights[index]);
      total = add(total, multiply(weights[index], value));
    });
    if (there === weights.length) return total;
    if (counted.n === ZERO) throw new CannotScore("missing", node);
    return divide(multiply(total, whole), counted);
  }

  var OPERATIONS = {
    add: passing(function (node, values) { return values.reduce(add, NIL); }),
    subtract: passing(function (node, values) { return subtract(values[0], values[1]); }),
    multiply: passing(function (node, values) { return values.reduce(multiply, rational(ONE, ONE)); }),
    divide: passing(function (node, values) {
      if (values[1].n <= ZERO) throw new CannotScore("divisor", node);
      return divide(values[0], values[1]);
    }),
    progress: passing(function (node, values) {
      var way = subtract(values[2], values[1]);
      if (way.n === ZERO) throw new CannotScore("divisor", node);
      return divide(subtract(values[0], values[1]), way);
    }),
    least: pick(-1),
    most: pick(1),
    round: passing(function (node, values) { return roundTo(values[0], node.data.places, node.data.mode); }),
    steps: passing(function (node, values) {
      var worth = node.data.yields[tier(node, values[0], node.data.edges)];
      return node.data.rate ? multiply(values[0], worth) : worth;
    }),
    slices: passing(slices),
    line: passing(line),
    grid: passing(function (node, values) {
      return node.data.points[tier(node, values[0], node.data.rows)][tier(node, values[1], node.data.columns)];
    }),
    required: function (node, values) {
      if (values[0] !== null) return values[0];
      if (node.data.missing === "zero") return NIL;
      if (node.data.missing === "renormalise") return null;
      throw new CannotScore("missing", node);
    },
    weigh: weigh,
    grade: function (node, values) {
      return node.data.grades[tier(node, numbers(node, values)[0], node.data.edges)];
    },
    grade_at_most: function (node, values) {
      var order = node.data.grades;
      if (typeof values[0] !== "string") return node.data.most;
      if (order.indexOf(values[0]) < 0 || order.indexOf(node.data.most) < 0) throw new TypeError("no such grade");
      return order.indexOf(values[0]) < order.indexOf(node.data.most) ? values[0] : node.data.most;
    },
    word: function (node) { return node.data.word; },
    lookup: function (node, values) {
      var table = node.data.table;
      return typeof values[0] === "string" && Object.prototype.hasOwnProperty.call(table, values[0]) ? table[values[0]] : null;
    }
  };

  // How the fields of a node's data are read; those that are not named here stay as they are.
  function each(reader) {
    return function (values) { return values.map(reader); };
  }

  function edge(value) {
    return { at: read(value[0]), closed: value[1] };
  }

  var FIELDS = {
    value: read,
    share: read,
    against: function (value) { return typeof value === "string" ? read(value) : value.word; },
    edges: each(edge),
    rows: each(edge),
    columns: each(edge),
    yields: each(read),
    weights: each(read),
    points: each(each(read)),
    table: function (value) {
      var table = {};
      Object.keys(value).forEach(function (key) {
        Object.defineProperty(table, key, { value: read(value[key]), enumerable: true });
      });
      return table;
    }
  };

  // From the JSON of a program to what `compute` works on.
  function readProgram(written) {
    if (written.version !== 1) throw new TypeError("a program of version " + written.version);
    var results = new Map();
    written.results.forEach(function (result) {
      results.set(result[0], result[1]);
    });
    var nodes = written.nodes.map(function (entry) {
      var data = {};
      Object.keys(entry[4] || {}).forEach(function (key) {
        var reader = FIELDS[key];
        data[key] = reader ? reader(entry[4][key]) : entry[4][key];
      });
      return { operation: entry[0], of: entry[1], name: entry[2] || "", clause: entry[3] || [], data: data };
    });
    return { nodes: nodes, results: results };
  }

  var UNREADABLE = {};

  // A machine for one set of inputs: `inputs` are rationals and `words` texts, both Maps by name.
  function Machine(program, inputs, words) {
    var open = [];
    var done = new Map();
    var values = new Map();

    function result(name) {
      if (done.has(name)) return done.get(name);
      if (words.has(name)) return words.get(name);
      if (inputs.has(name)) return inputs.get(name);
      if (!program.results.has(name)) throw new CannotScore("unknown", { name: name });
      var place = program.results.get(name);
      if (open.indexOf(name) >= 0) throw new CannotScore("circle", { name: name, clause: program.nodes[place].clause });
      open.push(name);
      try {
        done.set(name, node(place));
      } finally {
        open.pop();
      }
      return done.get(name);
    }

    function node(place) {
      if (!values.has(place)) values.set(place, compute(program.nodes[place]));
      return values.get(place);
    }

    function compute(found) {
      switch (found.operation) {
        case "given": return known(found);
        case "result": return result(found.name);
        case "number": return found.data.value;
        case "choose": return choose(found);
        case "limit": return limit(found);
        default: return OPERATIONS[found.operation](found, found.of.map(node));
      }
    }

    function known(found) {
      var value = inputs.has(found.name) ? inputs.get(found.name) : null;
      // What cannot be read is not missing: a gate that asks for it must not seem passed.
      if (value === UNREADABLE) throw new CannotScore("unreadable", found);
      return value;
    }

    function choose(found) {
      var tested = node(found.of[0]);
      if (tested === null && found.data.strict) return null;
      return node(found.of[holds(tested, found.data.test, found.data.against) ? 1 : 2]);
    }

    // A grade, or the next one below it for whoever stands beyond those who may hold it.
    function limit(found) {
      var earned = node(found.of[0]);
      if (earned !== found.data.grade) return earned;
      var rest = found.of.slice(1).map(node);
      return isNumber(rest[0]) && isNumber(rest[1]) && compare(rest[0], rest[1]) > 0 ? found.data.lower : earned;
    }

    return { result: result, node: node };
  }

  // What people type → a rational, or why not: {value}, {empty: true} or {problem, …}. As perfsite/records/quantities.py.
  var MAGNITUDES = { "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8 };
  var NUMBER = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?\s*(千万|百万|亿|万|千)?$/;

  function fold(text) {
    return text.replace(/[\uff01-\uff5e\u3000\uffe5\u2212\u3002]/g, function (sign) {
      switch (sign) {
        case "\u3000": return " ";
        case "\uffe5": return "\u00a5";
        case "\u2212": return "-";
        case "\u3002": return ".";
        default: return String.fromCharCode(sign.charCodeAt(0) - 0xfee0);
      }
    });
  }

  function readNumber(text) {
    var match = NUMBER.exec(fold(text).trim());
    if (!match) return null;
    var digits = match[2].replace(/,/g, "");
    var decimals = match[3] || "";
    if (digits.length + decimals.length > 24) return null;
    var value = rational(BigInt(digits + decimals), TEN ** BigInt(decimals.length));
    if (match[4]) value = multiply(value, rational(TEN ** BigInt(MAGNITUDES[match[4]]), ONE));
    return match[1] === "-" ? subtract(NIL, value) : value;
  }

  // `unit` is "%", a currency, "number" for a plain number, or "" where either a number or a percentage may stand.
  function readFigure(text, unit) {
    var folded = fold(text).trim();
    if (!folded) return { empty: true };
    if (/^[A-Z]{3}$/.test(unit)) {
      if (folded.slice(0, 3).toUpperCase() === unit) folded = folded.slice(3).trim();
      else if (unit === "CNY") folded = folded.replace(/^\u00a5\s*/, "").replace(/\s*元$/, "");
    }
    var percent = folded.slice(-1) === "%";
    var value = readNumber(percent ? folded.slice(0, -1) : folded);
    if (!value) return { problem: "number" };
    if (percent && unit !== "%" && unit !== "") return { problem: "percent" };
    if (!percent && unit === "%") {
      // 0.8 may be meant as 80% or as 0.8%. Everything else is what the sign beside the field says.
      if (value.n !== ZERO && value.d !== ONE && compare(multiply(value, value), rational(ONE, ONE)) < 0) {
        return { problem: "fraction", fraction: value };
      }
      percent = true;
    }
    return { value: percent ? divide(value, rational(BigInt(100), ONE)) : value };
  }

  // Figures for people: every digit, or where they have no end the first six decimals and an ellipsis.
  function decimals(value) {
    var d = value.d;
    var twos = 0;
    var fives = 0;
    while (d % BigInt(2) === ZERO) {
      d /= BigInt(2);
      twos += 1;
    }
    while (d % BigInt(5) === ZERO) {
      d /= BigInt(5);
      fives += 1;
    }
    return d === ONE ? Math.max(twos, fives) : null;
  }

  function say(value, atLeast) {
    var digits = decimals(value);
    if (digits === null) return say(roundTo(value, 6, "down"), 6) + "…";
    if (atLeast && atLeast > digits) digits = atLeast;
    var negative = value.n < ZERO;
    var text = String((negative ? -value.n : value.n) * TEN ** BigInt(digits) / value.d);
    while (text.length <= digits) text = "0" + text;
    var whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
    return (negative ? "\u2212" : "") + whole + (digits ? "." + text.slice(-digits) : "");
  }

  // Money as the page writes it: 2.16万元 where that keeps every digit, 12,345.60元, CNY 12,345.60.
  function sayMoney(value, form, places, sizes) {
    var text = null;
    if (value.d === ONE) {
      sizes.forEach(function (size) {
        var by = BigInt(size[1]);
        var amount = value.n < ZERO ? -value.n : value.n;
        if (text === null && amount >= by && amount % (by / BigInt(100)) === ZERO) {
          text = say(rational(value.n, by)) + size[0];
        }
      });
    }
    if (text === null) text = say(value, value.d === ONE ? 0 : places);
    return form.replace("{n}", text);
  }

  var exported = {
    CannotScore: CannotScore, Machine: Machine, readProgram: readProgram, read: read, write: write,
    readNumber: readNumber, readFigure: readFigure, say: say, sayMoney: sayMoney, roundTo: roundTo
  };
  if (typeof module !== "undefined") module.exports = exported;
  if (typeof document === "undefined") return;

  // The page. Positions in a picture alone are binary floats: nobody reads a figure from them.
  function float(value) {
    var whole = value.n / value.d;
    return Number(whole) + Number((value.n % value.d) * BigInt(1000000) / value.d) / 1000000;
  }

  function start(section) {
    var data = JSON.parse(section.dataset.calculator);
    var program = readProgram(data.program);
    var names = new Map(data.names);
    var form = section.querySelector("form");
    var fields = Array.prototype.slice.call(form.querySelectorAll("input"));
    var problems = form.querySelector("[data-problems]");
    var hundred = rational(BigInt(100), ONE);
    // Whose figures are computed again, where there are recipients.
    var person = null;

    function titled(name) {
      return names.has(name) ? names.get(name) : name;
    }

    function sentence(key, filled) {
      return data.words[key].replace(/\{(\w+)\}/g, function (place, name) {
        return Object.prototype.hasOwnProperty.call(filled, name) ? filled[name] : place;
      });
    }

    function put(element, text) {
      if (element.textContent !== text) element.textContent = text;
    }

    // What is typed, by name; a field that cannot be read says so below itself. What is recorded of someone keeps its
    // exact value as long as nothing is typed over it, even where its digits have no end.
    function gather() {
      var inputs = new Map(person ? person.inputs : []);
      fields.forEach(function (field) {
        if (person && field.value === field.defaultValue) return;
        inputs.delete(field.name);
        var found = readFigure(field.value, field.dataset.unit);
        var said = "";
        if (found.problem === "fraction") {
          said = sentence("fraction", {
            one: say(found.fraction) + "%", other: say(multiply(found.fraction, hundred)) + "%"
          });
        } else if (found.problem) {
          said = sentence(found.problem, {});
        }
        tell(field, said);
        if (said) inputs.set(field.name, UNREADABLE);
        else if (found.value) inputs.set(field.name, found.value);
      });
      return inputs;
    }

    function tell(field, said) {
      var note = document.getElementById(field.getAttribute("aria-describedby"));
      put(note, said);
      note.hidden = !said;
      if (said) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }

    function explain(error) {
      if (!(error instanceof CannotScore)) throw error;
      if (error.reason === "unreadable") return "";
      return sentence(data.words[error.reason] ? error.reason : "unknown", { name: titled(error.name) });
    }

    function shown(value, result) {
      if (value === null) return data.words.none;
      if (typeof value === "string") return value;
      // Beside a published sum every digit stands; a calculator says 2万元.
      if (result.money && person) return result.money.replace("{n}", say(value, result.places));
      return result.money ? sayMoney(value, result.money, result.places, data.sizes) : say(value, result.places || 0);
    }

    // A machine for what is typed. What an exception sets is taken as it stands, except by the figure that it sets.
    function machineFor(inputs, name) {
      var words = new Map();
      if (!person) return new Machine(program, inputs, words);
      var all = new Map(inputs);
      person.given.forEach(function (value, key) {
        if (key === name) return;
        if (typeof value === "string") words.set(key, value);
        else all.set(key, value);
      });
      return new Machine(program, all, words);
    }

    function update() {
      var inputs = gather();
      var said = [];
      data.results.forEach(function (result) {
        var text = data.words.none;
        var value = null;
        try {
          value = machineFor(inputs, result.name).result(result.name);
          text = shown(value, result);
        } catch (error) {
          var reason = explain(error);
          if (reason && said.indexOf(reason) < 0) said.push(reason);
        }
        put(form.querySelector('[data-result="' + result.name + '"]'), text);
        if (person) judge(result, value);
      });
      var all = said.join(data.words.space);
      put(problems, all);
      problems.hidden = !all;
      data.markers.forEach(function (marker) {
        mark(marker, inputs);
      });
    }

    function same(a, b) {
      if (a === null || b === null || typeof a === "string" || typeof b === "string") return a === b;
      return compare(a, b) === 0;
    }

    // Beside a published figure: whether the computed one agrees, or, once something is changed, by how much it parts.
    function judge(result, value) {
      var published = person.published.has(result.name) ? person.published.get(result.name) : null;
      put(form.querySelector('[data-published="' + result.name + '"]'), shown(published, result));
      var verdict = form.querySelector('[data-verdict="' + result.name + '"]');
      var changed = fields.some(function (field) { return field.value !== field.defaultValue; });
      var text = "";
      var tone = "";
      if (published !== null && changed) {
        text = same(published, value) ? data.verdicts.same : difference(published, value, result);
        tone = "active";
      } else if (published !== null && person.excepted.indexOf(result.name) >= 0) {
        text = data.verdicts.excepted;
        tone = "notice";
      } else if (published !== null) {
        text = same(published, value) ? data.verdicts.agrees : data.verdicts.differs;
        tone = same(published, value) ? "good" : "warning";
      }
      put(verdict, text);
      verdict.dataset.tone = tone;
      verdict.hidden = !text;
    }

    function difference(published, value, result) {
      if (!isNumber(published) || !isNumber(value)) return shown(published, result) + " → " + shown(value, result);
      var change = subtract(value, published);
      return (change.n > ZERO ? "+" : "") + shown(change, result);
    }

    function readGiven(value) {
      return typeof value === "string" ? read(value) : value.word;
    }

    function mapOf(values, reader) {
      return new Map(Object.keys(values).map(function (name) { return [name, reader(values[name])]; }));
    }

    // Puts someone's recorded figures into the fields.
    function choose(index) {
      var chosen = data.recipients[index];
      person = {
        inputs: mapOf(chosen.inputs, read),
        given: mapOf(chosen.given, readGiven),
        published: mapOf(chosen.published, readGiven),
        excepted: chosen.excepted
      };
      fields.forEach(function (field) {
        var value = person.inputs.get(field.name);
        var percent = field.dataset.unit === "%";
        field.defaultValue = value === undefined ? "" : say(percent ? multiply(value, hundred) : value) + (percent ? "%" : "");
        field.value = field.defaultValue;
        tell(field, "");
      });
      update();
    }

    // A list of recipients to choose from, and in the table of the page a button in each row.
    function offer(list) {
      list.addEventListener("change", function () {
        choose(Number(list.value));
      });
      data.recipients.forEach(function (recipient, index) {
        var row = document.getElementById(recipient.id);
        if (!row) return;
        // Beside the link to the steps of the calculation, where there is one.
        var steps = row.querySelector("td:last-child a[href*='explained/']");
        var cell = steps ? steps.parentElement : row.querySelector("th");
        var button = document.createElement("button");
        button.type = "button";
        button.className = "recompute-open";
        button.textContent = data.verdicts.open;
        button.setAttribute("aria-label", data.verdicts.open + " " + list.options[index].text);
        button.addEventListener("click", function () {
          list.value = String(index);
          choose(index);
          section.scrollIntoView();
          list.focus({ preventScroll: true });
        });
        cell.append(" ", button);
      });
      choose(Number(list.value));
    }

    // "You are here": the marker in the curve's picture, at the edge of the picture where the figure lies beyond it.
    function mark(marker, inputs) {
      var picture = document.querySelector('svg[data-curve="' + marker.curve + '"]');
      if (!picture) return;
      var here = picture.querySelector(".here");
      var label = picture.querySelector(".here-label");
      var at = null;
      var points = null;
      try {
        var machine = machineFor(inputs, "");
        at = machine.node(marker.at);
        points = machine.node(marker.points);
      } catch (error) {
        if (!(error instanceof CannotScore)) throw error;
      }
      if (at === null || points === null || (marker.rate && at.n === ZERO)) {
        here.setAttribute("visibility", "hidden");
        label.setAttribute("visibility", "hidden");
        return;
      }
      if (marker.rate) points = multiply(divide(points, at), hundred);
      var drawn = picture.dataset;
      function along(value, least, most, low, high) {
        var share = (float(value) - Number(least)) / (Number(most) - Number(least) || 1);
        return Number(low) + Math.min(1, Math.max(0, share)) * (Number(high) - Number(low));
      }
      var shownAt = marker.percent ? multiply(at, hundred) : at;
      var x = along(shownAt, drawn.leastAt, drawn.mostAt, drawn.left, drawn.right);
      var y = along(points, drawn.leastPoints, drawn.mostPoints, drawn.bottom, drawn.top);
      here.setAttribute("cx", x.toFixed(2) + "%");
      here.setAttribute("cy", y.toFixed(2) + "%");
      label.setAttribute("x", x.toFixed(2) + "%");
      label.setAttribute("y", y.toFixed(2) + "%");
      var late = x > (Number(drawn.left) + Number(drawn.right)) / 2;
      label.setAttribute("dx", late ? "-10" : "10");
      label.setAttribute("dy", late ? "-8" : "18");
      label.setAttribute("text-anchor", late ? "end" : "start");
      // There is room for two decimals; where there are more, ≈ says so, as in the steps of a result.
      var near = roundTo(points, 2, "half-up");
      var said = marker.money && !marker.rate ? sayMoney(near, marker.money, 2, data.sizes) : say(near) + (marker.rate ? "%" : "");
      label.textContent = (compare(near, points) ? "≈" : "") + said;
      here.removeAttribute("visibility");
      label.removeAttribute("visibility");
    }

    form.addEventListener("input", update);
    form.addEventListener("reset", function () {
      setTimeout(function () {
        fields.forEach(function (field) { tell(field, ""); });
        update();
      }, 0);
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
    });
    section.hidden = false;
    if (data.recipients) offer(section.querySelector("select"));
    else update();
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-calculator]"), start);
})();
