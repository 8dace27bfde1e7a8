// Measures denoisers and corrections on images whose truth is known and writes docs/filters.md:
// npm run filters:table [-- --pictures FOLDER]
import { runBench } from './bench-bundle.mjs';

process.exitCode = await runBench('filters.js');
