// At an address that is no more: go on to the new one, to the same provision. Without scripts the page's refresh does it.
(() => {
  const { target, provisions } = document.currentScript.dataset;
  const eid = location.hash.slice(1);
  const known = new Map(Object.entries(JSON.parse(provisions)));
  const page = target.includes("#") ? target : target + location.hash;
  location.replace(new URL(known.get(eid) ?? page, location.href));
})();
