const list = document.querySelector('#orders');
for (const order of await (await fetch('/orders')).json()) {
  list.append(Object.assign(document.createElement('li'), { textContent: JSON.stringify(order) }));
}
