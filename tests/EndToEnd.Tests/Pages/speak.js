// Speaks to /glasses, reads the answer and the timeline, then moves the hardware.
"use strict";
module.exports = async ({ page, wish, shoot }) => {
  await page.goto(`${wish.address}/glasses`);
  await page.locator("#link.good").waitFor();
  await page.click("#microphone");
  await page.locator("#facts dd", { hasText: "GetTime" }).waitFor();
  // In one look: the recording begins anew after a while.
  const { answer, stages, summary } = await page.evaluate(() => ({
    answer: document.getElementById("shown").textContent,
    stages: [...document.querySelectorAll("#timeline li")].map((row) => ({ stage: row.dataset.stage, ms: row.querySelector(".ms").textContent })),
    summary: document.getElementById("summary").textContent,
  }));
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
