// Lighthouse's four scores of pages of a built site, medians of several runs on a simulated phone.
// Needs `npm install --no-save lighthouse` in this folder first, which is too large for every test run.
// Usage: node lighthouse.mjs PUBLIC RUNS PAGE…
import path from 'node:path';
import * as chromeLauncher from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { serve } from './browser.mjs';

const [folder, runs, ...pages] = process.argv.slice(2);
const site = await serve(path.resolve(folder));
const chrome = await chromeLauncher.launch({
  chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const median = (numbers) => numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

let all = true;
for (const page of pages) {
  const results = [];
  for (let run = 0; run < Number(runs); run++) {
    const result = await lighthouse(site.base + page, { port: chrome.port, output: 'json', logLevel: 'error' });
    results.push(result.lhr);
  }
  const categories = Object.keys(results[0].categories);
  const scores = categories.map((name) => [name, Math.round(100 * median(results.map((result) => result.categories[name].score ?? 0)))]);
  const low = scores.filter(([, score]) => score < 100).flatMap(([name]) => results[0].categories[name].auditRefs)
    .map(({ id, weight }) => [id, weight, results[0].audits[id].score]).filter(([, weight, score]) => weight > 0 && score !== null && score < 0.9);
  console.log(`${page || 'index.html'}: ${scores.map(([name, score]) => `${name} ${score}`).join(', ')}${low.length ? ` (${low.map(([id]) => id).join(', ')})` : ''}`);
  all &&= scores.every(([, score]) => score === 100);
}
await chrome.kill();
site.close();
process.exit(all ? 0 : 1);
