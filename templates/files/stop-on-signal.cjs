for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => { if (process.listenerCount(signal) === 1) process.exit(143); });
}
