// Runs the companion's own modules in Node: against the shared vectors, and through pairings with glasses that are honest or not.
// node protocol.mjs FOLDER-OF-THE-COMPANION VECTORS: prints one line of JSON per check, {"name", "right"}.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, vectors] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${folder}/${name}.js`));
const [crypto, pairing, session] = [await load("crypto"), await load("pairing"), await load("session")];
const { agree, base64, fromBase64, fromHex, hex, mac, macKey, newKeyPair, publicBytes, random } = crypto;
const check = (name, right) => console.log(JSON.stringify({ name, right }));

const { pairings, connections } = JSON.parse(readFileSync(vectors));
for (const [i, known] of pairings.entries()) {
  const secrets = await pairing.secretsOf({
    glasses: known.glasses, glassesName: known.glassesName, phoneName: known.phoneName, phoneKey: fromHex(known.phonePublic), glassesKey: fromHex(known.glassesPublic),
    phoneNonce: fromHex(known.phoneNonce), glassesNonce: fromHex(known.glassesNonce), z: fromHex(known.z),
  });
  check(`pairing ${i} transcript`, hex(secrets.transcript) === known.transcript);
  check(`pairing ${i} digits`, secrets.digits === known.digits);
  check(`pairing ${i} bond`, secrets.bond === known.bond && secrets.password === known.brokerPassword);
  check(`pairing ${i} commitment`, hex(await pairing.commitmentOf(fromHex(known.glassesPublic), fromHex(known.phonePublic), fromHex(known.glassesNonce))) === known.commitment);
  for (const who of ["phone", "glasses", "done"]) check(`pairing ${i} ${who}`, hex(await mac(secrets.confirmKey, who, secrets.transcript)) === known[`${who}Mac`]);
}

for (const [i, known] of connections.entries()) {
  const bond = { glasses: known.glasses, bond: known.bond, key: await macKey(fromHex(known.bondKey)) }, id = fromHex(known.session);
  const [phoneKey, glassesKey] = [fromHex(known.phonePublic), fromHex(known.glassesPublic)];
  check(`connection ${i} hello`, hex(await session.helloMac(bond, id, phoneKey)) === known.helloMac);
  check(`connection ${i} welcome`, hex(await session.welcomeMac(bond, id, phoneKey, glassesKey)) === known.welcomeMac);
  const keys = await session.keysOf(bond, id, phoneKey, glassesKey, fromHex(known.z));
  for (const { way, counter, plain, frame } of known.frames) {
    const [sealKey, openKey, other] = [await keys[way]("encrypt"), await keys[way]("decrypt"), await keys[way === "up" ? "down" : "up"]("decrypt")];
    const bytes = fromHex(frame), changed = bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte));
    check(`frame ${way} ${counter} sealed`, hex(await session.seal(sealKey, id, counter, fromHex(plain))) === frame);
    check(`frame ${way} ${counter} opened`, hex((await session.open(openKey, id, counter - 1, bytes)).plain) === plain);
    check(`frame ${way} ${counter} replayed`, (await session.open(openKey, id, counter, bytes)) === null);
    check(`frame ${way} ${counter} reflected`, (await session.open(other, id, 0, bytes)) === null);
    check(`frame ${way} ${counter} changed`, (await session.open(openKey, id, 0, changed)) === null);
    check(`frame ${way} ${counter} of another session`, (await session.open(openKey, random(16), 0, bytes)) === null);
  }
}

// Glasses of this test: honest, or wrong in one way.
async function pair(wrong, same = true) {
  const pairOfKeys = await newKeyPair(), key = await publicBytes(pairOfKeys), nonce = random(32), said = [];
  let phoneKey, secrets, digits;
  const glasses = async (message) => {
    said.push(message);
    if (message.type === "pair-request") {
      phoneKey = fromBase64(message.key, 65);
      const shown = wrong === "point" ? new Uint8Array(65).fill(4) : key;
      const commitment = await pairing.commitmentOf(shown, phoneKey, wrong === "commitment" ? random(32) : nonce);
      await phone.take({ type: "pair-commit", key: base64(shown), name: "Test", commitment: base64(commitment) });
    }
    if (message.type === "pair-nonce") {
      if (wrong !== "point") {
        secrets = await pairing.secretsOf({
          glasses: "00112233445566aa", glassesName: "Test", phoneName: "Phone", phoneKey, glassesKey: key, phoneNonce: fromBase64(message.nonce, 32), glassesNonce: nonce,
          z: await agree(pairOfKeys.privateKey, phoneKey),
        });
      }
      if (wrong === "early") await phone.take({ type: "pair-end", code: "paired" });
      else await phone.take({ type: "pair-reveal", nonce: base64(nonce) });
    }
    if (message.type === "pair-confirm") {
      const proof = await mac(secrets.confirmKey, wrong === "confirm" ? "phone" : "glasses", secrets.transcript);
      await phone.take({ type: "pair-confirm", mac: base64(proof) });
    }
    if (message.type === "pair-done") await phone.take({ type: "pair-end", code: "paired" });
  };
  const queue = [];
  const phone = new pairing.Pairing({ glasses: "00112233445566aa", name: "Phone", send: (message) => queue.push(message), changed: (now) => { digits = now.digits; } });
  await phone.start();
  for (let answered = false; queue.length > 0 || (phone.step === "comparing" && !answered);) {
    if (queue.length > 0) await glasses(queue.shift());
    else { answered = true; await phone.answer(same); }
  }
  return { phone, digits, expected: secrets?.digits, said };
}

const honest = await pair(null);
check("honest glasses are paired", honest.phone.step === "paired" && honest.digits === honest.expected && /^[0-9a-f]{16}$/.test(honest.phone.bond.bond));
check("the bond's key cannot be taken out", honest.phone.bond.key.extractable === false);
for (const [wrong, code] of [["commitment", "commitment-wrong"], ["confirm", "confirm-wrong"], ["point", "pair-malformed"], ["early", "confirm-wrong"]]) {
  const { phone } = await pair(wrong);
  check(`glasses with a wrong ${wrong}`, phone.step === "failed" && phone.code === code && phone.reason.length > 20 && !phone.bond);
}
const refused = await pair(null, false);
check("digits that differ end it on both sides", refused.phone.code === "digits-differ" && refused.said.at(-1).type === "pair-end" && !refused.phone.bond);
