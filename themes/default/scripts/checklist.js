// Boxes to tick beside requirements, for oneself: what is ticked stays in this browser, by site, list and requirement. With each
// tick goes what the requirement said, so that none stands beside words that somebody never read.
(function () {
  "use strict";
  var language = document.documentElement.lang;

  Array.prototype.forEach.call(document.querySelectorAll("[data-ticks]"), function (foot) {
    var words = foot.dataset;
    var whole = foot.parentElement.querySelector(".checks");
    // The folder of the site, so that two sites on one server keep theirs apart; both languages share them.
    var key = "perfsite-ticks " + new URL(words.site, location.href).pathname.replace(/[^/]*$/, "") + " " + words.ticks;
    // By the requirement's id: what it said when it was ticked, by language.
    var ticks = Object.create(null);
    var keeps = true;
    var boxes = [];

    function read() {
      var found = {};
      try {
        found = JSON.parse(localStorage.getItem(key)) || {};
      } catch (error) {
        // What is no list of ticks counts as none; whether anything can be kept shows when something is.
      }
      ticks = Object.create(null);
      Object.keys(found).forEach(function (id) {
        if (found[id] && typeof found[id] === "object") ticks[id] = found[id];
      });
    }

    function keep() {
      try {
        if (Object.keys(ticks).length) localStorage.setItem(key, JSON.stringify(ticks));
        else localStorage.removeItem(key);
        keeps = true;
      } catch (error) {
        keeps = false;
      }
      foot.querySelector(".ticks-kept").textContent = keeps ? kept : words.lost;
    }

    // All of a list count one by one; where any of several is enough, they count as one, as the page's own count does.
    function isMet(item) {
      if (!item.list) return item.box.checked;
      return item.any ? item.parts.some(isMet) : item.parts.every(isMet);
    }

    function count(item) {
      if (!item.list || item.any) return { done: isMet(item) ? 1 : 0, total: 1 };
      return item.parts.map(count).reduce(function (sum, one) {
        return { done: sum.done + one.done, total: sum.total + one.total };
      }, { done: 0, total: 0 });
    }

    function readList(list) {
      return {
        list: list,
        any: list.dataset.mode === "any",
        parts: Array.prototype.map.call(list.children, function (part) {
          var inner = part.querySelector(".checks");
          return inner ? readList(inner) : addBox(part);
        }),
      };
    }

    function addBox(place) {
      var box = document.createElement("input");
      var title = place.querySelector(".check-title");
      var one = { place: place, box: box, title: title ? title.textContent.trim() : "", text: place.textContent.replace(/\s+/g, " ").trim() };
      box.type = "checkbox";
      box.autocomplete = "off";
      if (title) {
        title.id = place.id + ".title";
        box.setAttribute("aria-labelledby", title.id);
        title.addEventListener("click", function (event) {
          if (!event.target.closest("a") && !String(getSelection())) box.click();
        });
      } else {
        box.setAttribute("aria-label", one.text);
      }
      box.addEventListener("change", function () {
        if (box.checked) {
          ticks[place.id] = {};
          ticks[place.id][language] = one.text;
        } else {
          delete ticks[place.id];
        }
        keep();
        show();
      });
      place.insertBefore(box, place.firstChild);
      boxes.push(one);
      return one;
    }

    // Takes over what is kept. A requirement that says something else by now is no longer ticked, and is named.
    function fill() {
      var changed = [];
      var seen = {};
      read();
      boxes.forEach(function (one) {
        var id = one.place.id;
        var said = ticks[id] && ticks[id][language];
        seen[id] = true;
        if (said !== undefined && said !== one.text) {
          changed.push(one.title || one.text);
          delete ticks[id];
        } else if (ticks[id]) {
          ticks[id][language] = one.text;
        }
        one.box.checked = Boolean(ticks[id]);
      });
      Object.keys(ticks).forEach(function (id) {
        if (!seen[id]) delete ticks[id];
      });
      foot.querySelector(".ticks-changed").textContent = changed.length
        ? words.changed.replace("{titles}", changed.join(words.comma))
        : "";
      show();
    }

    function show() {
      var sum = count(tree);
      foot.querySelector(".ticks-count").textContent = words.count
        .replace("{done}", sum.done)
        .replace("{total}", sum.total);
    }

    var kept = foot.querySelector(".ticks-kept").textContent;
    var tree = readList(whole);
    foot.hidden = false;
    fill();
    keep();
    foot.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) return;
      if (button.value === "print") {
        window.print();
        return;
      }
      ticks = Object.create(null);
      boxes.forEach(function (one) {
        one.box.checked = false;
      });
      foot.querySelector(".ticks-changed").textContent = "";
      keep();
      show();
    });
    // The same page in another window.
    window.addEventListener("storage", function (event) {
      if (event.key === key || event.key === null) fill();
    });
  });
})();
