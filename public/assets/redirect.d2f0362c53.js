// Leads on from an old address. A plain redirect would forget which answer was asked for: `old.html#a2`.
const answer = location.hash && document.getElementById(location.hash.slice(1));
const link = (answer || document).querySelector("main a, a");
const target = new URL(link.href);
if (!answer && !target.hash) target.hash = location.hash;
location.replace(target);
