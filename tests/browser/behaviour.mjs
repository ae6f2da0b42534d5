// What the pages do beyond lying there: weight, the appearance that is remembered, copied links, the
// keyboard, right-to-left, without scripts. Usage: node behaviour.mjs PUBLIC
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { launch, serve } from './browser.mjs';

const folder = path.resolve(process.argv[2]);
let passed = 0;
const faults = [];
const check = (holds, words) => (holds ? passed++ : faults.push(words));

// So much may a page weigh, compressed, with all that it loads before a search (issue 4).
const HEAVIEST_PAGE = 30 * 1024;
const LONGEST_SCRIPT = 10 * 1024;

const weigh = (folder, pages) => {
  const size = (file) => zlib.gzipSync(fs.readFileSync(file)).length;
  let heaviest = ['', 0];
  for (const name of pages) {
    const html = fs.readFileSync(path.join(folder, name), 'utf8');
    const loaded = [...html.matchAll(/<(?:link rel="stylesheet" href|script src)="([^"]+)"/g)].map((found) => found[1]);
    const files = loaded.map((link) => (link.startsWith('/') ? path.join(folder, link) : path.join(folder, path.dirname(name), link)));
    const weight = [path.join(folder, name), ...files].reduce((sum, file) => sum + size(file), 0);
    check(weight <= HEAVIEST_PAGE, `${name} weighs ${weight} bytes, compressed`);
    if (weight > heaviest[1]) heaviest = [name, weight];
  }
  const script = fs.readdirSync(path.join(folder, 'assets')).find((name) => /^site\..*\.js$/.test(name));
  const length = fs.statSync(path.join(folder, 'assets', script)).size;
  check(length <= LONGEST_SCRIPT, `${script} has ${length} bytes`);
  console.log(`heaviest page: ${heaviest[0]}, ${heaviest[1]} bytes compressed; script: ${length} bytes`);
};

const behave = async (browser, base, thread) => {
  const context = await browser.newContext({ colorScheme: 'light', permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && !message.location().url.endsWith('favicon.ico') && complaints.push(message.text()));
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

  await page.goto(base + thread);
  const light = await paper();
  await page.getByRole('radio', { name: /dark|dunkel/i }).check();
  const dark = await paper();
  check(light !== dark, 'the dark appearance looks like the light one');
  await page.reload();
  check((await paper()) === dark, 'the chosen appearance is not remembered');
  await page.getByRole('radio').first().check();
  check((await paper()) === light, 'the automatic appearance does not follow the system');

  const copy = page.locator('.copy').nth(1);
  const link = await copy.locator('xpath=..').locator('a').getAttribute('href');
  await copy.click();
  const announced = await page.locator('#announcement').filter({ hasText: /\w/ }).waitFor({ state: 'attached', timeout: 2000 }).then(() => true, () => false);
  check(announced, 'nothing is announced when a link is copied');
  check((await page.evaluate(() => navigator.clipboard.readText())) === base + thread + link, 'the copied link is not the answer’s');

  await page.goto(base + thread + link);
  const borders = await page.locator('.answer').evaluateAll((all) => all.map((answer) => getComputedStyle(answer).borderTopWidth));
  check(new Set(borders).size === 2 && borders[1] !== borders[0], 'the answer that a link leads to is not marked');

  await page.goto(base + thread);
  await page.keyboard.press('Tab');
  const skip = await page.locator('.skip-link').boundingBox();
  check(skip.y >= 0, 'the skip link is not shown when it has the focus');
  await page.keyboard.press('Enter');
  check(await page.evaluate(() => document.activeElement.id === 'main'), 'the skip link does not lead to the content');

  // Every target is at least 24 px high, or stands in a line of text (WCAG 2.2, 2.5.8).
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('a, button, input')]
      .filter((target) => target.getClientRects().length && !target.closest('.prose, .visually-hidden, .skip-link, label') && getComputedStyle(target).display !== 'inline')
      .filter((target) => target.getBoundingClientRect().height < 24)
      .map((target) => target.outerHTML.slice(0, 80)),
  );
  check(small.length === 0, `targets below 24 px: ${small}`);

  await page.setViewportSize({ width: 320, height: 700 });
  await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(overflow <= 0, `right to left, ${overflow} px wider than the window`);
  check(complaints.length === 0, `errors in the console: ${complaints}`);
  await context.close();

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const without = await plain.newPage();
  await without.goto(base + thread);
  check((await without.locator('.appearance, .copy').evaluateAll((all) => all.filter((one) => one.getClientRects().length).length)) === 0, 'controls that need a script show without one');
  await plain.close();
};

const pages = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html')).sort();
weigh(folder, pages);
// The thread with the most answers has most of what a page can have.
const answers = (name) => fs.readFileSync(path.join(folder, name), 'utf8').split('class="answer"').length;
const threads = pages.filter((name) => !name.startsWith('experts/')).sort((one, other) => answers(other) - answers(one));
const { base, close } = await serve(folder);
const browser = await launch();
await behave(browser, base, threads[0]);
await browser.close();
close();
for (const fault of faults) console.log(fault);
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
