const squares = [1, 2, 3].map((n) => n * n);
console.log(`The report: ${squares.join(', ')}`);
