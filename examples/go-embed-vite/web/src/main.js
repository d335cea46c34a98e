const { visits } = await (await fetch('/api/visits')).json();
document.querySelector('#visits').textContent = `${visits} visits`;
