// For browsers that know no modules, and so run none of the other scripts: the page is read as it is, and says so.
(function () {
  var main = document.getElementById("content"); // not <main>, whose parts stand side by side
  if (!main) return;
  var said = document.createElement("p");
  said.className = "caution";
  said.setAttribute("role", "status");
  said.textContent = "您的浏览器版本较旧：全文、链接和下载都可以用，搜索、筛选、并排比较、复制引文不能用。换一个较新的浏览器就都可以用。";
  main.insertBefore(said, main.firstChild);
})();
