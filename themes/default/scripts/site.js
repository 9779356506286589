// What makes reading handier where scripts run: the menu, the colour scheme, anchors to copy, everything open in print.
(function () {
  "use strict";
  var root = document.documentElement;
  var words = document.body.dataset;

  function all(selector, each) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), each);
  }

  // The menu comes open, for those without scripts. On narrow screens it closes until it is asked for.
  var menu = document.querySelector(".menu");
  var wide = window.matchMedia("(min-width: 60rem)");
  if (menu) {
    var fit = function () {
      menu.open = wide.matches;
    };
    fit();
    menu.setAttribute("data-ready", "");
    wide.addEventListener("change", fit);
  }

  // Three ways: light, dark, or as the system has it.
  var schemes = document.querySelector(".schemes");
  if (schemes) {
    var show = function () {
      var chosen = root.getAttribute("data-scheme") || "system";
      all(".schemes button", function (button) {
        button.setAttribute("aria-pressed", String(button.value === chosen));
      });
    };
    schemes.hidden = false;
    show();
    schemes.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) return;
      if (button.value === "system") root.removeAttribute("data-scheme");
      else root.setAttribute("data-scheme", button.value);
      try {
        if (button.value === "system") localStorage.removeItem("perfsite-scheme");
        else localStorage.setItem("perfsite-scheme", button.value);
      } catch (error) {
        // The choice then holds for this page.
      }
      show();
    });
  }

  // What nobody needs in the first moment waits until the page has come.
  function later(act) {
    if (document.readyState === "complete") act();
    else window.addEventListener("load", act);
  }

  // Each heading and clause with an anchor offers its own address, and the way to ask about it.
  function offer(place, sign, label, address) {
    var link = document.createElement("a");
    link.className = "anchor";
    link.href = address;
    link.textContent = sign;
    link.setAttribute("aria-label", label);
    place.appendChild(link);
    return link;
  }

  later(function () {
    if (!words.copy) return;
    // That something was copied is seen at its link, whose name stays what it does; here it is heard.
    var said = document.createElement("p");
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    document.querySelector("main").appendChild(said);
    all("main :is(:is(h2, h3, h4)[id], .clauses > li[id])", function (place) {
      var named = place.querySelector(".clause-title") || place;
      var title = named.textContent.trim().slice(0, 60);
      var link = offer(place, "#", words.copy.replace("{title}", title), "#" + place.id);
      link.addEventListener("click", function () {
        if (!navigator.clipboard) return;
        navigator.clipboard.writeText(link.href).then(function () {
          link.textContent = said.textContent = words.copied;
          link.setAttribute("data-done", "");
          setTimeout(function () {
            link.textContent = "#";
            said.textContent = "";
            link.removeAttribute("data-done");
          }, 1600);
        }, function () {});
      });
      if (words.ask) {
        var address = words.ask.split("{clause}").join(encodeURIComponent(place.id));
        offer(place, "?", words.asks.replace("{title}", title), address);
      }
    });
  });

  // Where a table turns into labelled rows, some browsers forget that it is one. Validators object to these roles in the
  // page itself, where they say nothing new.
  var narrow = window.matchMedia("(max-width: 39.99rem)");
  var roles = { table: "table", thead: "rowgroup", tbody: "rowgroup", tfoot: "rowgroup", tr: "row", td: "cell" };
  var nameParts = function () {
    if (!narrow.matches) return;
    all(".table, .table :is(thead, tbody, tfoot, tr, td, th)", function (part) {
      var role = roles[part.localName] || (part.scope === "col" ? "columnheader" : "rowheader");
      part.setAttribute("role", role);
    });
  };
  later(nameParts);
  // What scrolls by itself can be scrolled by keyboard in every browser, and says what it is.
  later(function () {
    all(".table-wide", function (box) {
      if (box.scrollWidth <= box.clientWidth) return;
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", (box.querySelector("caption") || box).textContent.trim().slice(0, 80));
    });
  });
  narrow.addEventListener("change", nameParts);

  // An address that leads into something folded opens it, in browsers that do not do so by themselves.
  var unfold = function () {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var details = target && target.closest("details:not([open])");
    if (!details) return;
    details.open = true;
    target.scrollIntoView();
  };
  unfold();
  window.addEventListener("hashchange", unfold);

  // On paper nothing is folded away.
  var opened = [];
  window.addEventListener("beforeprint", function () {
    all("main details:not([open])", function (details) {
      details.open = true;
      opened.push(details);
    });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) {
      details.open = false;
    });
    opened = [];
  });
})();
