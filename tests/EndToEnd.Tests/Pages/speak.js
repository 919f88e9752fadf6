// Speaks to /glasses, reads the answer and the timeline, then moves the hardware.
"use strict";
module.exports = async ({ page, wish, shoot }) => {
  await page.goto(`${wish.address}/glasses`);
  await page.locator("#link.good").waitFor();
  await page.click("#microphone");
  await page.locator("#facts dd", { hasText: "GetTime" }).waitFor();
  const answer = await page.textContent("#shown");
  const stages = await page.locator("#timeline li").evaluateAll((rows) => rows.map((row) => ({ stage: row.dataset.stage, ms: row.querySelector(".ms").textContent })));
  const summary = await page.textContent("#summary");
  await shoot("glasses-answered");

  await page.locator("#battery").fill("12");
  await page.locator("#heat").fill("44");
  await page.uncheck("#open");
  await page.locator("#frame[data-mode=asleep]").waitFor();
  const battery = await page.textContent("#battery-value");
  await shoot("glasses-folded");
  await page.setViewportSize({ width: 360, height: 740 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await shoot("glasses-narrow");
  return { answer, stages, summary, battery, overflow };
};
