// Runs before the first paint: the colour scheme that the reader chose here, and whether scripts run at all.
(function () {
  "use strict";
  var root = document.documentElement;
  root.setAttribute("data-script", "");
  try {
    var scheme = localStorage.getItem("perfsite-scheme");
    if (scheme === "light" || scheme === "dark") root.setAttribute("data-scheme", scheme);
  } catch (error) {
    // Storage may be forbidden; the system's scheme then holds.
  }
})();
