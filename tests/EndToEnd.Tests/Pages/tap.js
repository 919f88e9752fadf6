// The microphone hears its recording again and again; a tap in the middle of it is not understood, so that it takes another one. A slow machine may
// take long from the click to the tap: that must not decide.
"use strict";
const ONE_TURN_MS = 15_000, MOST = 8;

exports.tapUntil = async (page, effect) => {
  for (let i = 0; i < MOST && !(await effect.isVisible()); i++) {
    await page.click("#tap");
    await effect.waitFor({ timeout: ONE_TURN_MS }).catch(() => {}); // the next tap is the answer to that
  }
  await effect.waitFor();
};
