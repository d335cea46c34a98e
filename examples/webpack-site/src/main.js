document.querySelector('main').textContent = `This page is ${location.pathname}`;
