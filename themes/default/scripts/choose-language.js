// On the first page: to the language that the reader's browser asks for first, of those there are.
(function () {
  "use strict";
  var links = Array.prototype.slice.call(document.querySelectorAll("a[hreflang]"));
  var wanted = navigator.languages || [navigator.language || ""];
  for (var i = 0; i < wanted.length; i += 1) {
    for (var j = 0; j < links.length; j += 1) {
      if (wanted[i].toLowerCase().split("-")[0] === links[j].hreflang.toLowerCase().split("-")[0]) {
        location.replace(links[j].href);
        return;
      }
    }
  }
})();
