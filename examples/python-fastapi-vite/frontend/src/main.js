const notes = await (await fetch('/api/notes')).json();
document.querySelector('#notes').append(
  ...notes.map((text) => Object.assign(document.createElement('li'), { textContent: text })),
);
