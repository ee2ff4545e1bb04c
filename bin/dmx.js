#!/usr/bin/env node
'use strict';
// CommonJS in the syntax of 2009, so that any Node can read it and say that it is too old.
var least = require('../package.json').engines.node.replace('>=', '').split('.').map(Number);
var found = process.versions.node.split('.').map(Number);

if (found[0] > least[0] || (found[0] === least[0] && found[1] >= least[1])) {
  require('./start.js');
} else {
  process.stderr.write(
    'error ENGINE_MISSING  dmx needs Node ' +
      least.join('.') +
      ' or newer, this is Node ' +
      found.join('.') +
      ': install a current one, for example from https://nodejs.org.\n',
  );
  process.exitCode = 4;
}
