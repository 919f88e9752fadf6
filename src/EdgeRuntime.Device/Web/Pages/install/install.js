// Says what holds for the way in which this page came, and shows what there is to compare.
const local = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
const show = (id) => { document.getElementById(id).hidden = false; };

show(local ? "local" : location.protocol === "https:" ? "secure" : "insecure");
const answer = await fetch("/install/fingerprint");
document.getElementById("fingerprint").textContent = answer.ok ? (await answer.text()).trim() : `not to be had (${answer.status})`;
document.getElementById("companion").href = local ? "/companion" : `https://${location.host}/companion`;
document.getElementById("download").hidden = local;
