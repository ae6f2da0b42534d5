// On every page: the search field leads to the search page, which needs scripts; without this one it
// leads to the list from A to Z. The key / leads to the field.
'use strict';

for (const form of document.querySelectorAll('form[data-search]')) form.action = form.dataset.search;

// A reader who dictates may switch the key off on the search page (WCAG 2.2, 2.1.4). Reading what they
// chose fails where a browser keeps nothing for a site; then the key works.
const searchShortcut = {
  get on() {
    try { return localStorage.getItem('search-shortcut') !== 'off'; } catch { return true; }
  },
  set on(on) {
    try { localStorage.setItem('search-shortcut', on ? 'on' : 'off'); } catch { /* holds for this page only */ }
  },
};

document.addEventListener('keydown', (event) => {
  const field = document.getElementById('search-field');
  const typing = event.target.closest('input:not([type=checkbox]), select, textarea, [contenteditable]');
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing || !field || !searchShortcut.on) return;
  event.preventDefault();
  field.focus();
  field.select();
});
