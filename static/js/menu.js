// On a narrow screen the staff's menu is one scrolling line: bring the page one is on into view.
(() => {
  "use strict";
  const list = document.querySelector(".staff-nav ul");
  const here = list?.querySelector("[aria-current]");
  if (here && list.scrollWidth > list.clientWidth) list.scrollLeft = here.offsetLeft - list.offsetLeft - 24;
})();
