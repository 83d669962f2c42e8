// Opens the page of a URL in Chromium, opens a method on it, fills in a token, presses the button, and prints what the page shows.
// It speaks Chromium's own protocol over a pipe: nothing has to be installed beside the browser.
const { spawn } = require("node:child_process");
const { mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const [url, secret] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "docs-page-"));
const browser = spawn("chromium", [
  "--headless", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  `--user-data-dir=${profile}`, "--remote-debugging-pipe", "about:blank",
], { detached: true, stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"], env: { ...process.env, HOME: profile } });

let next = 1;
const waiting = new Map();
const errors = [];
let received = "";
browser.stdio[4].on("data", (data) => {
  received += data;
  const messages = received.split("\0");
  received = messages.pop();
  for (const message of messages.map((text) => JSON.parse(text))) {
    if (message.method === "Runtime.exceptionThrown") errors.push(message.params.exceptionDetails.text);
    if (message.method === "Log.entryAdded" && message.params.entry.level === "error") errors.push(message.params.entry.text);
    const resolve = waiting.get(message.id);
    waiting.delete(message.id);
    resolve?.(message);
  }
});

function send(method, params = {}, sessionId) {
  const id = next++;
  browser.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  return new Promise((resolve) => waiting.set(id, resolve));
}

async function main() {
  const { result: { targetId } } = await send("Target.createTarget", { url: "about:blank" });
  const { result: { sessionId } } = await send("Target.attachToTarget", { targetId, flatten: true });
  const page = (method, params) => send(method, params, sessionId);
  for (const domain of ["Page", "Runtime", "Log"]) await page(`${domain}.enable`);
  await page("Page.navigate", { url });
  const run = async (expression) => {
    const { result } = await page("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (result.exceptionDetails) throw new Error(JSON.stringify(result.exceptionDetails));
    return result.result.value;
  };
  const until = async (expression) => {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const value = await run(expression).catch(() => undefined);
      if (value) return value;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`never: ${expression}`);
  };
  const method = "document.getElementById('ClientService_List')";
  await until(method);
  await run(`${method}.querySelector('summary').click()`);
  await until(`${method}.querySelector('button.try')`);
  if (!(await run(`${method}.querySelector('button.try').disabled`))) throw new Error("it can be tried without a token");
  await run(`{ const field = document.getElementById('token'); field.value = ${JSON.stringify(secret)}; field.dispatchEvent(new Event('input')); }`);
  await until(`!${method}.querySelector('button.try').disabled`);
  await run(`${method}.querySelector('button.try').click()`);
  const shown = await until(`[...${method}.querySelectorAll('pre, output')].map((one) => one.textContent).find((text) => text.includes('total_count'))`);
  process.stdout.write(`${shown}\n`);
  if (errors.length > 0) throw new Error(errors.join("\n"));
}

main().then(() => 0, (error) => { console.error(error); return 1; }).then((code) => {
  // Its processes are a group; those that end last still write.
  process.kill(-browser.pid, "SIGKILL");
  rmSync(profile, { recursive: true, force: true, maxRetries: 50 });
  process.exit(code);
});
