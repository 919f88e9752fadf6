// What a person who sees badly, hears the page read aloud or taps with a thumb would stumble over. Runs inside a page, so it is one function.
"use strict";
exports.faultsOf = () => {
  const found = [], shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const text = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 90);

  const wider = document.documentElement.scrollWidth - innerWidth;
  if (wider > 0) found.push(`wider than the screen by ${wider} px`);
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) found.push(`two elements are called ${id}`);
  if (!document.documentElement.lang || !document.title) found.push("no language or title");

  // WCAG 2.2: 4.1.2 name, 2.5.8 target size; and no word of a button cut off.
  const nameOf = (control) => [control.ariaLabel, ...(control.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent),
    ...[...(control.labels ?? [])].map((label) => label.textContent), control.matches("input, select, textarea") ? "" : control.textContent].join("").trim();
  for (const control of document.querySelectorAll("button, input, select, textarea, a[href], [tabindex]")) {
    if (!shown(control) || control.matches(".skip")) continue;
    const box = (control.labels?.[0] ?? control).getBoundingClientRect(), isInline = getComputedStyle(control).display === "inline";
    if (!nameOf(control)) found.push(`no name: ${text(control)}`);
    if (!isInline && (box.width < 24 || box.height < 24)) found.push(`too small to tap (${Math.round(box.width)} x ${Math.round(box.height)}): ${text(control)}`);
    if (control.matches("button, .button") && control.scrollWidth > control.clientWidth) found.push(`cut off: ${text(control)}`);
  }
  for (const image of document.querySelectorAll("img")) if (shown(image) && !image.alt) found.push(`no alternative text: ${text(image)}`);

  // WCAG 2.2, 1.4.3: contrast, of every text that is shown, with the nearest background behind it.
  const colour = (value) => {
    const parts = value.match(/[\d.]+/g).map(Number), scale = value.startsWith("color(") ? 255 : 1;
    return { rgb: parts.slice(0, 3).map((part) => part * scale), alpha: parts[3] ?? 1 };
  };
  const luminance = ({ rgb }) => rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const ground = colour(getComputedStyle(at).backgroundColor);
      if (ground.alpha === 1) return ground;
    }
    return { rgb: [255, 255, 255] };
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.matches("script, title, .skip, option") || !shown(element) || element.closest(":disabled")) continue;
    const style = getComputedStyle(element), size = parseFloat(style.fontSize), isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const [light, dark] = [luminance(colour(style.color)), luminance(behind(element))].sort((one, other) => other - one);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < (isLarge ? 3 : 4.5)) found.push(`contrast ${contrast.toFixed(2)}: ${text(element)}`);
  }
  return found;
};
