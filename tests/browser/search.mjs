// Searches a built demonstration site in headless Chromium as readers would: a judged set of queries; by
// keyboard alone; without scripts; below a sub-path and from disk; for accessibility; and that each answer's
// words stand with their disclaimer. Usage: node search.mjs PUBLIC [SCREENSHOTS]
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { launch, serve } from './browser.mjs';
import { judged, nothing } from './judged.mjs';

const folder = path.resolve(process.argv[2]);
const screenshots = process.argv[3];
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let passed = 0;
const faults = [];
const check = (holds, words) => (holds ? passed++ : faults.push(words));
const { base, close } = await serve(folder);
const disk = `${pathToFileURL(folder)}/`;
const browser = await launch();

// A page whose complaints are faults, those about the policy above all.
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.on('console', (message) => /Content Security|Refused|Error/i.test(message.text()) && !/404/.test(message.text()) && faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`));
  page.on('request', (request) => request.url().startsWith(base) || request.url().startsWith(disk) || faults.push(`request to ${request.url()}`));
  return page;
}

const results = (page) => page.locator('.search-result');
const settled = (page) => page.waitForFunction(() => document.getElementById('search-status').textContent !== '');
const focused = (page) => page.evaluate(() => document.activeElement.closest('.search-result')?.querySelector('a').href ?? document.activeElement.id);

// The judged queries, by the very code of the page.
{
  const page = await open();
  await page.goto(`${base}search.html`);
  const find = (query, topic) => page.evaluate(async ([query, topic]) => {
    const found = await sitegenSearch.search(query, topic);
    return Promise.all(found.threads.map(async (number) => (await sitegenSearch.thread(number)).href));
  }, [query, topic]);
  for (const [query, best, within = 1, topic = ''] of judged) {
    const place = (await find(query, topic)).findIndex((href) => href.includes(best)) + 1;
    check(place > 0 && place <= within, `“${query}”: ${best} is result ${place || 'none'}, not within the first ${within}`);
  }
  for (const query of nothing) {
    const found = await find(query);
    check(found.length === 0, `“${query}”: found ${found.length} where there is nothing`);
  }
  check(JSON.stringify(await find('botox')) === JSON.stringify(await find('botox')), 'the order differs from search to search');
  const drooping = await find('botox', 'drooping');
  check(drooping.length > 0 && drooping.every((href) => href.startsWith('drooping/')), `filtered by topic: ${drooping}`);
  await page.context().close();
}

// By keyboard alone, over HTTP, below a sub-path, and from disk.
for (const [name, root] of [['HTTP', base], ['sub-path', `${base}sub/`], ['disk', disk]]) {
  const page = await open();
  await page.goto(`${root}duration/how-long-until-botox-is-completely-gone.html`);
  await page.keyboard.press('/');
  check((await focused(page)) === 'search-field', `${name}: / does not lead to the field`);
  await page.keyboard.type('droopy eyelid');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.href.startsWith(`${root}search.html`) && url.searchParams.get('q') === 'droopy eyelid', { timeout: 5000 }).catch(() => faults.push(`${name}: Enter leads to ${page.url()}`));
  await results(page).first().waitFor();
  const hrefs = await page.locator('.search-result h2 a').evaluateAll((all) => all.map((link) => link.href));
  check(hrefs[0].startsWith(`${root}drooping/droopy-left-eyelid`), `${name}: first result ${hrefs[0]}`);
  check((await page.locator('.search-result mark').count()) > 0, `${name}: nothing is marked`);
  await page.keyboard.press('ArrowDown');
  check((await focused(page)) === hrefs[0], `${name}: down from the field leads to ${await focused(page)}`);
  await page.keyboard.press('ArrowDown');
  check((await focused(page)) === hrefs[1], `${name}: down leads to ${await focused(page)}`);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  check((await focused(page)) === 'search-field', `${name}: up from the first result leads to ${await focused(page)}`);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  check((await focused(page)) === 'search-field', `${name}: Esc leads to ${await focused(page)}`);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelectorAll('.search-result').length === 0);
  check((await page.inputValue('#search-field')) === '', `${name}: Esc does not clear the field`);
  check(!page.url().includes('q='), `${name}: the cleared query stays in ${page.url()}`);
  // Instant: what is typed is found without Enter, and the address can be shared.
  await page.keyboard.type('numb lip');
  await results(page).first().waitFor();
  await page.waitForURL((url) => url.searchParams.get('q') === 'numb lip', { timeout: 5000 }).catch(() => faults.push(`${name}: the address is ${page.url()}`));
  const place = page.locator('.search-passage a[href*="#a"]').first();
  const href = await place.evaluate((link) => link.href);
  await place.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(href);
  check((await page.locator(':target.answer').count()) === 1, `${name}: ${href} leads to no answer`);
  // The sub-path and the disk are about addresses; one shared link each.
  await page.goto(`${root}search.html?q=botox&topic=drooping`);
  await results(page).first().waitFor();
  check((await page.inputValue('#search-topic')) === 'drooping', `${name}: the shared topic is not chosen`);
  await page.context().close();
}

// Each result's disclaimer stands on the page, verbatim and seen, once; and gone when the results are.
{
  const page = await open();
  for (const query of ['botox', 'numb lip', 'filler']) {
    await page.goto(`${base}search.html?q=${encodeURIComponent(query)}`);
    await results(page).first().waitFor();
    const count = await results(page).count();
    const shown = await page.locator('#search-disclaimers .legal').evaluateAll((all) => all.map((one) => (one.getClientRects().length ? one.textContent : 'hidden')));
    check(new Set(shown).size === shown.length, `“${query}”: a disclaimer is shown twice`);
    const hrefs = await page.locator('.search-result h2 a').evaluateAll((all) => all.map((link) => link.href));
    const held = await page.locator('#search-disclaimers').innerText();
    const other = await open();
    for (const [index, href] of hrefs.entries()) {
      await other.goto(href, { waitUntil: 'commit' });
      await other.locator('.disclaimer .legal').first().waitFor();
      const own = await other.locator('.disclaimer .legal').evaluateAll((all) => all.map((one) => one.textContent));
      check(own.length > 0 && own.every((text) => shown.includes(text)), `“${query}”: result ${index + 1} stands without its disclaimer`);
      check(shown.length === 1 || new RegExp(`\\b${index + 1}\\b`).test(held), `“${query}”: no disclaimer says that it holds for result ${index + 1}`);
    }
    await other.context().close();
    await page.emulateMedia({ media: 'print' });
    check(await page.locator('#search-disclaimers .legal').first().isVisible(), `“${query}”: no disclaimer in print`);
    await page.emulateMedia({ media: 'screen' });
    const said = await page.locator('#search-status[role=status]').textContent();
    check(/^\d+ questions?$/.test(said) && Number.parseInt(said, 10) >= count, `“${query}”: the status says “${said}”`);
  }
  await page.fill('#search-field', 'pizza');
  await page.waitForFunction(() => document.querySelectorAll('.search-result').length === 0);
  check((await page.locator('#search-disclaimers .legal').count()) === 0, 'a disclaimer without results');
  check(/No question or answer/.test(await page.textContent('#search-status')), 'no word about nothing found');
  await page.fill('#search-field', 'eylid');
  await results(page).first().waitFor();
  check(/eyelid/.test(await page.textContent('#search-note')), 'a correction is not told');
  // Words are text: markup in a query does nothing.
  await page.fill('#search-field', '<img src=x onerror=alert(1)> botox');
  await results(page).first().waitFor();
  check((await page.locator('#search img').count()) === 0, 'markup in a query became an element');
  await page.context().close();
}

// The key can be switched off, and that is remembered.
{
  const page = await open();
  await page.goto(`${base}search.html`);
  await page.uncheck('#search-shortcut');
  await page.goto(`${base}a-z.html`);
  await page.keyboard.press('/');
  check((await focused(page)) !== 'search-field', 'the key works although it is switched off');
  await page.context().close();
}

// Without scripts the form leads to the list from A to Z, and so does the search page.
for (const [name, root] of [['HTTP', base], ['disk', disk]]) {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(`${root}index.html`);
  await page.fill('#search-field', 'droop');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname.endsWith('/a-z.html'), { timeout: 5000 }).catch(() => faults.push(`${name}, no scripts: the form leads to ${page.url()}`));
  await page.goto(`${root}search.html?q=droop`);
  check(await page.locator('noscript a[href="a-z.html"]').isVisible(), `${name}, no scripts: the search page shows no way on`);
  await page.context().close();
}

// When the index cannot be loaded, the page says so.
{
  const page = await open();
  await page.route('**/search/*.js*', (route) => route.abort());
  await page.goto(`${base}search.html?q=botox`);
  await settled(page);
  check(/could not be loaded/.test(await page.textContent('#search-status')), 'a failure to load is not told');
  await page.context().close();
}

// Accessibility with results, corrections and nothing.
for (const colorScheme of ['light', 'dark']) {
  for (const width of screenshots ? [1280, 360, 320] : [1280, 320]) {
    const page = await open({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
    for (const query of ['filler', 'eylid', 'pizza', '']) {
      await page.goto(`${base}search.html?q=${query}`);
      if (query) await settled(page);
      await page.evaluate(axe);
      const found = await page.evaluate((only) => axe.run(document, { runOnly: only }), rules);
      const where = `search “${query}” (${colorScheme}, ${width} px)`;
      check(found.violations.length === 0, `${where}: ${found.violations.map((one) => `${one.id} at ${one.nodes[0].target}`).join('; ')}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      check(overflow <= 0, `${where}: ${overflow} px wider than the window`);
      if (screenshots) {
        fs.mkdirSync(screenshots, { recursive: true });
        await page.screenshot({ path: path.join(screenshots, `search-${query || 'empty'}-${colorScheme}-${width}.png`), fullPage: true });
      }
    }
    await page.context().close();
  }
}

await browser.close();
close();
for (const fault of faults) console.log(fault);
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
