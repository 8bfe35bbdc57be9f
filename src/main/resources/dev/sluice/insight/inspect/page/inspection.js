// Shows the numbers of the word, or of the place in a heat map, under the pointer or the keyboard.
(() => {
  const words = [...document.querySelectorAll('.word[data-token]')];
  const readout = document.querySelector('.readout');
  if (words.length === 0 || !readout) return;
  const text = new Map(words.map(word => [Number(word.dataset.token), word.title]));
  const columns = [...document.querySelectorAll('.maps > div')];
  const cursors = columns.map(maps => {
    const cursor = document.createElement('i');
    cursor.className = 'cursor';
    cursor.hidden = true;
    maps.append(cursor);
    return cursor;
  });
  let chosen = words[0];

  const choose = (word, more) => {
    chosen.classList.remove('chosen');
    chosen.tabIndex = -1;
    chosen = word;
    chosen.classList.add('chosen');
    chosen.tabIndex = 0;
    const token = Number(word.dataset.token);
    readout.textContent = text.get(token) + (more ? ', ' + more : '');
    cursors.forEach((cursor, i) => {
      const count = Number(columns[i].style.getPropertyValue('--columns'));
      cursor.hidden = false;
      cursor.style.left = 100 * token / count + '%';
      cursor.style.width = 100 / count + '%';
    });
  };

  words.forEach((word, i) => {
    word.removeAttribute('title');
    word.setAttribute('role', 'button');
    word.setAttribute('aria-label', text.get(Number(word.dataset.token)));
    word.tabIndex = i === 0 ? 0 : -1;
    word.addEventListener('pointerenter', () => choose(word));
    word.addEventListener('focus', () => choose(word));
    word.addEventListener('keydown', event => {
      const to = {ArrowRight: i + 1, ArrowDown: i + 10, ArrowLeft: i - 1, ArrowUp: i - 10,
        Home: 0, End: words.length - 1}[event.key];
      if (to === undefined) return;
      event.preventDefault();
      words[Math.max(0, Math.min(words.length - 1, to))].focus();
    });
  });

  const byToken = new Map(words.map(word => [Number(word.dataset.token), word]));
  document.querySelectorAll('.heat-map').forEach(map => {
    const levels = Uint8Array.from(atob(map.dataset.levels), c => c.charCodeAt(0));
    const rows = Number(map.dataset.rows), count = Number(map.dataset.columns);
    const low = Number(map.dataset.low), high = Number(map.dataset.high);
    const name = map.closest('figure').querySelector('b').textContent;
    map.addEventListener('pointermove', event => {
      const box = map.getBoundingClientRect();
      const token = Math.floor((event.clientX - box.left) / box.width * count);
      const row = Math.floor((event.clientY - box.top) / box.height * rows);
      const word = byToken.get(token);
      if (!word || row < 0 || row >= rows) return;
      const value = low + (high - low) * levels[row * count + token] / 254;
      choose(word, name + ' in row ' + (row + 1) + ': ' + value.toFixed(2));
    });
  });
})();
