// What readers of a made-up site would type: some 200 queries of every kind, the same on every machine, taken from the words of
// its content alone, so that they do not depend on how the index is made.
import fs from 'node:fs';
import path from 'node:path';

// Every word of the threads, the most frequent first, with the number of threads that have it; and the threads' titles.
export function wordsOf(content) {
  const threads = new Map(), titles = [];
  const files = fs.readdirSync(content, { recursive: true }).filter((name) => /thread-\d+\.md$/.test(name)).sort();
  for (const name of files) {
    const text = fs.readFileSync(path.join(content, name), 'utf8');
    titles.push({ title: /^title: "(.*)"$/m.exec(text)[1], address: name.replace(/\.md$/, '.html') });
    for (const word of new Set(text.slice(text.indexOf('\n---')).toLowerCase().match(/[a-z]+/g))) threads.set(word, (threads.get(word) ?? 0) + 1);
  }
  const words = [...threads].map(([word, threads]) => ({ word, threads }));
  words.sort((one, other) => other.threads - one.threads || (one.word < other.word ? -1 : 1));
  return { words, titles };
}

// A few of a list, evenly from its beginning to its end.
const some = (list, count) => Array.from({ length: Math.min(count, list.length) }, (_, at) => list[Math.floor((at * list.length) / Math.min(count, list.length))]);

// Words that a reader may ask about, in three degrees of rarity, none so short that it means nothing.
function degrees({ words }) {
  const long = words.filter(({ word }) => word.length > 3);
  return {
    common: words.slice(0, 60).map(({ word }) => word),
    frequent: long.slice(60, 1500).map(({ word }) => word),
    rare: long.slice(long.length / 2).map(({ word }) => word),
  };
}

// Groups of synonyms, one of them with a phrase.
export function synonymsFor(words) {
  const frequent = some(degrees(words).frequent, 18);
  return Array.from({ length: 6 }, (_, at) => frequent.slice(at * 3, at * 3 + 3)).map(([one, other, third], at) => `${one}, ${other}, ${at % 2 ? third : `${third} and ${one}`}`);
}

// A slip of the finger, another one at each place in a list.
function misspelt(word, at) {
  const place = 1 + ((at * 7) % (word.length - 2));
  const [before, letter, after] = [word.slice(0, place), word[place], word.slice(place + 1)];
  return [before + after, before + letter + letter + after, before + 'e' + after, before + after[0] + letter + after.slice(1)][at % 4];
}

export function queriesFor(all, synonyms) {
  const { common, frequent, rare } = degrees(all);
  const correctable = [...some(frequent.slice(0, 300), 15), ...some(frequent, 15), ...some(rare, 10)].filter((word) => word.length > 4);
  const text = (address, folder) => fs.readFileSync(path.join(folder, 'public', address), 'utf8').toLowerCase();
  const has = (word) => (results, folder) => results.length > 0 && text(results[0], folder).includes(word);
  const queries = [];
  const add = (kind, query, wanted, topic) => queries.push({ kind, query, wanted, topic });
  const joined = (...lists) => lists[0].map((_, at) => lists.map((list) => list[at % list.length]).join(' '));

  for (const word of some(common, 20)) add('common word', word);
  for (const word of some(frequent, 20)) add('frequent word', word, has(word));
  for (const word of some(rare, 20)) add('rare word', word, has(word));
  for (const letter of 'bgprstw') add('one letter', letter);
  for (const [at, word] of some([...common, ...frequent, ...rare], 24).entries()) add('beginning', word.slice(0, 2 + (at % 4)));
  for (const [at, word] of correctable.entries()) add('misspelt word', misspelt(word, at), has(word));
  for (const [at, word] of correctable.filter((word) => word.length > 9).entries()) add('word misspelt twice', misspelt(misspelt(word, at), at + 3), has(word));
  for (const query of joined(some(frequent, 10), some(rare, 10))) add('two words', query);
  for (const query of joined(some(common, 10), some(frequent.slice(5), 10), some(frequent.slice(9), 10))) add('three words', query);
  for (const query of joined(some(rare, 6), some(frequent.slice(3), 6), some(frequent.slice(7), 6), some(frequent.slice(11), 6), some(rare.slice(5), 6), some(frequent.slice(13), 6), some(rare.slice(9), 6)))
    add('seven words', query);
  for (const [at, word] of correctable.slice(0, 10).entries()) add('misspelt and frequent', `${misspelt(word, at)} ${frequent[at * 9]}`);
  const three = (at) => [0, 11, 23].map((step) => misspelt(correctable[(at + step) % correctable.length], at + step)).join(' ');
  for (let at = 0; at < 10; at++) add('three misspelt words', three(at));
  for (const { title, address } of some(all.titles, 20)) add('whole title', title, (results) => results[0] === address);
  for (const [at, group] of synonyms.entries()) add('synonym', group.split(', ')[at % 3]);
  for (const group of synonyms.slice(0, 4)) add('synonym and rare', `${group.split(', ')[1]} ${rare[group.length]}`);
  for (const word of [...some(common, 3), ...some(frequent, 3)]) add('in a topic', word, undefined, 'scars');
  for (const word of ['kubernetes', 'xylophone', 'zzzz', 'quixotically mortgaged']) add('nothing has it', word);
  return queries;
}
