// What every end-to-end test needs: a workspace of its own, the real server, a real browser, axe, pictures.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
export const jishi = process.env.JISHI_BIN ?? path.join(root, "target/debug/jishi");
export const samples = path.join(root, "assets/samples/people");
/** Of the sample workspace, as `jishi demo` says it. */
export const sealPassphrase = "示例封签口令2026";
export const shots = path.join(root, "target/shots");
const axeSource = readFileSync(path.join(here, "../node_modules/axe-core/axe.min.js"), "utf8");
const chrome = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** A folder that goes away with the test. `JISHI_DEMO`, and `JISHI_SIXTY` for the one of sixty people, name a demo workspace made before, to copy instead of making one. */
export function workspace(kind) {
  const folder = mkdtempSync(path.join(tmpdir(), "jishi-e2e-"));
  const at = path.join(folder, "工作区");
  const made = { demo: [process.env.JISHI_DEMO, []], sixty: [process.env.JISHI_SIXTY, ["--people", "60", "--enter-only"]] }[kind];
  if (made) {
    const [before, more] = made;
    if (before) cpSync(before, at, { recursive: true });
    else {
      const made = spawnSync(jishi, ["demo", "--workspace", at, ...more], { encoding: "utf8", timeout: 900_000 });
      assert.equal(made.status, 0, made.stderr || made.stdout);
    }
  }
  return { at, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The real server on a free port; `url` holds the one-time token. */
export async function serve(at) {
  assert.ok(existsSync(jishi), `没有 ${jishi}，请先 cargo build -p jishi-cli`);
  const child = spawn(jishi, ["serve", "--workspace", at, "--print-url"], { stdio: ["ignore", "pipe", "pipe"] });
  const url = await new Promise((resolve, reject) => {
    let out = "";
    let err = "";
    child.stdout.on("data", (d) => {
      out += d;
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(out);
      if (found) resolve(found[0]);
    });
    child.stderr.on("data", (d) => (err += d));
    child.on("exit", (code) => reject(new Error(`serve 结束（${code}）：${err}`)));
  });
  return {
    url,
    /** As a power cut would. */
    kill: () => new Promise((resolve) => (child.on("exit", resolve), child.kill("SIGKILL"))),
    stop: () =>
      new Promise((resolve) => {
        child.on("exit", resolve);
        child.kill("SIGINT");
        setTimeout(() => child.kill("SIGKILL"), 3000).unref();
      }),
  };
}

export async function open(url, size = { width: 1280, height: 800 }) {
  const browser = await chromium.launch({ executablePath: chrome, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage({ viewport: size, locale: "zh-CN", reducedMotion: "reduce" });
  page.setDefaultTimeout(10_000);
  const faults = [];
  page.on("pageerror", (e) => faults.push(String(e)));
  page.on("console", (m) => m.type() === "error" && !/Failed to load resource/.test(m.text()) && faults.push(m.text()));
  await page.goto(url);
  await page.waitForSelector("main h1");
  return { browser, page, faults };
}

/** Before the tests of a file: a workspace ("demo", "sixty" or "empty"), its server and a browser, handed to `take`; all of it goes after them. */
export function desk(kind, take) {
  const at = {};
  before(async () => {
    at.space = workspace(kind);
    at.server = await serve(at.space.at);
    take(Object.assign(at, await open(at.server.url)));
  }, { timeout: 960_000 });
  after(async () => {
    await at.browser?.close();
    await at.server?.stop();
    at.space?.remove();
  });
  return at;
}

/** Two frames after every answer has come, so that the picture is what the DOM says. */
export async function settled(page) {
  await page.waitForLoadState("networkidle");
  let quiet = 0;
  while (quiet < 3) {
    quiet = (await page.locator("main[aria-busy='false']").count()) ? quiet + 1 : 0;
    await page.waitForTimeout(40);
  }
  await page.evaluate(() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r))));
}

/** Starts the page anew, and ends when it stands: an address given while the router finds its first page is not heard. */
export async function reload(page) {
  await page.reload();
  await page.waitForSelector("main h1");
  await settled(page);
}

export async function go(page, hash) {
  await page.evaluate((h) => (location.hash = h), hash);
  await page.waitForTimeout(120);
  const leave = page.getByRole("button", { name: /^(不保存|留作草稿)并离开$/ });
  if (await leave.isVisible()) await leave.click();
  await page.waitForTimeout(80);
  await settled(page);
}

export async function shoot(page, name) {
  mkdirSync(shots, { recursive: true });
  await settled(page);
  await page.screenshot({ path: path.join(shots, `${name}.png`) });
}

/** Not one violation of WCAG 2.2 A or AA, nor of axe's best practices. */
export async function accessible(page, what) {
  await settled(page);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const result = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  const words = result.violations.map((v) => `${v.id}（${v.impact}）${v.help}\n    ${v.nodes.slice(0, 4).map((n) => `${n.target.join(" ")}  ${n.failureSummary?.split("\n")[1]?.trim() ?? ""}`).join("\n    ")}`);
  assert.deepEqual(words, [], `${what}：\n${words.join("\n")}`);
}

/** A look at one state: what must be readable, axe, pictures in both sizes. */
export async function lookAt(page, name, texts) {
  await settled(page);
  const body = await page.locator("body").innerText();
  for (const text of texts) assert.ok(body.includes(text), `${name}：屏幕上没有“${text}”`);
  const slides = await page.evaluate(() => [...document.querySelectorAll(".el-overlay-dialog")].filter((o) => o.offsetParent !== null || o.clientHeight).some((o) => o.scrollHeight > o.clientHeight + 1));
  assert.ok(!slides, `${name}：对话框滚得出窗口`);
  await accessible(page, name);
  await shoot(page, `1280-${name}`);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await shoot(page, `1920-${name}`);
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Reads again until `judge` accepts it, for at most five seconds: a screen answers a key when it can, on a slow machine later. What is read last is what fails. */
async function comes(read, judge) {
  for (const until = Date.now() + 5000; ; await new Promise((r) => setTimeout(r, 40))) {
    try {
      return judge(await read());
    } catch (e) {
      if (!(e instanceof assert.AssertionError) || Date.now() > until) throw e;
    }
  }
}
export const same = (read, expected, words) => comes(read, (now) => assert.equal(now, expected, words));
export const says = (read, words, ...more) => comes(read, (now) => assert.match(now, words, ...more));
export const silent = (read, words, ...more) => comes(read, (now) => assert.doesNotMatch(now, words, ...more));

/** A command called beside the screen, as by another window of the same user. */
export async function call(page, name, payload) {
  return page.evaluate(
    async ([at, body]) => {
      const response = await fetch(`/call/${at}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), credentials: "same-origin" });
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    },
    [name, payload],
  );
}

/** Opens a new version of every volume that stands sealed, so that it can be sealed again. */
export async function renewed(page) {
  for (const { id, revision, state_name } of await call(page, "package.courses", { batch: 1 })) {
    if (state_name === "封存") await call(page, "package.act", { id, from_revision: revision, act: "renew", note: "演示：重新封装" });
  }
}

/** A PDF of plain pages, each with its number, as a feeder would name them. */
export function paper(file, pages, { picture = false } = {}) {
  // A picture: a grey A4 page at some 100 dpi, once in the file and shown by every page.
  const [wide, high] = [827, 1169];
  const shown = 4 + pages * 2;
  const objects = ["<< /Type /Catalog /Pages 2 0 R >>", `<< /Type /Pages /Count ${pages} /Kids [${Array.from({ length: pages }, (_, i) => `${4 + i * 2} 0 R`).join(" ")}] >>`, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"];
  for (let i = 1; i <= pages; i++) {
    const text = `${picture ? "q 595 0 0 842 0 0 cm /I Do Q " : ""}BT /F 120 Tf 180 500 Td (${i}) Tj ET`;
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >>${picture ? ` /XObject << /I ${shown} 0 R >>` : ""} >> /Contents ${3 + i * 2} 0 R >>`, `<< /Length ${text.length} >>\nstream\n${text}\nendstream`);
  }
  if (picture) {
    const grey = Array.from({ length: wide * high }, (_, i) => String.fromCharCode(200 + ((i * 7919) % 50))).join("");
    objects.push(`<< /Type /XObject /Subtype /Image /Width ${wide} /Height ${high} /ColorSpace /DeviceGray /BitsPerComponent 8 /Length ${grey.length} >>\nstream\n${grey}\nendstream`);
  }
  let out = "%PDF-1.4\n";
  const at = objects.map((o, i) => {
    const here = out.length;
    out += `${i + 1} 0 obj\n${o}\nendobj\n`;
    return here;
  });
  const xref = out.length;
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${at.map((n) => `${String(n).padStart(10, "0")} 00000 n \n`).join("")}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  writeFileSync(file, out, "latin1");
  return file;
}

/** Chooses files by their paths, as the browser host asks for them. */
export async function choose(page, button, text) {
  await page.getByRole("button", { name: button }).first().click();
  await page.getByRole("dialog").getByLabel(/^路径/).fill(text);
  await page.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await settled(page);
}
