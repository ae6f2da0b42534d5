// The search itself: which threads have a query's words, the best first. It reads the files that
// `src/search/mod.rs` of sitegen describes, each when it is needed, and knows nothing of the page.
'use strict';

const sitegenSearch = (() => {
  // How much a match counts against the very word that was asked for.
  const SAME_STEM = 0.85, SYNONYM = 0.7, BEGINNING = 0.6, MISSPELT = [0, 0.6, 0.4];
  // More words than this of one query are not looked up, the most frequent ones first, and a beginning
  // is looked for in no more shards than this: each costs a reader's connection some kilobytes.
  const MOST_WORDS = 6, ENOUGH_WORDS = 3, MOST_SHARDS = 6;
  // A thread is a result when it has this share of what the best one has of the query's weight.
  const SHARE = 0.6;

  // English words that say nothing about what a question is about, unless a query has no others.
  const SMALL_WORDS = new Set('a about am an and any anyone are as at be been but by can could did do does for from get got had has have how i if im in is it its ive just me much my of on or please should so some than that the their them then there these they this to was were what when where which who why will with would you your'.split(' '));

  const WORD = /[\p{Alphabetic}\p{N}\p{M}]+(?:['’][\p{Alphabetic}\p{N}\p{M}]+)*/gu;
  const DIGITS = new Uint8Array(128);
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].forEach((digit, value) => { DIGITS[digit.charCodeAt(0)] = value; });

  let folder, version, english;
  const loading = new Map(), arrived = new Map();

  // Where the index lies, and in which language the words are.
  function open(settings) {
    ({ folder, version } = settings);
    english = /^en\b/i.test(settings.language);
  }

  // Called by each shard.
  function take(name, value) {
    arrived.set(name, value);
  }

  // The value of a shard. Scripts load from disk too, where `fetch` does not.
  function load(name) {
    if (!loading.has(name)) {
      loading.set(name, new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.src = `${folder}${name}.js?v=${version}`;
        script.onload = () => { script.remove(); resolve(arrived.get(name)); };
        script.onerror = () => { script.remove(); loading.delete(name); reject(new Error(name)); };
        document.head.append(script);
      }));
    }
    return loading.get(name);
  }

  // A word as it stands in the index; the rule of `src/search/words.rs`.
  function fold(word) {
    if (/^[a-z0-9]+$/.test(word)) return word;
    return word.normalize('NFKD').toLowerCase().replace(/[^\p{Alphabetic}\p{N}]|\p{M}/gu, '');
  }

  function words(text) {
    return [...text.matchAll(WORD)].map((match) => fold(match[0])).filter((word) => word && word.length <= 32);
  }

  // The part of an English word that its inflections share: `droop` of drooping, droopy and drooped. It is
  // always the word's beginning. Too little would be left of a short word.
  function stem(word) {
    if (!english || /\d/.test(word)) return word;
    const cut = (text, ending) => (text.replace(ending, '').length >= 3 ? text.replace(ending, '') : text);
    const singular = /(ss|us|is)$/.test(word) ? word : cut(word, /(?<=[sxz]|ch|sh)es$|s$/);
    const rest = cut(singular, /(ings?|ied|ies|ed|ness|ly|ions?|ie|y|e)$/);
    return rest.length > 3 && /([^aeiou])\1$/.test(rest) ? rest.slice(0, -1) : rest;
  }

  // The numbers of a list in Rice's code: zeros for a number's high bits, a one, and its low bits.
  function numbers(text) {
    const found = [], low = DIGITS[text.charCodeAt(0)];
    // The lowest `length` of `bits` are still to be read, and no other is set.
    let at = 1, bits = 0, length = 0, high = 0;
    for (;;) {
      if (!bits) {
        high += length;
        if (at === text.length) return found;
        bits = DIGITS[text.charCodeAt(at++)];
        length = 6;
        continue;
      }
      const one = 31 - Math.clz32(bits);
      high += length - one - 1;
      bits ^= 1 << one;
      for (length = one; length < low; length += 6) bits = (bits << 6) | DIGITS[text.charCodeAt(at++)];
      length -= low;
      found.push(high * 2 ** low + (bits >> length));
      bits &= (1 << length) - 1;
      high = 0;
    }
  }

  // A word shard as a map from each word to how many threads have it, and its list as text.
  const tables = new Map();
  async function table(index) {
    const text = await load(`words/${index}`);
    if (!tables.has(index)) {
      const parts = text.split(' '), words = new Map();
      for (let at = 0; at < parts.length; at += 3) words.set(parts[at], { word: parts[at], threads: Number(parts[at + 1]), list: parts[at + 2] });
      tables.set(index, words);
    }
    return tables.get(index);
  }

  // The shard in which a word stands if any has it.
  function shardOf(first, word) {
    let low = 0, high = first.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (first.starts[middle] <= word) low = middle + 1; else high = middle;
    }
    return Math.max(0, low - 1);
  }

  // The words of the index that mean `word`: itself, its inflections, and what it is the beginning of, if it is
  // `open` because the reader may still be typing it.
  async function related(first, word, open) {
    const root = stem(word);
    const own = shardOf(first, word);
    // A shorter one has no inflections, and as a beginning it says too little.
    const wide = (open ? word : root).length > 2;
    const start = wide ? Math.max(shardOf(first, root), own - 2) : own;
    const end = wide ? Math.min(shardOf(first, (open ? word : root) + '\u{10ffff}'), start + MOST_SHARDS - 1) : own;
    const found = [];
    const shards = await Promise.all(Array.from({ length: Math.max(end, own) - start + 1 }, (_, index) => table(start + index)));
    for (const shard of shards) {
      for (const entry of shard.values()) {
        if (!entry.word.startsWith(root)) continue;
        const quality = entry.word === word ? 1
          : stem(entry.word) === root ? SAME_STEM
          : open && word.length > 2 && entry.word.startsWith(word) ? BEGINNING : 0;
        if (quality) found.push({ entry, quality });
      }
    }
    return found;
  }

  // Front-coded words.
  function decode(text) {
    let word = '';
    return Array.from(text.matchAll(/([A-Z])([^A-Z]*)/g), ([, shared, rest]) => (word = word.slice(0, shared.charCodeAt(0) - 65) + rest));
  }

  // Front-coded words, each with the number that goes with it.
  function classified(text) {
    const [words, classes] = text.split(' ');
    return decode(words).map((word, at) => ({ word, class: classes.charCodeAt(at) - 65 }));
  }

  // How many letters must be put in, left out, replaced or exchanged with their neighbour to make one word of
  // the other; more than `most` is told as `most + 1`.
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [], last = Array.from({ length: other.length + 1 }, (_, index) => index);
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= other.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[other.length];
  }

  // The spelling shards, of those that `starts` says, in which words of so many letters stand that begin, or end, as `word` does.
  function spellingShards(starts, word, lengths, end) {
    const shards = lengths.map((length) => {
      const letters = end(word, Math.min(3, (length - 1) >> 1));
      return starts.findLastIndex((start) => start.word < letters || (start.word === letters && start.class <= length));
    });
    return [...new Set(shards)].filter((shard) => shard >= 0);
  }

  // The words that a misspelt one most likely means: the nearest, of these those that keep its first and last
  // letters, of these the most frequent. They share its first or its last letters, as any word with one mistake does.
  async function corrections(first, word) {
    if (word.length < 3 || /\d/.test(word)) return [];
    const most = word.length < 8 ? 1 : 2;
    const ends = (text) => [text.at(0), text.at(-1)], sorted = (text) => [...text].sort().join('');
    // Too many words of three letters are alike: with these, only exchanged letters count.
    const reach = word.length > 3 ? most : 0;
    const lengths = Array.from({ length: 2 * reach + 1 }, (_, at) => word.length - reach + at);
    const texts = await Promise.all([
      ...spellingShards(first.first, word, lengths, (text, count) => text.slice(0, count)).map((shard) => load(`first/${shard}`)),
      ...spellingShards(first.last, word, lengths, (text, count) => text.slice(-count)).map((shard) => load(`last/${shard}`)),
    ]);
    const near = new Map();
    for (const { word: other, class: frequency } of texts.flatMap(classified)) {
      if (near.has(other) || Math.abs(other.length - word.length) > reach) continue;
      near.set(other, { word: other, frequency, distance: distance(word, other, most) });
    }
    const [begins, stops] = ends(word);
    const all = [...near.values()].filter((entry) => entry.distance && entry.distance <= most && (word.length > 3 || sorted(entry.word) === sorted(word)));
    for (const entry of all) entry.kept = ends(entry.word).filter((letter, end) => letter === [begins, stops][end]).length;
    all.sort((one, other) => one.distance - other.distance || other.kept - one.kept || other.frequency - one.frequency || (one.word < other.word ? -1 : 1));
    return all.filter((entry) => entry.distance === all[0].distance && entry.kept === all[0].kept).slice(0, 2);
  }

  // Adds the points of each thread in a list, as long as it had fewer: the best meaning of a word counts.
  function score(points, entry, quality) {
    let number = 0;
    for (const value of numbers(entry.list)) {
      number += Math.floor(value / 8);
      points.set(number, Math.max(points.get(number) ?? 0, (quality * ((value % 8) + 1)) / 8));
      number++;
    }
  }

  // What the words of a phrase say about each thread that has all of them.
  async function phrase(first, tokens, quality, terms) {
    let all;
    for (const token of tokens) {
      const points = new Map();
      for (const found of await related(first, token, false)) {
        score(points, found.entry, found.quality * quality);
        // `and` of `pins and needles` is not worth a mark.
        if (tokens.length === 1 || found.entry.threads < first.threads / 3) terms.set(found.entry.word, quality);
      }
      all = all ? new Map([...all].filter(([number]) => points.has(number)).map(([number, value]) => [number, Math.min(value, points.get(number))])) : points;
    }
    return all;
  }

  // The other phrases of each group of synonyms that has one standing at place `at` of the query.
  function synonyms(first, tokens, at) {
    const stands = (group) => group.some((words) => words.some((_, shift) => words.every((word, index) => tokens[at - shift + index] !== undefined && stem(tokens[at - shift + index]) === stem(word))));
    const own = (words) => words.length === 1 && stem(words[0]) === stem(tokens[at]);
    return first.synonyms.filter(stands).flatMap((group) => group.filter((words) => !own(words)));
  }

  // All that a query's word at place `at` says about the threads.
  async function meaning(first, tokens, at, open) {
    const word = tokens[at], points = new Map(), terms = new Map([[word, 1]]);
    let found = await related(first, word, open);
    // Nobody has the word: perhaps it is a beginning after all.
    if (!found.length && !open) found = await related(first, word, true);
    const others = synonyms(first, tokens, at);
    const frequency = (list) => list.reduce((sum, { entry }) => sum + entry.threads, 0);
    const very = found.filter(({ quality }) => quality > BEGINNING);
    let corrected = [];
    if (frequency(found) <= first.threads / 1000 && !others.length) {
      corrected = (await corrections(first, word)).filter((near) => 2 ** (near.frequency + 1) > 10 * frequency(found));
      for (const near of corrected) {
        for (const { entry, quality } of await related(first, near.word, false)) found.push({ entry, quality: quality * MISSPELT[near.distance] });
      }
    }
    for (const { entry, quality } of found) {
      score(points, entry, quality);
      terms.set(entry.word, Math.max(terms.get(entry.word) ?? 0, quality));
    }
    for (const other of others) {
      for (const [number, value] of await phrase(first, other, SYNONYM, terms)) points.set(number, Math.max(points.get(number) ?? 0, value));
    }
    const threads = Math.min(first.threads, frequency(very) || points.size);
    const weight = Math.log(1 + (first.threads - threads + 0.5) / (threads + 0.5));
    return { word, points, terms, weight, cut: found.some(({ entry }) => first.common.has(entry.word)), corrected: very.length ? [] : corrected.map((near) => near.word) };
  }

  // The places in the query of the words that are looked up: all rare ones, and as many of the frequent ones,
  // the rarest first, as make it enough.
  function chosen(first, tokens) {
    const all = tokens.map((_, at) => at).filter((at) => tokens.indexOf(tokens[at]) === at);
    const telling = all.filter((at) => !english || !SMALL_WORDS.has(tokens[at]));
    const places = telling.length ? telling : all;
    const rank = (at) => (first.common.has(tokens[at]) ? first.common.get(tokens[at]) : Infinity);
    const rare = places.filter((at) => rank(at) === Infinity).slice(0, MOST_WORDS);
    const frequent = places.filter((at) => rank(at) !== Infinity).sort((one, other) => rank(other) - rank(one));
    return [...rare, ...frequent.slice(0, Math.max(0, ENOUGH_WORDS - rare.length))];
  }

  let start;
  function begin() {
    start ??= load('index').then((value) => ({
      ...value,
      first: classified(value.first),
      last: classified(value.last),
      starts: decode(value.starts),
      common: new Map(value.common.split(' ').map((word, rank) => [word, rank])),
    }));
    return start.catch((error) => { start = undefined; throw error; });
  }

  // The results for a query: numbers of threads, the best first, filtered by the slug of a topic if one is
  // given; the words to mark, each with its weight and the query's word that it stands for; and which
  // words nobody has, with what was taken for them.
  async function search(query, topic) {
    const tokens = words(query);
    if (!tokens.length) return { threads: [], marks: new Map(), missing: [], corrected: [] };
    const first = await begin();
    const open = !/\s$/.test(query);
    const [allowed, ...meanings] = await Promise.all([
      topic ? load(`topics/${topic}`) : undefined,
      ...chosen(first, tokens).map((at) => meaning(first, tokens, at, open && at === tokens.length - 1)),
    ]);
    const sums = new Map();
    for (const { points, weight } of meanings) {
      for (const [number, value] of points) {
        const sum = sums.get(number) ?? { score: 0, share: 0 };
        sums.set(number, { score: sum.score + value * weight, share: sum.share + weight });
      }
    }
    if (topic) keepOnly(sums, allowed ?? '');
    const best = Math.max(0, ...[...sums.values()].map(({ share }) => share));
    const threads = [...sums].filter(([, { share }]) => share >= SHARE * best);
    const value = ({ score, share }) => score * share;
    threads.sort(([one, own], [other, its]) => value(its) - value(own) || one - other);
    const marks = new Map();
    for (const { word: asked, terms, weight } of meanings) {
      for (const [word, quality] of terms) if (!(marks.get(word)?.weight > quality * weight)) marks.set(word, { weight: quality * weight, asked });
    }
    for (const token of tokens) if (!marks.has(token)) marks.set(token, { weight: 0, asked: token });
    return {
      threads: threads.map(([number]) => number),
      // The index does not list every thread that has a frequent word.
      more: meanings.some(({ cut }) => cut),
      marks,
      missing: meanings.filter(({ points, corrected }) => !points.size && !corrected.length).map(({ word }) => word),
      corrected: meanings.filter(({ corrected }) => corrected.length).map(({ word, corrected }) => [word, corrected]),
    };
  }

  // Leaves only the numbers of a topic's list.
  function keepOnly(sums, list) {
    const kept = new Set();
    let number = 0;
    for (const gap of numbers(list)) { kept.add(number + gap); number += gap + 1; }
    for (const key of sums.keys()) if (!kept.has(key)) sums.delete(key);
  }

  // What is shown of a thread.
  async function thread(number) {
    const first = await begin();
    return load(`threads/${number.toString(16).padStart(first.digits, '0')}`);
  }

  return { open, take, search, thread, fold, WORD };
})();
