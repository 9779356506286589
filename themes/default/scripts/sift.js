// Choosing and ordering in lists and tables. templates/sift.html has the markup and says what its attributes mean; the
// address of the page keeps what is chosen, so that it can be sent to somebody, printed beside its figures, and gone back to.
(function () {
  "use strict";
  var FORWARD = "ascending", BACKWARD = "descending";
  var ROW = "table[data-sift-table] > tbody > tr:not(.group)";
  var collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function each(list, act) {
    Array.prototype.forEach.call(list, act);
  }

  function all(root, selector) {
    return Array.prototype.slice.call(root.querySelectorAll(selector));
  }

  function fold(words) {
    return words.normalize("NFKC").toLowerCase();
  }

  // The pages by quarter, and the same page in another language, are opened with what is chosen on this one; a page that
  // has all of one choice without that choice.
  function carry(chosen) {
    each(document.querySelectorAll(".languages a, [data-sift-carry] a"), function (link) {
      if (!link.hasAttribute("data-sift-own")) link.setAttribute("data-sift-own", link.search);
      var rest = new URLSearchParams(link.getAttribute("data-sift-own"));
      new URLSearchParams(chosen).forEach(function (value, key) {
        if (key !== link.getAttribute("data-sift-without")) rest.set(key, value);
      });
      link.search = rest.toString();
    });
  }

  // What an item is, under a key of the form: words with spaces between them.
  function valuesOf(item, key) {
    return (item.getAttribute("data-is-" + key) || "").split(" ");
  }

  // A figure by its digits, so that no amount is too long or too fine to be told from another; null for what is none.
  function figureOf(text) {
    var found = /^([-\u2212]?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(text.replace(/[,%\s]/g, ""));
    if (!found || !/\d/.test(text)) return null;
    var part = found[3] || "";
    return { negative: found[1] !== "" && found[2] + part !== "", whole: found[2], part: part };
  }

  function compareDigits(one, other) {
    return one < other ? -1 : one > other ? 1 : 0;
  }

  function compareFigures(one, other) {
    if (one.negative !== other.negative) return one.negative ? -1 : 1;
    var size = one.whole.length - other.whole.length || compareDigits(one.whole, other.whole) || compareDigits(one.part, other.part);
    return one.negative ? -size : size;
  }

  // What a cell sorts by. What is not there, or is no figure in a column of figures, comes last in either order.
  function sortable(row, heading) {
    var cell = row.cells[heading.cellIndex];
    if (!cell) return null;
    if (cell.hasAttribute("data-order")) return figureOf(cell.getAttribute("data-order"));
    var value = cell.hasAttribute("data-value") ? cell.getAttribute("data-value") : cell.textContent.trim();
    return heading.classList.contains("number") ? figureOf(value) : value || null;
  }

  function compare(one, other) {
    return typeof one === "string" ? collator.compare(one, other) : compareFigures(one, other);
  }

  each(document.querySelectorAll("[data-sift]"), function (region) {
    var name = region.getAttribute("data-sift");
    var form = region.querySelector(".sift-form");
    var count = region.querySelector(".sift-count");
    var none = region.querySelector(".sift-none");
    var more = all(region, ".sift-more");
    var marked = all(region, "[data-sift-item]");
    var tables = all(region, "table[data-sift-table]");
    var items = marked.length ? marked : all(region, ROW);
    var groups = all(region, "[data-sift-group]");
    var words = items.map(function () { return null; });
    var reset = form.querySelector(".sift-reset");
    var order = form.querySelector("[data-sift-order]");
    var headings = all(region, "th[data-sort]");
    var rows = tables.map(function (table) {
      return Array.prototype.map.call(table.tBodies, function (body) {
        return Array.prototype.filter.call(body.rows, function (row) { return !row.classList.contains("group"); });
      });
    });

    function parameter(key) {
      return name ? name + "." + key : key;
    }

    function fields() {
      return all(form, "[name]");
    }

    function read() {
      var chosen = new URLSearchParams(location.search);
      each(fields(), function (field) {
        var value = chosen.get(parameter(field.name)) || "";
        if (field.type === "checkbox") field.checked = value === "1";
        else field.value = value;
        // An address that asks for what is not there asks for everything.
        if (field.localName === "select" && field.selectedIndex < 0) field.value = "";
      });
    }

    function chosenIn(field) {
      if (field.type === "checkbox") return field.checked ? "1" : "";
      return field.value.trim();
    }

    function write() {
      var chosen = new URLSearchParams(location.search);
      each(fields(), function (field) {
        var value = chosenIn(field);
        if (value) chosen.set(parameter(field.name), value);
        else chosen.delete(parameter(field.name));
      });
      var search = chosen.toString();
      try {
        history.replaceState(history.state, "", (search ? "?" + search : location.pathname) + location.hash);
      } catch (error) {
        // Where a browser refuses, the choice holds for this page.
      }
      carry(search);
    }

    function isWanted(item, place, wishes) {
      return wishes.every(function (wish) {
        if (wish.field.type !== "search") return valuesOf(item, wish.field.name).indexOf(wish.value) >= 0;
        if (words[place] === null) words[place] = fold(item.textContent);
        return wish.parts.every(function (part) { return words[place].indexOf(part) >= 0; });
      });
    }

    function choose() {
      var wishes = [];
      each(fields(), function (field) {
        var value = chosenIn(field);
        if (value && field !== order) {
          wishes.push({ field: field, value: value, parts: fold(value).split(/\s+/) });
        }
      });
      var shown = 0, full = new Set();
      items.forEach(function (item, place) {
        item.hidden = !isWanted(item, place, wishes);
        if (item.hidden) return;
        shown += 1;
        for (var above = item.parentNode; above !== region && !full.has(above); above = above.parentNode) full.add(above);
      });
      groups.forEach(function (group) {
        group.hidden = !full.has(group);
        if (wishes.length && !group.hidden && group.localName === "details") group.open = true;
      });
      // Sums are of all rows, and would be read as those of what is left.
      tables.forEach(function (table) {
        if (table.tFoot) table.tFoot.hidden = shown < items.length;
      });
      more.forEach(function (link) {
        var field = form.elements.namedItem(link.getAttribute("data-for"));
        link.hidden = !field || chosenIn(field) !== link.getAttribute("data-value");
      });
      none.hidden = shown > 0;
      reset.hidden = wishes.length === 0 && !(order && order.value);
      return { shown: shown, wishes: wishes.length };
    }

    function say(found) {
      count.textContent = found.wishes
        ? count.getAttribute("data-words").replace("{shown}", found.shown).replace("{total}", items.length)
        : "";
    }

    function sort() {
      var wish = order ? order.value : "";
      var backward = wish.charAt(0) === "-";
      var key = backward ? wish.slice(1) : wish;
      tables.forEach(function (table, place) {
        var heading = null;
        each(table.querySelectorAll("th[data-sort]"), function (one) {
          if (one.getAttribute("data-sort") === key && key) {
            heading = one;
            one.setAttribute("aria-sort", backward ? BACKWARD : FORWARD);
          } else one.removeAttribute("aria-sort");
        });
        rows[place].forEach(function (own, number) {
          var sorted = own;
          if (heading) {
            sorted = own.map(function (row, at) {
              return { row: row, value: sortable(row, heading), at: at };
            }).sort(function (one, other) {
              if (one.value === null || other.value === null) {
                return (one.value === null) - (other.value === null) || one.at - other.at;
              }
              return (backward ? -1 : 1) * compare(one.value, other.value) || one.at - other.at;
            }).map(function (one) { return one.row; });
          }
          var body = table.tBodies[number];
          sorted.forEach(function (row) { body.appendChild(row); });
        });
      });
    }

    // Each heading that can be sorted by becomes a button; on phones, where there are no headings, the form has the orders.
    function offerOrders() {
      if (!order) return;
      var known = {};
      headings.forEach(function (heading) {
        var key = heading.getAttribute("data-sort"), label = heading.textContent.trim();
        var button = document.createElement("button");
        button.type = "button";
        button.className = "sort";
        while (heading.firstChild) button.appendChild(heading.firstChild);
        heading.appendChild(button);
        button.addEventListener("click", function () {
          order.value = order.value === key ? "-" + key : order.value === "-" + key ? "" : key;
          apply();
        });
        if (known[key]) return;
        known[key] = true;
        [FORWARD, BACKWARD].forEach(function (way) {
          var option = document.createElement("option");
          option.value = (way === BACKWARD ? "-" : "") + key;
          option.textContent = order.getAttribute("data-" + way).replace("{column}", label);
          order.appendChild(option);
        });
      });
    }

    function apply() {
      say(choose());
      sort();
      write();
    }

    // As the address asks, and what it asks for is not folded away.
    function restore() {
      read();
      apply();
      var asked = fields().some(chosenIn);
      for (var above = region.closest("details"); asked && above; above = above.parentNode.closest("details")) above.open = true;
    }

    offerOrders();
    restore();
    form.hidden = false;
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", apply);
    reset.addEventListener("click", function () {
      each(fields(), function (field) {
        if (field.type === "checkbox") field.checked = false;
        else field.value = "";
      });
      apply();
      // The button that was pressed has gone.
      fields()[0].focus();
    });
    window.addEventListener("popstate", restore);
  });
})();
