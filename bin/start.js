'use strict';
// Apart from dmx.js: to a Node of before 2018 `import` is a mistake in the syntax.
void import('../dist/cli/main.js');
