// The search page: what is typed is searched, and what is found is shown with the words around it and with
// the disclaimers under which these words stand.
'use strict';

(() => {
  const AT_ONCE = 5; // Results that are shown before more are asked for.
  const PAUSE = 150; // Milliseconds without a key after which what is typed is searched.
  const BEFORE = 6, AROUND = 34; // Words of context before the first mark, and in all.

  const page = document.getElementById('search');
  const part = (name) => document.getElementById(`search-${name}`);
  const field = part('field'), topic = part('topic'), form = field.form;
  const status = part('status'), note = part('note'), list = part('results'), more = part('more'), disclaimers = part('disclaimers');
  sitegenSearch.open({ folder: page.dataset.shards, version: page.dataset.version, language: document.documentElement.lang });

  let found, shown = [], latest = 0;

  // A copy of a template's element, and the places in it to fill.
  function make(name) {
    const element = part(name).content.firstElementChild.cloneNode(true);
    const places = {};
    for (const place of element.querySelectorAll('[data-fill]')) places[place.dataset.fill] = place;
    return { element, places };
  }

  // As the pages write numbers: four digits stand together, and every language has the same ones.
  const spelt = (number) => number.toLocaleString(document.documentElement.lang, { useGrouping: 'min2', numberingSystem: 'latn' });

  const say = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // As the pages say it (`src/render/words/direction.rs`): which way most of a text runs, said where the page does not.
  const RIGHT_TO_LEFT = /[\u{590}-\u{8ff}\u{fb1d}-\u{fdff}\u{fe70}-\u{feff}\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
  function direct(element, text) {
    const letters = text.match(/\p{Alphabetic}/gu) ?? [];
    const direction = letters.filter((letter) => RIGHT_TO_LEFT.test(letter)).length >= 0.4 * letters.length ? 'rtl' : 'ltr';
    if (letters.length && direction !== document.documentElement.dir) element.dir = direction;
  }

  // The words of a text with where they stand and, for one that the query is about, its mark.
  function weigh(text, marks) {
    return [...text.matchAll(sitegenSearch.WORD)].map((match) => ({ start: match.index, end: match.index + match[0].length, mark: marks.get(sitegenSearch.fold(match[0])) }));
  }

  // What words are worth together, those for the same word of the query counted once.
  function worth(words) {
    const best = new Map();
    for (const { mark } of words) if (mark) best.set(mark.asked, Math.max(best.get(mark.asked) ?? 0, mark.weight));
    return [...best.values()].reduce((sum, weight) => sum + weight, 0);
  }

  // The stretch of a text that is worth most.
  function stretch(text, marks) {
    const words = weigh(text, marks);
    let best = { value: -1, from: 0 };
    words.forEach(({ mark }, at) => {
      if (!mark) return;
      const value = worth(words.slice(at, at + AROUND - BEFORE));
      if (value > best.value) best = { value, from: Math.max(0, at - BEFORE) };
    });
    const inside = words.slice(best.from, best.from + AROUND);
    return { value: best.value, words: inside, cutBefore: best.from > 0, cutAfter: best.from + AROUND < words.length };
  }

  // Puts text between two places into an element, its marked words in `mark`.
  function fill(element, text, words, from, to) {
    let at = from;
    for (const word of words) {
      if (!word.mark) continue;
      const mark = document.createElement('mark');
      mark.textContent = text.slice(word.start, word.end);
      element.append(text.slice(at, word.start), mark);
      at = word.end;
    }
    element.append(text.slice(at, to));
  }

  // The texts of a thread, each with what leads to it.
  function passages(thread) {
    return [
      ...thread.questions.map(({ id, title, words }) => ({ text: [title, words].filter(Boolean).join(' — '), kind: id ? 'also' : 'question', place: id && `#${id}` })),
      ...thread.editor.map((text) => ({ text, kind: 'editor', place: '' })),
      ...thread.answers.map(({ id, name, heading, words }, index) => ({ text: [heading, words].filter(Boolean).join(' — '), kind: 'answer', number: index + 1, name, place: `#${id}` })),
    ].filter(({ text, name }) => text || name);
  }

  function passage(thread, { text, kind, number, name, place, best, named }) {
    const { element, places } = make('passage');
    places.place.href = thread.href + place;
    places.place.append(say(places.place.dataset[kind], { number }));
    if (name) {
      const own = document.createElement('bdi');
      fill(own, name, named, 0, name.length);
      places.place.append(own);
    } else if (number) places.place.append(places.place.dataset.unnamed);
    const { words, cutBefore, cutAfter } = best;
    direct(places.words, text);
    if (cutBefore) places.words.append('… ');
    fill(places.words, text, words, cutBefore ? words[0].start : 0, cutAfter ? words.at(-1).end : text.length);
    if (cutAfter) places.words.append(' …');
    return element;
  }

  // A thread as a result: its title, and the question or the answers with the words, the best two.
  function result(thread, marks) {
    const { element, places } = make('result');
    places.title.href = thread.href;
    direct(places.title, thread.title);
    fill(places.title, thread.title, weigh(thread.title, marks), 0, thread.title.length);
    direct(places.topic, thread.topic);
    places.topic.textContent = thread.topic;
    const all = passages(thread).map((one) => {
      const named = weigh(one.name ?? '', marks), best = stretch(one.text, marks);
      return { ...one, named, best, value: Math.max(best.value, worth(named)) };
    });
    const ranked = all.map((one, order) => ({ ...one, order })).sort((one, other) => other.value - one.value || one.order - other.order);
    const chosen = ranked.filter(({ value }, rank) => rank === 0 || (rank === 1 && value > 0 && value >= ranked[0].value / 2));
    for (const one of chosen.sort((one, other) => one.order - other.order)) element.append(passage(thread, one));
    return element;
  }

  // The disclaimers of the threads that are shown, each text once, verbatim, with the results for which it holds.
  function legal(threads) {
    const texts = new Map();
    threads.forEach((thread, index) => {
      for (const disclaimer of thread.disclaimers) {
        const key = `${disclaimer.from_site} ${disclaimer.text}`;
        texts.set(key, { ...disclaimer, numbers: [...(texts.get(key)?.numbers ?? []), index + 1] });
      }
    });
    return [...texts.values()].map(({ text, from_site: fromSite, numbers }) => {
      const { element, places } = make('disclaimer');
      places.heading.textContent = places.heading.dataset[fromSite ? 'site' : 'source'];
      const { one, many } = places.results.dataset;
      if (texts.size === 1) places.results.remove(); else places.results.textContent = say(numbers.length === 1 ? one : many, { numbers: numbers.join(page.dataset.separator) });
      direct(places.text, text);
      places.text.textContent = text;
      return element;
    });
  }

  function tell(count) {
    const { none, one, many, most } = status.dataset;
    const words = count === 0 ? none : found.more && count > AT_ONCE ? most : count === 1 ? one : many;
    status.textContent = say(words, { count: spelt(count) });
    const { corrected, missing, quoted } = note.dataset;
    const sentences = [
      ...found.corrected.map(([word, correction]) => say(corrected, { word, corrections: correction.map((words) => say(quoted, { words })).join(' / ') })),
      ...(count ? found.missing.map((word) => say(missing, { word })) : []),
    ];
    note.textContent = sentences.join(' ');
    note.hidden = !sentences.length;
  }

  // Shows the threads up to `count`; results and disclaimers change in one step.
  async function show(count, turn) {
    const threads = await Promise.all(found.threads.slice(0, count).map(sitegenSearch.thread));
    if (turn !== latest) return;
    shown = threads;
    list.replaceChildren(...threads.map((thread) => result(thread, found.marks)));
    disclaimers.replaceChildren(...legal(threads));
    more.hidden = found.threads.length <= threads.length;
    tell(found.threads.length);
  }

  function clear() {
    list.replaceChildren();
    disclaimers.replaceChildren();
    shown = [];
    more.hidden = note.hidden = true;
    status.textContent = '';
  }

  async function run() {
    const turn = ++latest, query = field.value;
    const url = new URL(location.href);
    for (const [name, value] of [['q', query.trim()], ['topic', topic.value]]) value ? url.searchParams.set(name, value) : url.searchParams.delete(name);
    // A browser may refuse this for a file from disk; then the address stays as it is.
    try { history.replaceState(null, '', url); } catch { /* see above */ }
    if (!query.trim()) return clear();
    try {
      const result = await sitegenSearch.search(query, topic.value);
      if (turn !== latest) return;
      found = result;
      await show(AT_ONCE, turn);
    } catch {
      if (turn === latest) fail();
    }
  }

  function fail() {
    clear();
    status.textContent = status.dataset.failed;
  }

  let timer;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(run, PAUSE);
  });
  topic.addEventListener('change', run);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    run();
  });
  more.querySelector('button').addEventListener('click', async () => {
    const before = shown.length;
    try { await show(before + AT_ONCE, latest); } catch { return fail(); }
    list.children[before]?.querySelector('a').focus();
  });

  // Down from the field goes to the first result, up from there back; Esc leaves the results, then clears the field.
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const links = [...list.querySelectorAll('h2 a')];
    const own = event.target.closest?.('.search-result');
    const at = own ? [...list.children].indexOf(own) : -1;
    if (event.target !== field && !own) return;
    if (event.key === 'ArrowDown' && links[at + 1]) links[at + 1].focus();
    else if (event.key === 'ArrowUp' && own) (links[at - 1] ?? field).focus();
    else if (event.key === 'Escape' && own) field.focus();
    else if (event.key === 'Escape' && field.value) { field.value = ''; run(); } else return;
    event.preventDefault();
  });

  const shortcut = part('shortcut');
  shortcut.checked = searchShortcut.on;
  shortcut.addEventListener('change', () => { searchShortcut.on = shortcut.checked; });

  const asked = new URL(location.href).searchParams;
  field.value = asked.get('q') ?? '';
  topic.value = asked.get('topic') ?? '';
  if (topic.selectedIndex < 0) topic.value = '';
  field.focus({ preventScroll: true });
  if (field.value) run();
})();
