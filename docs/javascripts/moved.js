// At an address that is no more: go on to the new one, to the same provision. Without scripts the page's refresh does it.
(() => {
  const given = document.currentScript?.dataset;
  if (!given?.target) return;
  const eid = location.hash.slice(1);
  /** @type {Map<string, string>} */
  const known = new Map(Object.entries(JSON.parse(given.provisions ?? "{}")));
  const page = given.target.includes("#") ? given.target : given.target + location.hash;
  location.replace(new URL(known.get(eid) ?? page, location.href));
})();
