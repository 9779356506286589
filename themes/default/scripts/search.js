// The search field in the head of every page, and the page of the search. What is searched is loaded when a reader turns to
// a field: find.js, the index of the language and, where texts lie apart, those of one stretch of periods after the other.
// Everything found is put on the page as text. What is asked for stands behind the # of the address and reaches no server.
(function begin() {
  "use strict";

  // The page does not wait for this script, which may come before all of the page has.
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
    return;
  }
  var place = document.querySelector("[data-search]");
  if (!place) return;
  var asked = place.dataset;
  var index = new URL(asked.search, document.baseURI);
  var MOST = 8;
  var ENOUGH = 20;
  var PAGE = 20;
  var finder = null;
  var head = null;
  var next = 0;
  var state = "";
  var waiting = [];
  var plurals = new Intl.PluralRules(document.documentElement.lang);
  var numbers = new Intl.NumberFormat(document.documentElement.lang);

  function make(name, className, text) {
    var element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // A word of the interface, from the index; {n} chooses its form.
  function say(key, values) {
    var word = head.words[key];
    if (typeof word !== "string") word = word[plurals.select(values.n)] || word.other;
    return word.replace(/\{(\w+)\}/g, function (_, name) {
      return typeof values[name] === "number" ? numbers.format(values[name]) : values[name];
    });
  }

  function loadScript(address, done) {
    var script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = function () { settle("failed"); };
    document.head.appendChild(script);
  }

  // Tells those who wait that there is more to find in, or that nothing can be loaded.
  function settle(now) {
    state = now;
    waiting.forEach(function (tell) { tell(); });
  }

  window.perfsiteSearch = function (found) {
    if (found.documents) {
      head = found;
      start();
    } else {
      finder.add(found.first, found.texts);
    }
  };

  function start() {
    if (!head || !window.perfsiteFinder || finder) return;
    finder = window.perfsiteFinder(head);
    settle("ready");
  }

  function load() {
    if (state) return;
    settle("loading");
    loadScript(asked.finder, start);
    loadScript(index.href, start);
  }

  // Texts that lie apart: the next file of them, the newest periods first. `all` goes on to the last.
  function loadTexts(all) {
    if (state !== "ready" || !textsLeft()) return;
    state = "texts";
    loadScript(new URL(head.shards[next][0], index).href, function () {
      next += 1;
      settle("ready");
      if (all) loadTexts(true);
    });
  }

  function textsLeft() {
    return head.shards ? head.shards.length - next : 0;
  }

  // Documents.
  function addressOf(hit, found) {
    var address = new URL("../" + finder.addressOf(hit.place), index);
    var heading = finder.headingOf(hit.place, found.needles);
    if (heading) address.hash = encodeURIComponent(heading[0]);
    return { href: address.href, heading: heading ? heading[1] : "" };
  }

  function addMarked(parent, text, found) {
    finder.mark(text, found.needles, found.letters).forEach(function (part) {
      parent.appendChild(part[1] ? make("mark", "", part[0]) : document.createTextNode(part[0]));
    });
  }

  function isMarked(text, found) {
    return finder.mark(text, found.needles, found.letters).some(function (part) { return part[1]; });
  }

  // Kind, period and, for goals, whose: what tells documents of like titles apart.
  function aboutOf(one) {
    var kind = head.kinds[one.kind];
    var parts = [kind[1]];
    if (kind[0] === "goal" && one.about.length) {
      var whose = finder.documents[one.about[0]];
      if (/^(person|team)$/.test(head.kinds[whose.kind][0])) parts.push(whose.title);
    }
    if (one.period >= 0) parts.push(head.periods[one.period][1]);
    return parts;
  }

  // Fills a link with what was found: title, what it is, and the words around the find. `brief` shows those only where
  // the title does not say why it was found.
  function describe(link, hit, found, brief) {
    var one = finder.documents[hit.place];
    var target = addressOf(hit, found);
    link.href = target.href;
    var title = make("span", "hit-title");
    addMarked(title, one.title, found);
    link.appendChild(title);
    var rest = document.createDocumentFragment();
    var meta = make("span", "hit-meta");
    aboutOf(one).forEach(function (part) {
      meta.appendChild(make("span", "", part));
    });
    rest.appendChild(meta);
    var named = isMarked(one.title, found);
    var also = named ? "" : one.names.find(function (name) { return isMarked(name, found); }) || "";
    if (also) {
      var other = make("span", "hit-also");
      addMarked(other, also, found);
      rest.appendChild(other);
    }
    if (target.heading) {
      var under = make("span", "hit-heading");
      addMarked(under, target.heading, found);
      rest.appendChild(under);
    }
    if (!brief || (!named && !also && !target.heading)) {
      var cut = finder.excerpt(hit.place, found.needles, document.documentElement.lang === "en" ? 190 : 100);
      if (cut.text && (cut.found || !brief)) {
        var excerpt = make("span", "hit-excerpt");
        addMarked(excerpt, cut.text, { needles: found.needles, letters: "" });
        rest.appendChild(excerpt);
      }
    }
    return rest;
  }

  function pageFor(query) {
    return new URL("index.html", index).href + "#q=" + encodeURIComponent(query);
  }

  // What is announced, once typing rests.
  function announcer(status) {
    var timer = 0;
    return function (text) {
      clearTimeout(timer);
      timer = setTimeout(function () { status.textContent = text; }, 500);
    };
  }

  // Where nothing is found: what was searched, for whom, names near to it, and what else one can type.
  function explain(parent, query) {
    var near = finder.near(query, 4);
    if (near.length) {
      var line = make("p", "search-near", say("near", {}));
      near.forEach(function (found) {
        var link = make("a", "", finder.documents[found].title);
        link.href = new URL("../" + finder.addressOf(found), index).href;
        line.appendChild(link);
      });
      parent.appendChild(line);
    }
    var searched = head.audience
      ? say("searched-for", { n: finder.documents.length, audience: head.audience })
      : say("searched", { n: finder.documents.length });
    parent.appendChild(make("p", "search-tip", searched + say("space", {}) + say("tip", {})));
  }

  // The field in the head: an editable combobox with a list of links.
  function startField(root) {
    var input = root.querySelector("input");
    var panel = root.querySelector(".search-panel");
    var list = root.querySelector("[role=listbox]");
    var note = root.querySelector(".search-note");
    var announce = announcer(root.querySelector("[role=status]"));
    var chosen = -1;

    // A combobox only where this script runs, and an element that HTML's own roles do not let be one in the markup.
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-autocomplete", "list");

    function options() {
      return list.children;
    }

    function choose(number) {
      if (options()[chosen]) options()[chosen].setAttribute("aria-selected", "false");
      chosen = number;
      var option = options()[chosen];
      if (!option) {
        chosen = -1;
        input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    function close() {
      panel.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    }

    function open() {
      panel.hidden = false;
      input.setAttribute("aria-expanded", String(options().length > 0));
    }

    function addOption(link) {
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.tabIndex = -1;
      link.id = "search-hit-" + options().length;
      list.appendChild(link);
    }

    function show() {
      var query = input.value.trim();
      var kept = options()[chosen] ? options()[chosen].href : "";
      list.textContent = "";
      note.textContent = "";
      chosen = -1;
      if (!query || document.activeElement !== input) {
        close();
        return;
      }
      if (!finder) {
        note.textContent = state === "failed" ? asked.failed : asked.loading;
        if (state === "failed") announce(asked.failed);
        open();
        return;
      }
      var found = finder.find(query);
      found.hits.slice(0, MOST).forEach(function (hit) {
        var link = make("a", "hit");
        link.appendChild(describe(link, hit, found, true));
        addOption(link);
      });
      if (found.hits.length) {
        var all = make("a", "hit hit-all", say("all", { n: found.hits.length }));
        all.href = pageFor(query);
        addOption(all);
        if (found.loose) note.textContent = say("loose", {});
        announce((found.loose ? say("loose", {}) + say("space", {}) : "") + say("count", { n: found.hits.length }));
      } else if (textsLeft()) {
        note.textContent = asked.loading;
      } else {
        note.appendChild(make("p", "search-none", say("none", { query: query })));
        explain(note, query);
        announce(say("none", { query: query }));
      }
      open();
      if (kept) {
        choose(Array.prototype.findIndex.call(options(), function (option) { return option.href === kept; }));
      }
      if (found.hits.length < ENOUGH) loadTexts(false);
    }

    input.addEventListener("focus", function () {
      load();
      show();
    });
    input.addEventListener("input", function () {
      load();
      choose(-1);
      show();
    });
    input.addEventListener("keydown", function (event) {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      var many = options().length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (panel.hidden) show();
        else if (event.key === "ArrowDown") choose(chosen + 1 < many ? chosen + 1 : -1);
        else choose(chosen < 0 ? many - 1 : chosen - 1);
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (options()[chosen]) location.href = options()[chosen].href;
        else if (input.value.trim()) location.href = pageFor(input.value.trim());
      } else if (event.key === "Escape") {
        event.preventDefault();
        if (panel.hidden) input.value = "";
        close();
      }
    });
    // A click leaves the field focused until it is over, so that the panel is still there to be clicked.
    panel.addEventListener("mousedown", function (event) {
      event.preventDefault();
    });
    root.addEventListener("focusout", function (event) {
      if (!root.contains(event.relatedTarget)) close();
    });
    waiting.push(show);
    return input;
  }

  // The page: the field, two filters, and everything that was found. All of it stands in the address.
  function startPage(root) {
    var input = root.querySelector("input");
    var kinds = root.querySelector("[name=kind]");
    var periods = root.querySelector("[name=period]");
    var status = root.querySelector("[role=status]");
    var list = root.querySelector(".hits");
    var note = root.querySelector(".search-note");
    var foot = root.querySelector(".search-foot");
    var shown = PAGE;

    function readAddress() {
      var given = new URLSearchParams(location.search);
      new URLSearchParams(location.hash.slice(1)).forEach(function (value, key) { given.set(key, value); });
      input.value = given.get("q") || "";
      kinds.dataset.value = given.get("kind") || "";
      periods.dataset.value = given.get("period") || "";
      carryOver();
    }

    function writeAddress() {
      var given = new URLSearchParams();
      if (input.value.trim()) given.set("q", input.value.trim());
      if (kinds.dataset.value) given.set("kind", kinds.dataset.value);
      if (periods.dataset.value) given.set("period", periods.dataset.value);
      history.replaceState(null, "", location.pathname + "#" + given.toString());
      carryOver();
    }

    // To the search in another language one takes along what one asked for.
    function carryOver() {
      Array.prototype.forEach.call(document.querySelectorAll(".languages a"), function (link) {
        link.hash = location.hash;
      });
    }

    function fill(select, entries, all) {
      var value = select.dataset.value;
      select.textContent = "";
      [["", all]].concat(entries).forEach(function (entry) {
        var option = make("option", "", entry[2] === undefined ? entry[1] : say("choice", { what: entry[1], n: entry[2] }));
        option.value = entry[0];
        option.selected = entry[0] === value;
        select.appendChild(option);
      });
    }

    // Whether a document is of a period or of one within it; a year has its quarters.
    function within(one, period) {
      if (one.period < 0) return false;
      var inner = head.periods[one.period];
      return inner[2] >= period[2] && inner[3] <= period[3];
    }

    function chosenPeriod() {
      return head.periods.find(function (period) { return period[0] === periods.dataset.value; });
    }

    function fits(one, byKind, byPeriod) {
      var period = chosenPeriod();
      return (!byKind || !kinds.dataset.value || head.kinds[one.kind][0] === kinds.dataset.value) &&
        (!byPeriod || !period || within(one, period));
    }

    // How many there are of each choice, with the other filter as it stands.
    function offer(hits) {
      var ofKind = head.kinds.map(function () { return 0; });
      var ofPeriod = head.periods.map(function () { return 0; });
      var each = head.periods.map(function () { return 0; });
      hits.forEach(function (hit) {
        var one = finder.documents[hit.place];
        if (fits(one, false, true)) ofKind[one.kind] += 1;
        if (one.period >= 0 && fits(one, true, false)) each[one.period] += 1;
      });
      each.forEach(function (many, inner) {
        if (many) {
          head.periods.forEach(function (period, outer) {
            if (within({ period: inner }, period)) ofPeriod[outer] += many;
          });
        }
      });
      var entries = function (all, counts, value) {
        return all.map(function (entry, number) { return [entry[0], entry[1], counts[number]]; })
          .filter(function (entry) { return entry[2] || entry[0] === value; });
      };
      fill(kinds, entries(head.kinds, ofKind, kinds.dataset.value), kinds.dataset.all);
      fill(periods, entries(head.periods, ofPeriod, periods.dataset.value), periods.dataset.all);
    }

    function addButton(text, act) {
      var button = make("button", "button", text);
      button.type = "button";
      button.addEventListener("click", act);
      foot.appendChild(button);
    }

    function show() {
      var query = input.value.trim();
      list.textContent = "";
      note.textContent = "";
      foot.textContent = "";
      root.toggleAttribute("data-asked", Boolean(query));
      if (!query || !finder) {
        status.textContent = !query ? "" : state === "failed" ? asked.failed : asked.loading;
        return;
      }
      var found = finder.find(query);
      offer(found.hits);
      var hits = found.hits.filter(function (hit) { return fits(finder.documents[hit.place], true, true); });
      status.textContent = found.hits.length ? say("count", { n: hits.length }) : "";
      if (found.loose) note.appendChild(make("p", "", say("loose", {})));
      hits.slice(0, shown).forEach(function (hit) {
        var item = make("li", "hit");
        var link = make("a");
        var rest = describe(link, hit, found, false);
        item.appendChild(link);
        item.appendChild(rest);
        list.appendChild(item);
      });
      if (!found.hits.length && !textsLeft()) {
        explain(note, query);
        status.textContent = say("none", { query: query });
      } else if (found.hits.length && !hits.length) {
        note.appendChild(make("p", "", say("filtered", { n: found.hits.length })));
        addButton(say("unfilter", {}), function () {
          kinds.dataset.value = periods.dataset.value = "";
          change();
          input.focus();
        });
      }
      if (hits.length > shown) {
        addButton(say("more", { n: hits.length - shown }), function () {
          var from = shown;
          shown += PAGE * 5;
          show();
          list.children[from].querySelector("a").focus();
        });
      }
      if (textsLeft()) {
        foot.appendChild(make("p", "search-tip", say("texts", { n: next, all: head.shards.length })));
        if (hits.length >= ENOUGH) addButton(say("older", {}), function () { loadTexts(true); });
        else loadTexts(false);
      }
    }

    function change() {
      shown = PAGE;
      writeAddress();
      show();
    }

    function links() {
      return Array.prototype.slice.call(list.querySelectorAll("a"));
    }

    input.addEventListener("focus", load);
    input.addEventListener("input", function () {
      load();
      change();
    });
    [kinds, periods].forEach(function (select) {
      select.addEventListener("change", function () {
        select.dataset.value = select.value;
        change();
      });
    });
    root.addEventListener("keydown", function (event) {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.target.localName === "select") return;
      var all = links();
      var at = all.indexOf(document.activeElement);
      var target = null;
      if (event.key === "ArrowDown") target = all[at + 1] || all[at];
      else if (event.key === "ArrowUp") target = at > 0 ? all[at - 1] : at === 0 ? input : null;
      else if (event.key === "Enter" && event.target === input) target = all[0];
      else if (event.key === "Escape" && event.target === input && input.value) {
        input.value = "";
        change();
      } else if (event.key === "Escape") target = input;
      else return;
      if (event.key !== "Enter" || event.target === input) event.preventDefault();
      if (target) target.focus();
    });
    window.addEventListener("hashchange", function () {
      readAddress();
      shown = PAGE;
      show();
    });
    waiting.push(show);
    readAddress();
    if (input.value) load();
    show();
    input.focus({ preventScroll: true });
    return input;
  }

  var field = place.hasAttribute("data-page") ? startPage(place) : startField(place);
  document.addEventListener("keydown", function (event) {
    var typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
