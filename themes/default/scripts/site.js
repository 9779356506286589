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

  // Each heading with an anchor offers its own address.
  if (words.copy) {
    all("main :is(h2, h3, h4)[id]", function (heading) {
      var link = document.createElement("a");
      link.className = "anchor";
      link.href = "#" + heading.id;
      link.textContent = "#";
      link.setAttribute("aria-label", words.copy.replace("{title}", heading.textContent.trim()));
      link.addEventListener("click", function () {
        if (!navigator.clipboard) return;
        navigator.clipboard.writeText(link.href).then(function () {
          link.textContent = words.copied;
          link.setAttribute("data-done", "");
          setTimeout(function () {
            link.textContent = "#";
            link.removeAttribute("data-done");
          }, 1600);
        }, function () {});
      });
      heading.appendChild(link);
    });
  }

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
  nameParts();
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
