const answer = await fetch('/api/items');
document.querySelector('h1').insertAdjacentHTML('afterend', `<p>${(await answer.json()).items.length} items</p>`);
