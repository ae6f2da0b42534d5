// What only a script can do: the appearance that a reader chose, and copying an answer's link. Without it
// nothing is missing from the page.
(() => {
  'use strict';
  const root = document.documentElement;
  const key = 'sitegen-appearance';
  const remembered = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const show = (appearance) => {
    if (appearance === 'light' || appearance === 'dark') root.dataset.appearance = appearance;
    else delete root.dataset.appearance;
  };
  // Before the page is drawn, so that it does not flash.
  show(remembered());

  const announce = (words) => {
    const place = document.getElementById('announcement');
    place.textContent = '';
    // A screen reader says the same words again only when they are new.
    setTimeout(() => { place.textContent = words; }, 50);
  };

  const appearance = () => {
    const choices = document.querySelector('.appearance');
    const chosen = choices.querySelector(`[value="${remembered()}"]`);
    if (chosen) chosen.checked = true;
    choices.hidden = false;
    choices.addEventListener('change', (event) => {
      try {
        localStorage.setItem(key, event.target.value);
      } catch {
        // Not remembered, then.
      }
      show(event.target.value);
    });
  };

  const copying = () => {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll('.copy')) {
      button.hidden = false;
      button.addEventListener('click', () => {
        const link = button.parentElement.querySelector('a').href;
        const words = button.firstChild;
        const usual = words.data;
        const say = (outcome) => {
          announce(outcome);
          words.data = outcome;
          setTimeout(() => { words.data = usual; }, 2500);
        };
        navigator.clipboard.writeText(link).then(() => say(button.dataset.copied), () => say(button.dataset.failed));
      });
    }
  };

  document.addEventListener('DOMContentLoaded', () => {
    appearance();
    copying();
  });
})();
