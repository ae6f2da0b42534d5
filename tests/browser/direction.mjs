// A site that is written from right to left, with names and answers that are not: everything stands on the
// side where lines begin, and words of either direction are read in their own order.
// Usage: node direction.mjs PUBLIC, built from right-to-left/
import fs from 'node:fs';
import path from 'node:path';
import { launch, serve } from './browser.mjs';

const folder = path.resolve(process.argv[2]);
const pages = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html')).sort();
const thread = 'numbness/botox.html';
let passed = 0;
const faults = [];
const check = (holds, words) => (holds ? passed++ : faults.push(words));

// Whatever stands left or right in a style stands wrong in half of the directions.
const SIDES = /(?:^|[\s;{])(?:[a-z-]*(?:left|right)[a-z-]*\s*:[^;}]*|(?:text-align|float|clear|caption-side|background-position)\s*:\s*[^;}]*\b(?:left|right)\b)/g;
const FOUR_VALUES = /(?:^|[\s;{])(?:margin|padding|inset|border-width|scroll-margin|scroll-padding)\s*:\s*([^\s;}]+)\s+([^\s;}]+)\s+([^\s;}]+)\s+([^\s;}]+)\s*[;}]/g;
for (const name of fs.readdirSync(path.join(folder, 'assets')).filter((name) => name.endsWith('.css'))) {
  const style = fs.readFileSync(path.join(folder, 'assets', name), 'utf8').replace(/\/\*.*?\*\//gs, '');
  const sided = [...style.matchAll(SIDES)].map(([found]) => found.trim());
  check(sided.length === 0, `${name} names sides: ${sided.join('; ')}`);
  const uneven = [...style.matchAll(FOUR_VALUES)].filter(([, , right, , left]) => right !== left).map(([found]) => found.trim());
  check(uneven.length === 0, `${name} gives the sides different lengths: ${uneven.join('; ')}`);
}

// Where the parts of a page stand, in pixels from the left.
const box = (page, selector) => page.locator(selector).first().evaluate((element) => element.getBoundingClientRect().toJSON());

// The places on a page where a text stands in one line: does its end stand to the right of its beginning?
const readings = (page, text) => page.evaluate((text) => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const at = node.data.indexOf(text);
    if (at < 0 || node.parentElement.closest('.visually-hidden, script, template, title')) continue;
    const place = (offset) => {
      const range = document.createRange();
      range.setStart(node, offset);
      range.setEnd(node, offset + 1);
      return range.getBoundingClientRect();
    };
    const [first, last] = [place(at), place(at + text.length - 1)];
    if (first.width && last.width && Math.abs(first.bottom - last.bottom) < 4) found.push(last.left > first.left);
  }
  return found;
}, text);

const LEFT_TO_RIGHT = ['Fargo (ND)', 'MD, FACS', 'https://forum.example/t/1/', 'https://norstrand.example/', 'Tingling chin (after Botox)?', 'normal? (photo)', 'CC BY-SA 4.0', 'call 911!', 'your diary!', 'T = 6', 'sitegen build --root .', 'It passes (mostly).'];
const RIGHT_TO_LEFT = ['Botox במצח ועכשיו', 'זה עובר?', '2 שאלות', '2 תשובות', 'עיסוי עדין (massage)', 'רשמו'];

const { base, close } = await serve(folder);
const browser = await launch();
const seen = new Map([...LEFT_TO_RIGHT, ...RIGHT_TO_LEFT].map((text) => [text, 0]));
for (const width of [1280, 320]) {
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  for (const name of pages) {
    // A redirect page leads on at once.
    if (fs.readFileSync(path.join(folder, name), 'utf8').includes('http-equiv="refresh"')) continue;
    await page.goto(base + name);
    const direction = await page.evaluate(() => [document.dir, getComputedStyle(document.body).direction, document.documentElement.lang].join(' '));
    check(direction === 'rtl rtl he', `${name}: direction and language are ${direction}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(overflow <= 0, `${name} (${width} px): ${overflow} px wider than the window`);
    await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
    for (const [texts, rightwards] of [[LEFT_TO_RIGHT, true], [RIGHT_TO_LEFT, false]]) {
      for (const text of texts) {
        const found = await readings(page, text);
        seen.set(text, seen.get(text) + found.length);
        check(found.every((reading) => reading === rightwards), `${name} (${width} px): “${text}” is not read from ${rightwards ? 'left to right' : 'right to left'}`);
      }
    }
  }
  await page.close();
}
for (const [text, count] of seen) check(count > 0, `“${text}” stands on no page, so nothing was proved about it`);

const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(base + thread);
const before = async (first, second) => (await box(page, first)).left >= (await box(page, second)).right;
for (const [first, second] of [
  ['.site-title', '.site-navigation'],
  ['.site-navigation li:first-child a', '.site-navigation li:last-child a'],
  ['.site-header .search-field input', '.site-header .search-field button'],
  ['.breadcrumb li:first-child a', '.breadcrumb li:nth-child(2) a'],
  ['main > article > .question h2', 'main > article > .question .prose'],
  ['#a1 .byline', '#a1 .prose'],
  ['[id="numbness.tingling.a1"] .expert a', '[id="numbness.tingling.a1"] .expert bdi'],
  ['#a1 .permalink a', '#a1 .permalink .copy'],
  ['.chart .scale text:first-of-type', '.chart .scale text:last-of-type'],
  ['.appearance label:first-of-type', '.appearance label:last-of-type'],
]) check(await before(first, second), `${first} does not stand to the right of ${second}`);

const style = (selector, property) => page.locator(selector).first().evaluate((element, property) => getComputedStyle(element)[property], property);
check((await style('.emergency', 'borderRightWidth')) === '5px' && (await style('.emergency', 'borderLeftWidth')) === '0px', 'the emergency card has its bar on the wrong side');
check((await style('#a1 blockquote', 'borderLeftWidth')) === '2px', 'a quotation that runs from left to right has its bar on the wrong side');
check((await style('#a2 blockquote', 'borderRightWidth')) === '2px', 'a quotation that runs from right to left has its bar on the wrong side');
check((await style('#a1 .prose', 'direction')) === 'ltr' && (await style('#a2 .prose', 'direction')) === 'rtl', 'answers do not run as they were written');
check(parseFloat(await style('#a1 ol', 'paddingLeft')) > 0 && parseFloat(await style('#a2 ol', 'paddingRight')) > 0, 'lists are indented on the wrong side');

// A chart's row begins with the name, at the right; the figure follows it and does not cover it.
const rows = await page.locator('.chart .figure').evaluateAll((all) => all.map((figure) => {
  const name = figure.querySelector('text'), time = figure.querySelector('.time');
  const words = document.createRange();
  words.selectNodeContents(name.firstChild);
  const begins = Math.abs(name.getBoundingClientRect().right - figure.closest('svg').getBoundingClientRect().right);
  return { begins, gap: words.getBoundingClientRect().left - time.getBoundingClientRect().right };
}));
check(rows.length > 4 && rows.every(({ begins, gap }) => begins < 3 && gap > -1), `rows of the chart: ${JSON.stringify(rows)}`);

// The search page says each text in its own direction too, and numbers its results from the right.
await page.goto(`${base}search.html?q=numb%20lip`);
await page.locator('.search-result').first().waitFor();
const title = page.locator('.search-result h2 a').first();
check((await title.getAttribute('dir')) === 'ltr', 'a result’s title does not run as it was written');
check(await before('.search-field input', '.search-field button'), 'the search field does not stand to the right of its button');
check((await readings(page, 'normal? (photo)')).every(Boolean), 'a result’s title is read in the wrong order');
check((await style('.search-passage', 'borderRightWidth')) === '2px', 'a passage has its bar on the wrong side');
check((await page.locator('#search-disclaimers .legal').first().getAttribute('dir')) === 'ltr', 'a disclaimer does not run as it was written');

await browser.close();
close();
for (const fault of faults) console.log(fault);
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
