// Native code: its binary must be for the C library of the image that runs it.
const { compareSync, hashSync } = require('bcrypt');

exports.holds = (password) => compareSync(password, hashSync(password, 4));
