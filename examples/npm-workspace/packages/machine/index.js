// Built by node-gyp at install: there are no binaries to download.
const read = require('cpu-features');

exports.flags = () => read();
