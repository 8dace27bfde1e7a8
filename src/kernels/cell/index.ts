// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import {  } from '../../gpu/index.js';
