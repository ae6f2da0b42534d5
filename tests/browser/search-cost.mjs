// What a search costs a reader: the bytes that a query fetches, and the time that its answer takes once they are there.
// Makes made-up sites of so many threads, and asks each some 200 queries, each in a browser that has nothing yet. After
// `cargo build --release --workspace`: node search-cost.mjs [100 1000 10000] [SITEGEN] [ROUNDS=n] [LIST=file]
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { launch, serve } from './browser.mjs';
import { queriesFor, synonymsFor, wordsOf } from './search-queries.mjs';

const release = path.resolve(import.meta.dirname, '../../target/release');
const given = process.argv.slice(2);
const option = (name, other) => given.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? other;
const sizes = given.filter((one) => /^\d+$/.test(one)).map(Number);
const sitegen = path.resolve(option('SITEGEN', path.join(release, 'sitegen')));
const SLOW = 25; // Milliseconds.
const rounds = Number(option('ROUNDS', 3));

// A built site of so many threads, and the queries that are asked of it.
function site(threads) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sitegen-search-'));
  execFileSync(path.join(release, 'xtask'), ['corpus', 'site', String(threads), folder]);
  const words = wordsOf(path.join(folder, 'content'));
  const synonyms = synonymsFor(words);
  fs.writeFileSync(path.join(folder, 'sitegen.yaml'), `title: A corpus\nsearch: { synonyms: ${JSON.stringify(synonyms)} }\n`);
  execFileSync(sitegen, ['--quiet', 'build'], { cwd: folder, stdio: 'ignore' });
  return { folder, queries: queriesFor(words, synonyms) };
}

// The shards that a query fetches, and what is shown of it.
async function fetched(page, base, folder, { query, topic }) {
  const names = [];
  const note = (request) => { const name = /\/(search\/.*\.js)/.exec(request.url()); if (name) names.push(name[1]); };
  page.on('request', note);
  await page.goto(`${base}search.html?q=${encodeURIComponent(query)}&topic=${topic ?? ''}`);
  await page.waitForFunction(() => document.getElementById('search-status').textContent !== '');
  page.off('request', note);
  const results = await page.locator('.search-result h2 a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const shards = names.map((name) => ({ name, bytes: fs.readFileSync(path.join(folder, 'public', name)) }));
  const sum = (length) => shards.reduce((sum, { bytes }) => sum + length(bytes), 0);
  return { shards, results, bytes: sum((bytes) => bytes.length), compressed: sum((bytes) => zlib.gzipSync(bytes).length) };
}

// Milliseconds from a search's start until its results are laid out, where the shards are there. The page is loaded
// anew for each, so that nothing is known of an earlier one.
async function answered(page, base, shards, { query, topic }) {
  await page.goto(`${base}search.html`);
  const texts = shards.map(({ bytes }) => bytes.toString());
  return page.evaluate(async ([texts, query, topic]) => {
    const values = new Map();
    for (const text of texts) {
      const [, name, value] = /^sitegenSearch\.take\("(.*?)",(.*)\)\n$/s.exec(text);
      values.set(name, JSON.parse(value));
    }
    document.head.append = (script) => {
      const name = /search\/(.*)\.js/.exec(script.src)[1];
      sitegenSearch.take(name, values.get(name));
      script.onload();
    };
    const status = document.getElementById('search-status');
    const shown = new Promise((resolve) => {
      new MutationObserver((_, observer) => { if (status.textContent) { observer.disconnect(); resolve(); } }).observe(status, { childList: true });
    });
    document.getElementById('search-field').value = query;
    document.getElementById('search-topic').value = topic ?? '';
    const start = performance.now();
    document.getElementById('search-field').form.requestSubmit();
    await shown;
    document.body.getBoundingClientRect();
    return performance.now() - start;
  }, [texts, query, topic]);
}

const sorted = (numbers) => [...numbers].sort((one, other) => one - other);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
const told = ({ kind, query }) => `${kind}: ${query}`;

const browser = await launch();
const page = await browser.newPage();
await (await page.context().newCDPSession(page)).send('Network.setCacheDisabled', { cacheDisabled: true });
for (const threads of sizes.length ? sizes : [100, 1000, 10000]) {
  const { folder, queries } = site(threads);
  const { base, close } = await serve(path.join(folder, 'public'));
  const costs = [];
  for (const query of queries) {
    const cost = await fetched(page, base, folder, query);
    // A busy machine only ever makes a run longer, so the shortest counts, and what seems slow is tried more often.
    const times = [];
    while (times.length < rounds || (times.length < 4 * rounds && Math.min(...times) > SLOW)) times.push(await answered(page, base, cost.shards, query));
    costs.push({ ...query, ...cost, time: Math.min(...times) });
  }
  close();
  const line = (what, unit, value, list = costs) => {
    const worst = list.reduce((one, other) => (value(other) > value(one) ? other : one));
    console.log(`${threads} threads, ${what}: ${unit(median(list.map(value)))} median, ${unit(value(worst))} worst (${told(worst)})`);
  };
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`, milliseconds = (time) => `${time.toFixed(1)} ms`;
  line('fetched', kilobytes, ({ bytes }) => bytes);
  line('gzipped', kilobytes, ({ compressed }) => compressed);
  line('files', String, ({ shards }) => shards.length);
  line('time', milliseconds, ({ time }) => time);
  const meant = costs.filter(({ wanted }) => wanted);
  console.log(`${threads} threads, found: ${meant.filter(({ wanted, results }) => wanted(results, folder)).length} of ${meant.length} queries show first what they are about`);
  if (option('LIST')) {
    const rows = costs.map(({ kind, query, bytes, compressed, time, shards, results, wanted }) => ({ kind, query, bytes, compressed, time, results, found: wanted?.(results, folder), shards: shards.map(({ name, bytes }) => [name, bytes.length]) }));
    fs.writeFileSync(`${option('LIST')}-${threads}.json`, JSON.stringify(rows, null, 1));
  }
  fs.rmSync(folder, { recursive: true });
}
await browser.close();
