// Opens a built site in headless Chromium, as readers would: every page for accessibility and
// overflow, wide and narrow, light and dark; every link; from a sub-path and from disk; no script,
// no foreign request; the disclaimer in print. Usage: node check.mjs PUBLIC [SCREENSHOTS]
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { launch, serve } from './browser.mjs';

const folder = path.resolve(process.argv[2]);
const screenshots = process.argv[3];
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pages = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html')).sort();
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let passed = 0;
const faults = [];
const check = (holds, words) => (holds ? passed++ : faults.push(words));

const { base, close } = await serve(folder);
const browser = await launch();

// A redirect page moves on by itself; what it leads to is a page of its own here.
const moves = (name) => fs.readFileSync(path.join(folder, name), 'utf8').includes('http-equiv="refresh"');
const still = pages.filter((name) => !moves(name));
// Experts' pages are alike: three of them stand for all in the slower rounds.
const experts = still.filter((name) => name.startsWith('experts/')).slice(3);
const some = still.filter((name) => !experts.includes(name));

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1280, 320]) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
    const page = await context.newPage();
    const foreign = [];
    page.on('request', (request) => request.url().startsWith(base) || foreign.push(request.url()));
    for (const name of width === 1280 && colorScheme === 'light' ? still : some) {
      await page.goto(base + name);
      await page.evaluate(axe);
      const result = await page.evaluate((only) => axe.run(document, { runOnly: only }), rules);
      const where = `${name} (${colorScheme}, ${width} px)`;
      check(result.violations.length === 0, `${where}: ${result.violations.map((one) => `${one.id} at ${one.nodes[0].target}`).join('; ')}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      check(overflow <= 0, `${where}: ${overflow} px wider than the window`);
      const scripts = await page.evaluate(() => document.querySelectorAll('script:not([src], [type="application/ld+json"]), [style], style').length);
      check(scripts === 0, `${where}: inline script or style`);
      if (screenshots) {
        fs.mkdirSync(screenshots, { recursive: true });
        await page.screenshot({ path: path.join(screenshots, `${name.replaceAll('/', '_')}-${colorScheme}-${width}.png`), fullPage: true });
      }
    }
    check(foreign.length === 0, `requests to elsewhere: ${foreign}`);
    await context.close();
  }
}

// Without scripts, over HTTP and from disk: every link and anchor leads somewhere, styles load, and
// each page with an answer prints its disclaimer.
for (const [name, root] of [['sub-path', `${base}sub/`], ['disk', `${pathToFileURL(folder)}/`]]) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const file of still.filter((file) => file !== '404.html')) {
    await page.goto(root + file);
    const links = await page.locator('a[href]').evaluateAll((all) => all.map((link) => new URL(link.getAttribute('href'), link.baseURI).href));
    for (const link of new Set(links)) {
      const url = new URL(link);
      if (url.protocol !== new URL(root).protocol || url.host !== new URL(root).host) continue;
      check(link.startsWith(root), `${name}: ${file} links out of the site's folder, to ${link}`);
      const target = path.join(folder, decodeURIComponent(url.href.slice(root.length).split(/[?#]/)[0]).replace(/(^|\/)$/, '$1index.html'));
      const anchor = decodeURIComponent(url.hash.slice(1));
      const found = fs.existsSync(target) && (!anchor || fs.readFileSync(target, 'utf8').includes(`id="${anchor}"`));
      check(found, `${name}: ${file} links to ${link}, which is not there`);
    }
    const styled = await page.evaluate(() => document.styleSheets.length > 0 && getComputedStyle(document.body).fontFamily !== 'Times New Roman');
    check(styled, `${name}: ${file} has no style`);
    if ((await page.locator('article[id]').count()) > 0) {
      await page.emulateMedia({ media: 'print' });
      const visible = await page.locator('.disclaimer').evaluateAll((all) => all.length > 0 && all.every((one) => one.getClientRects().length > 0));
      check(visible, `${name}: ${file} prints no disclaimer`);
      await page.emulateMedia({ media: 'screen' });
    }
  }
  await context.close();
}

// A redirect page leads to a page that is there.
const context = await browser.newContext({ javaScriptEnabled: false });
const page = await context.newPage();
for (const name of pages.filter(moves)) {
  await page.goto(base + name);
  await page.waitForURL((url) => url.href !== base + name, { timeout: 5000 }).catch(() => {});
  check(page.url() !== base + name && (await page.locator('h1').count()) === 1, `${name} leads to ${page.url()}`);
}

await browser.close();
close();
for (const fault of faults) console.log(fault);
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
