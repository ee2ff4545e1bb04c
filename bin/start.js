'use strict';
// Apart from dmx.js: what stands here a Node of before 2018 cannot read.
require('./load.js')('cli');
